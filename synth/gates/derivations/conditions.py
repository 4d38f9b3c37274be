"""Conditions under which a sentence tells its numbers, and whether a table is known to hold under them."""

import re
from collections.abc import Set as AbstractSet
from itertools import takewhile

from synth.gates.derivations.grid import Grid
from synth.gates.derivations.labels import label_stems, tokens
from synth.gates.derivations.lookup import Scope, referenced

_OPENING = re.compile(
    r"^(?:(?:However|But|And|Moreover|Still|There|Here),?\s)?(?P<words>"
    r"(?:With(?:out)?|When|After|Before|Under|In|On|For|Over|Using|If|At|During|Among|Within|Once|Given|By|From)\b"
    r"(?:\s[^\s,;:\d]+){1,7}),\s"
)
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_WITH_FIGURES = re.compile(r"^(?:With|Using|At|For|Given|Under|After|When)\b[^,;:]{0,40}?\d[^;:]{0,60}?,\s")
"""What opens with figures, "With 100 passages instead of 20, ", is a setting."""
_INSIDE = re.compile(
    r"\b(?:on|in|for|at|under|during|after|when|with|without)\s(?:the\s|our\s|all\s|both\s)?"
    r"(?P<words>[A-Za-z][\w-]*(?:\s(?!than\b|by\b|and\b|is\b|are\b|was\b|over\b|to\b|of\b|on\b|in\b|for\b|at\b"
    r"|with\b|while\b|but\b|from\b|compared\b|has\b|have\b|it\b|its\b|reach|show|the\b|we\b|our\b)[A-Za-z][\w-]*){0,2})",
    re.I,
)
_OWNED = re.compile(r"(?:(?<=\w)[’']s|\bits|\btheir)\s(?P<words>[a-z][\w-]*)")
"""What of somebody's a number tells: "North's population", "14% of its shops"."""
_OTHER_STAGE = re.compile(r"\b(?:trains?|trained|training|fine-?tun\w+|pilot|preliminary|ablat\w+)\b", re.I)
_COMMON = frozenset(
    token.stem
    for token in tokens(
        "term terms addition contrast comparison compared particular general average total fact word words summary "
        "turn table section figure respect regard case cases hand other others same figures results result points "
        "point percent score scores scoring setting task tasks set sets test data dataset benchmark benchmarks more "
        "less again absolute relative favour favor both each every all measure metric metrics time times language "
        "languages column row system model method baseline number numbers phase workload workloads load corpus "
        "corpora year years period light line here there than while lead gain gap difference advantage improvement "
        "effect rate share end return exchange expense cost part parts our it its"
        " level value performance own original predecessor counterpart"
    )
)
"""Words of conditions that are none, or that only name the kind of a table's rows or columns."""


def is_elsewhere(scope: Scope, grid: Grid) -> bool:
    """Whether a number is told under a condition that the table does not name: "on long sentences", "after pruning".

    Such a number may follow from the table, but need not: one that disagrees is not held against the paper.
    """
    text, quantity = scope.line.text, scope.quantity
    known = {token.stem for token in tokens(f"{grid.caption} {' '.join(grid.corner)}")}
    for entry in (*grid.rows, *grid.columns):
        known |= label_stems(entry)
    if grid.title in referenced(scope.line):
        return False
    if quantity.metric and not _few(quantity.metric, known) <= known | _COMMON:
        return True
    stage = _OTHER_STAGE.search(text)
    if stage and not known & {token.stem for token in tokens(stage[0])}:
        return True
    setting = _WITH_FIGURES.match(text)
    if setting and setting.end() <= quantity.number.start:
        labels = " ".join((grid.caption, *grid.corner, *(entry.name for entry in (*grid.rows, *grid.columns))))
        if not set(_FIGURE.findall(setting[0])) <= set(_FIGURE.findall(labels)):
            return True
    opening = _OPENING.match(text)
    said = [opening["words"]] if opening else []
    first = max(0, quantity.number.start - 90)
    said += [match["words"] for match in _INSIDE.finditer(text, first, quantity.number.end + len(scope.tail) + 1)]
    said += [match["words"] for match in _OWNED.finditer(text)]
    systems = {part for row in grid.rows for part in label_stems(row)}
    return any(not _few(words, known, systems) <= known | _COMMON for words in said)


def _few(words: str, known: set[str], systems: AbstractSet[str] = frozenset()) -> set[str]:
    """The content words of a phrase, as stems, up to a system's name: "on Scan Marlin trails"."""
    found = takewhile(lambda token: token.stem not in systems, tokens(words))
    return {token.stem for token in found if len(token.stem) > 2 or token.stem in known}
