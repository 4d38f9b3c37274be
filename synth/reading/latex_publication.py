"""Find the year, the venue and the DOI that a LaTeX paper prints, by the commands and styles of its publisher."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from synth.language.dates import year_in, years_in
from synth.language.identifiers import find_doi
from synth.language.text import normalise
from synth.reading.latex_commands import texts
from synth.reading.latex_scanner import control_word
from synth.reading.latex_signature import arguments

_VENUES = {
    # command -> signature, which argument is the venue; in the order in which they count
    "acmConference": ("ommm", 1), "acmJournal": ("m", 0), "EventLongTitle": ("m", 0), "jmlrworkshop": ("m", 0),
    "jmlrproceedings": ("mm", 1), "FullConference": ("m", 0), "conferenceinfo": ("m", 0), "journalname": ("m", 0),
    "journaltitle": ("m", 0), "journal": ("om", 1), "submitjournal": ("m", 0), "journalinfo": ("m", 0),
    "slugcomment": ("m", 0), "markboth": ("m", 0),
}  # fmt: skip
_YEARS = {
    "acmYear": "m", "copyrightyear": "m", "CopyrightYear": "m", "jmlryear": "m", "pubyear": "m", "jyear": "m",
    "EventYear": "m", "degreedate": "m", "degreeyear": "m", "published": "om", "accepted": "om", "IEEEpubid": "m",
    "journalinfo": "m", "slugcomment": "m", "markboth": "m", "acmConference": "ommm", "conferenceinfo": "mm",
    "datepublished": "m", "dateaccepted": "m", "date": "om",
}  # fmt: skip
_DOIS = {"acmDOI": "m", "doi": "m", "DOI": "m", "articledoi": "m", "doinum": "m", "journaldoi": "m"}
_COMMAND = control_word({*_VENUES, *_YEARS, *_DOIS, "jmlrheading"})
_NEURAL = "Neural Information Processing Systems"
_STATISTICS = "International Conference on Artificial Intelligence and Statistics (AISTATS)"
_STYLES = (
    # style file, options without which it prints nothing, venue; {year} is the style's, {number} counts from the base
    (r"(?:neurips|nips)_?(20\d\d)", "final", f"{{number}} Conference on {_NEURAL} ({{short}} {{year}})", 1986),
    (r"icml(20\d\d)", "accepted", "Proceedings of the {number} International Conference on Machine Learning", 1983),
    (r"iclr(20\d\d)(?:_conference)?", "", "ICLR {year}", 0),
    (r"corl_(20\d\d)", "final", "{number} Conference on Robot Learning (CoRL {year})", 2016),
    (r"log_(20\d\d)", "", "Learning on Graphs Conference (LoG {year})", 0),
    (r"aistats(20\d\d)", "accepted", f"Proceedings of the {{number}} {_STATISTICS} {{year}}", 1997),
    (r"colm(20\d\d)_conference", "", "COLM {year}", 0),
    (r"mlsys(20\d\d)", "accepted", "Proceedings of the {number} MLSys Conference", 2017),
    (r"aaai(\d\d)", "", "", 0),
)  # fmt: skip
_CLASSES = texts("classes of venues")
_ACM_JOURNALS = texts("ACM journals")
_PLACEHOLDER = re.compile(
    r"XX|nnnn|Make sure to enter|Woodstock|WOODSTOCK|acronym|Conference'17|1122445|LaTeX|ACCESS\.20\d\d\.DOI|DOI HERE"
    r"|Journal Name|Conference Name|Name of|Elsevier$|^Nuclear Physics B$|Class Files|^Journal$|^$|Your|Title|^\W*$"
    r"|00\.0000|10\.1145/\d{4}$|Manuscript|^Submitted|^Draft|^Preprint$|Volume Title"
)
_VENUE_WORD = re.compile(
    r"Transactions|Journal|Letters|Magazine|Conference|Proceedings|Access|Review|Annals|Symposium|Workshop|Annual",
    re.IGNORECASE,
)
_SUBMITTED_TO = re.compile(
    r"(?:to appear in|accepted (?:for publication )?(?:in|by|to)|published in|submitted to|in press,?)\s+", re.I
)
_BEGIN = "\\begin{document}"
_MAX_FRONT = 20_000  # code points behind the begin of the document in which front matter stands
_END_OF_FRONT = re.compile(r"\\(?:section|chapter|begin\s*\{thebibliography\})(?![A-Za-z])")
Render = Callable[[str], str]


class Publication(NamedTuple):
    """Where and when a paper appeared, as it prints it; None for what it does not print."""

    year: int | None
    venue: str | None
    doi: str | None


def read_publication(latex: str, document_class: str, packages: Mapping[str, str], render: Render) -> Publication:
    """Year, venue and DOI from an expanded source, its class and the packages that it loads with their options."""
    front = _front_of(latex)
    commands: dict[str, list[str]] = {}
    for match in _COMMAND.finditer(front):
        commands.setdefault(match[1], _values(match[1], front, match.end()))
    options = packages.get(document_class, "")
    if document_class == "acmart" and ("nonacm" in options or "printacmref=false" in front.replace(" ", "")):
        commands = {name: values for name, values in commands.items() if name == "date"}
    venue, year = _styled(packages, front)
    venue = venue or _venue(commands, render) or _CLASSES.get(document_class) or _of_class(document_class, options)
    year = year or _year(commands, render)
    doi = next((doi for name in _DOIS if name in commands and (doi := _doi(commands[name][-1], name))), None)
    return Publication(year, venue or None, doi)


def _front_of(latex: str) -> str:
    """The preamble, and the body up to its first section."""
    begin = latex.find(_BEGIN)
    end = _END_OF_FRONT.search(latex, max(0, begin))
    limit = max(0, begin) + _MAX_FRONT
    return latex[: min(end.start(), limit) if end else limit]


def _values(name: str, latex: str, at: int) -> list[str]:
    if name == "jmlrheading":
        signature = "mmmmmmm"
    else:
        signature = _VENUES[name][0] if name in _VENUES else _YEARS.get(name) or _DOIS[name]
    return [value or "" for value in arguments(latex, at, signature)[0]]


def _venue(commands: Mapping[str, list[str]], render: Render) -> str | None:
    if "jmlrheading" in commands:
        return "Journal of Machine Learning Research"
    for name, (_, place) in _VENUES.items():
        if name not in commands:
            continue
        text = normalise(render(commands[name][place])).strip(" .,")
        if name == "acmConference":
            short = normalise(render(commands[name][0]))
            text = f"{text} ({short})" if short and short not in text and not _PLACEHOLDER.search(short) else text
        elif name == "acmJournal":
            text = _ACM_JOURNALS.get(text, text)
        elif name == "slugcomment":
            stated = _SUBMITTED_TO.search(text)
            text = re.split(r"[,;(]|\d{4}", text[stated.end() :])[0].strip() if stated else ""
        elif name in {"markboth", "journalinfo"}:
            text = re.split(r",?\s*\b(?:vol(?:ume)?\b|no\.)|,?\s*\d", text, maxsplit=1, flags=re.I)[0].strip(" ,.")
            text = text if _VENUE_WORD.search(text) or name == "journalinfo" else ""
        if text and not _PLACEHOLDER.search(text):
            return text
    return None


def _year(commands: Mapping[str, list[str]], render: Render) -> int | None:
    if "jmlrheading" in commands and (year := year_in(commands["jmlrheading"][1])):
        return year
    for name in _YEARS:
        for value in commands.get(name, ()):
            text = normalise(render(value))
            found = years_in(text) if name not in {"markboth"} or not _PLACEHOLDER.search(text) else []
            if found:
                return found[-1]
    return None


def _doi(text: str, name: str) -> str | None:
    text = re.sub(r"\\([_%#&])", r"\1", text)
    found = find_doi(
        text if text.strip().startswith(("10.", "http", "doi")) or name != "doinum" else f"10.3390/{text.strip()}"
    )
    return None if found is None or _PLACEHOLDER.search(found) or re.search(r"/[xX.\-]+$|/\W*$", found) else found


def _styled(packages: Mapping[str, str], front: str) -> tuple[str | None, int | None]:
    """Venue and year that a conference's style prints."""
    for package, options in packages.items():
        for pattern, option, venue, base in _STYLES:
            match = re.fullmatch(pattern, package)
            if match is None:
                continue
            year = int(match[1]) if len(match[1]) == 4 else 2000 + int(match[1])
            if option and option not in options:
                return None, None
            short = "NIPS" if package.startswith("nips") else "NeurIPS"
            return venue.format(year=year, number=_ordinal(year - base), short=short) or None, year
    return None, None


def _of_class(document_class: str, options: str) -> str | None:
    """The journal that MDPI's class is told, or that JMLR's class prints for its proceedings."""
    if document_class.lower().endswith("mdpi"):
        first = options.split(",")[0].strip()
        return first.capitalize() if first and first not in {"journal", "preprints"} else None
    if document_class == "jmlr" and "wcp" in options:
        return "Proceedings of Machine Learning Research"
    return None


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
