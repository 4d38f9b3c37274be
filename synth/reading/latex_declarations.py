"""Take note of what a paper declares about its counters: theorems, what they are reset by, values, looks, names."""

import re

from synth.reading.latex_counters import Counters
from synth.reading.latex_scanner import control_word
from synth.reading.latex_signature import arguments

DECLARATIONS = {
    "newtheorem": "smomo", "spnewtheorem": "smomo", "numberwithin": "mm", "counterwithin": "smm", "setcounter": "mm",
    "addtocounter": "mm", "refstepcounter": "mo", "renewcommand": "mm", "@addtoreset": "mm",
}  # fmt: skip
"""The commands that declare something of counters, with what they take."""

_DECLARATION = control_word(DECLARATIONS)
_NAME = re.compile(r"\\(cref|Cref)name\s*\{([^{}]*)\}\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_CAPITALS = re.compile(r"\\usepackage\s*\[[^\]]*capitali[sz]e[^\]]*\]\s*\{[^{}]*cleveref[^{}]*\}")
_LABEL_FORMAT = re.compile(r"\\labelformat\s*\{([^{}]*)\}\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_OWN_COUNTER = re.compile(r"\\refstepcounter\{(\w+)=([^{}]*)\}[^\n&]{0,60}?\\label\s*\{([^{}]*)\}")


def declare(latex: str, counters: Counters) -> None:
    """Take note of all that a preamble declares."""
    for match in _DECLARATION.finditer(latex):
        read_declaration(match[1], latex, match.end(), counters)


def read_declaration(word: str, latex: str, at: int, counters: Counters) -> int:
    """Take note of one declaration, whose arguments begin at `at`; the place behind them."""
    found, end = arguments(latex, at, DECLARATIONS[word])
    given = [(value or "").strip() for value in found]
    if word.endswith("theorem"):
        _, name, _, printed, _ = given
        if name:
            counters.declare_theorem(name, found[2], re.sub(r"\\[A-Za-z]+\s*|[{}]", "", printed), found[4])
    elif word.endswith("within"):
        counters.number_within(given[-2], given[-1])
    elif word == "@addtoreset":
        counters.reset_by(given[0], given[1])
    elif word == "refstepcounter":  # a counter of the paper's own: "Experiment=3"
        counter, _, number = given[0].partition("=")
        counters.current = (counter.lower(), number) if number else counters.current
    elif word == "renewcommand":
        counters.form(given[0].removeprefix("\\the"), given[1])
    elif given[0] == "secnumdepth" and given[1].startswith("-"):  # pandoc's "-\\maxdimen"
        counters.put(given[0], -1)
    elif re.fullmatch(r"-?\d+", given[1]):
        counters.put(given[0], int(given[1]), add=word == "addtocounter")
    return end


def capitalises_names(preamble: str) -> bool:
    """Whether cleveref is asked to begin all names with a capital: "Figure 2"."""
    return _CAPITALS.search(preamble) is not None


def counter_names(latex: str, counters: Counters) -> dict[str, tuple[str, str]]:
    """What a paper calls one and many of a counter, by "cref" or "Cref" and the counter's name, as labels have it."""
    found = {}
    for match in _NAME.finditer(latex):
        name = match[2].strip()
        found[f"{match[1]} {counters.kind(name)}"] = match[3].strip(), match[4].strip()
    return found


def label_formats(latex: str) -> dict[str, str]:
    r"""What a paper's `\labelformat` prints of the number of each counter."""
    return {match[1].strip(): match[2] for match in _LABEL_FORMAT.finditer(latex)}


def own_labels(latex: str) -> dict[str, tuple[str, str]]:
    """What labels stand for that follow a counter of the paper's own, in the cells of tables, too."""
    return {match[3].strip(): (match[1].lower(), match[2]) for match in _OWN_COUNTER.finditer(latex)}
