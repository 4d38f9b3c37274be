"""The line in which a journal prints its name, volume, year and pages: "Coral Reefs (2021) 40:289-293"."""

import re
from collections.abc import Sequence
from itertools import pairwise, zip_longest

from synth.language.lexicon import words_of

YEAR = r"(?<!\d)(?:19[4-9]\d|20[0-4]\d)(?!\d)"
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?|Spring|Summer|Fall|Autumn|Winter)\b\.?"
)
_NUMBERS = re.compile(
    rf"(?:[\s\d.,:;()\[\]|/–—−-]|{MONTH}|\b(?:vol(?:ume)?|nos?|number|issue|pp?|pages?|pgs?|art(?:icle)?(?:\sid)?"
    rf"|publication date"
    r"|\d+ of \d+|\d+Y\d+|[A-Z]{0,4}\d+[A-Z]?|\d+pp|\d+e\d+|[ivxlc]+|figs?|suppl(?:ement)?"
    r"|published(?: online)?|online(?:first)?)\b\.?)+",
    re.IGNORECASE,
)
"""What stands behind a journal's name on its line: volume, issue, year, months and pages."""
_NAMED_LINE = re.compile(
    rf"(?P<name>[^\W\d_][^\d\n]{{2,110}}?(?:\s\d{{4}}(?=\s*[,:]?\s*(?:vol|\d)))?)"
    rf"(?P<numbers>,?\s*[(|]*\s?(?:published (?:online )?)?(?:\bvol(?:ume)?\b\.?\s?|no\.\s?|{MONTH}\s)?[\d(].*)",
    re.IGNORECASE,
)
_DATE_FIRST = re.compile(
    rf"(?:\d+\s)?(?P<numbers>\d{{1,2}} {MONTH} {YEAR},? VOL\.? \d+(?:,? NO\.? \d+)?) (?P<name>[A-Z][\w &]{{2,40}})",
    re.IGNORECASE,
)
"""The same with the date in front: "28 JANUARY 2011 VOL 331 SCIENCE"."""
_PAGES_FIRST = re.compile(r"[\d\s–-]+\|\s(?P<name>[A-Z][\w &]{2,40}) \| (?P<numbers>.+)")
"""The same with the pages in front: "4144-4149 | PNAS | April 1, 2003 | vol. 100"."""
_VOLUME_FIRST = re.compile(
    rf"(?P<volume>vol\. \d+,? no\. \d+)\s+(?P<name>[a-z][a-z &]{{5,60}})\s+(?P<date>{MONTH} {YEAR})", re.IGNORECASE
)
"""The same around the name: "vol. 172, no. 3 the american naturalist september 2008"."""
_RIGHTS = re.compile(rf"[.,•]\s(?:Copyright\s)?(?:©|\(c\)|c⃝|\ufffd)\s?(?:[^\d.]{{3,60}}\s)?{YEAR}\b.*$", re.IGNORECASE)
_RUNNING = re.compile(r"\s(?:[A-Z]{1,3} )?[A-Z][\w’-]+ et al\.?:.*$")
"""The running head behind a journal's line: "A Doe et al.: Ponds of ..."."""
_ISSN = re.compile(r"[\s.;,]{0,9}\b(?:electronic |print )?e?-?issn\b.*$", re.IGNORECASE)
_VOLUME_NUMBER = re.compile(r"\bvol", re.IGNORECASE)
_VOLUME_PAGES = re.compile(r"\d[\d()\s:-]{0,20}[:,]\s?(?:pp?\.\s?)?\d+\s?[–-]\s?\d+$")
_BULLETS = re.compile(r"\s[•●■◆]\s")
_DOI_ALONE = re.compile(r"(?:doi:? ?|https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+", re.IGNORECASE)
"""What stands below the name of a journal that has not given a paper its place yet."""
_IN_PRESS = re.compile(
    r"[,|]?\s\(?(?:ahead of print|(?:article )?in press|early view|advance online publication|online first)\)?$",
    re.IGNORECASE,
)
"""What stands behind the name of a journal that has not given a paper its place yet."""
_ISSUE_NUMBER = re.compile(
    r"\bvol(?:ume|\.)\s?\d+\W+(?:issue|no\.)\s?\d|^\s\d+(?:\(\d+\):\s?|-\d+:\s)\d+[–-]\d+$|^\s?\|\s\d+:\d+$",
    re.IGNORECASE,
)
_BAR = re.compile("\\s[\u4e00-\u9fff\ufffd]\\s")
"""A bar between two parts, for which a font gives another character."""
_HAS_VOLUME = re.compile(r"\d\D+\d|\bvol|\bart|\bpublished", re.IGNORECASE)
_LINK = re.compile(r"[\s|;,.]{0,9}\b(?:doi|https?|www)\b.*$", re.IGNORECASE)
_LINK_ALONE = re.compile(r"(?:\|\s)?(?:\bdoi:\s?|\bhttps?://|\bwww\.)\S+", re.IGNORECASE)
"""An address with more behind it: "PLOS Toads | https://doi.org/10.1234/5 November 5, 2020"."""
_SOURCE = re.compile(
    r"(?:APPEARED IN (?=[A-Z]{2})|(?:(?<!\w )(?:Source|Journal|In|Citation)|(?i:cite (?:this|as|this as))): )"
    r"|[^\W\d_][\w’'-]+ et al\.?[:,]? "
    r"|^[A-Z][\w’'-]+ and [A-Z][\w’'-]+, (?=[A-Z])"
    rf"|^\d{{1,5}} (?:\d )?(?=[A-Z])(?!(?i:{MONTH}))"
)
"""What may stand before a journal's name on its line: "Source: Marine Ecology", "Backer et al. BMC Psychiatry", or the
page.
"""
PLAIN_YEAR = re.compile(YEAR)
_ENCLOSED_YEAR = re.compile(rf"\(({YEAR})\)")
_NO_PAGE = re.compile(rf"(?<![\d:–-]){YEAR}(?!\s?[–-]\s?\d)")
_WHOLE = re.compile(rf",?\s\(?{YEAR}\)?[;,]\s?\d{{1,4}}(?:\s?\(\d+\))?\s?[:,]\s?\d+\s?[–-]\s?\d+\.?")
_VOLUME_ALONE = re.compile(r"[A-Z][a-z]+(?: [A-Za-z]+){0,4} \d{1,4}, \d+[–-]\d+")
_MONTH_ALONE = re.compile(rf"{MONTH} {YEAR}")
"""Two lines of a volume: "Biometrics 62, 691-698", "September 2006"."""
_BARE = re.compile(rf"{YEAR}, (?:Vol\. )?\d{{1,4}} ?\(\d+\),? \d+ ?[–-]{{1,2}} ?\d+")
"""Year, volume, issue and pages below a journal's name: "2008, 70 (6), 935-945"."""
_CUT = re.compile(
    rf",?\s(?:{MONTH}\s\d{{1,2}}\b.*|\d{{1,2}}\s?(?:[–-]\s?\d{{1,2}}\s)?{MONTH}.*|{YEAR}\s?[.,].*|{YEAR}$)"
    r"|\s?(?:Copyright|©|c⃝|ISBN|DOI|doi|https?:).*|,?\s(?:pages?|pp?\.)\s\d.*",
    re.IGNORECASE,
)
_VOLUME = re.compile(rf"(?<=[^\W\d_])\s\d{{1,4}}(?:,\s?\d+)?\s?\({YEAR}\).*")
"""The volume behind a journal's name: "New Journal of Physics 13 (2011) 033008 (9pp)"."""
_ASKED = re.compile(r"^.*[?!]\.?\s(?=[A-Z])|^(?:[^.\s]+\s){2,}[^.\s]{3,}\.\s(?=[A-Z]{3,}$)")
_ENDED = re.compile(r"(?<=\))[.,](?:\s.*|$)|(?<=[a-z]{5})\.\s*$|(?<=^[A-Z]{4})\.$")
_PERIODICAL = re.compile(
    r"(?:the\s)?(?:[\w&.-]+\s){0,4}(?:(?:jl|proc|trans)\.(?=\s)|(?:journal|transactions|letters"
    r"|reviews?|annals|bulletin"
    r"|proceedings|magazine"
    r"|archives?|quarterly|advances|communications|notices|studies|frontiers|series)\b)",
    re.IGNORECASE,
)
NOT_A_VENUE = re.compile(
    r"^(?:this|preprint(?= \d|$)|peer review|appeared|printed|electronically|received|accepted|revised|available"
    r"|published|downloaded|copyright|page|arxiv|draft|version|date|vol"
    r"|volume|no|issue|doi"
    r"|https?|www(?=\.)|keywords?|figure|table|section|by|the author|e-?mail|tel|fax|isbn|issn|article|correspond)\b"
    rf"|^first$|^{MONTH}(?=\W*(?:\d|$))|^{MONTH}/{MONTH}|[“”]|@|https?:|universit|department|institut|^[^\w]*$"
    r"|(?:publish(?:ing|ers?)|corporation|company|press|ltd|inc)\.?$"
    r"|ACM Conference, Washington|^conference ?[’'‘]?\d\d$",  # of the ACM's template
    re.IGNORECASE,
)
MAX_YEARS_APART = 1
"""How many years a paper's volume may be older than its copyright line."""


def journal_of(lines: Sequence[str], printed: int | None = None) -> tuple[str, int] | None:
    """A line of a name and numbers only, with its year; else the name above or below a line of numbers only.

    One of years before the paper was printed is a reference at the foot of the page.
    """
    named: list[tuple[str, int]] = []
    for place, line in enumerate(lines):
        is_linked = "|" in line and _LINK_ALONE.search(line) is not None
        line = _BULLETS.sub(" ", _RIGHTS.sub("", _RUNNING.sub("", _without_link(line.strip()))))
        line = _BAR.sub(" | ", without_source(line)).strip(" ,.;|")
        if around := _VOLUME_FIRST.fullmatch(line):
            line = f"{around['name'].title()} {around['volume']}, {around['date']}"
        elif (behind := line.rpartition(" | ")[2]) != line and _PERIODICAL.match(behind) and PLAIN_YEAR.search(behind):
            line = behind
        elif turned := _DATE_FIRST.fullmatch(line) or _PAGES_FIRST.fullmatch(line):
            line = f"{turned['name']} {turned['numbers']}"
        printed_year = _year_beside_volume(line)
        if not printed_year:
            continue
        year = int(printed_year)
        if printed is not None and year < printed - MAX_YEARS_APART:
            continue
        match = _NAMED_LINE.fullmatch(line)
        named_so = match and (is_name(match["name"]) or _is_small_name(match["name"], match["numbers"]))
        if match and named_so and _NUMBERS.fullmatch(match["numbers"]):
            volume = _HAS_VOLUME.search(match["numbers"].replace(printed_year, "", 1))
            if volume or is_linked:
                return trimmed(match["name"]), year
            if _PERIODICAL.match(match["name"]):
                named.append((trimmed(match["name"]), year))
        elif (
            _NUMBERS.fullmatch(line)
            and _HAS_VOLUME.search(line.replace(printed_year, "", 1))
            and (re.search("[a-z]", line, re.I) or _BARE.fullmatch(line))
        ):
            bare = _BARE.fullmatch(line) is not None
            if split := _name_in_two(lines[max(0, place - 4) : place]):
                return split, year
            whole = (text for text in lines[max(0, place - 3) : place + 4] if not text.endswith(("&", "/")))
            near = list(filter(_names_a_periodical, whole))
            if bare and place and is_name(lines[place - 1]) and 0 < lines[place - 1].count(" ") < 8:
                near.append(lines[place - 1])
            if place < 3 and not near and _VOLUME_NUMBER.search(line):  # at the top of the page
                near = [line for line in lines[:place] if _may_be_journal(line)][-1:]
            if near:
                return trimmed(near[0].partition("|")[0]), year
    return named[0] if named else None


def journal_above_doi(lines: Sequence[str], printed: int | None) -> tuple[str, int] | None:
    """The name of a journal that stands by itself above the DOI, with the year of the copyright."""
    pairs = pairwise(line.strip() for line in lines)
    names = (line for line, after in pairs if _DOI_ALONE.fullmatch(after) and _may_be_journal(line))
    name = next(names, None) if printed else None
    return (name, printed) if name and printed else None


def without_source(line: str) -> str:
    """A line without what may stand before a journal's name on it."""
    return _SOURCE.sub("", line, count=1)


def _may_be_journal(text: str) -> bool:
    """Whether a line may be a journal's name alone, and is no kind of article and no list of keywords."""
    words = text.lower().split()
    is_kind = not words_of("text", "articles").isdisjoint(words)
    return 1 < len(words) < 9 and text[0].isupper() and "," not in text and not is_kind and is_name(text)


def _bare(line: str) -> str:
    """A line without rights, address and ISSN."""
    return _LINK.sub("", _ISSN.sub("", _BULLETS.sub(" ", _RIGHTS.sub("", line)))).strip(" ,.;|")


def _without_link(line: str) -> str:
    """A line without an address and what stands behind it, but for a date or a volume."""
    link = _LINK_ALONE.search(line)
    dated = link is not None and PLAIN_YEAR.search(line, link.end())
    return _LINK_ALONE.sub(" ", line, count=1) if dated else _LINK.sub("", line)


def _name_in_two(lines: Sequence[str]) -> str | None:
    """A journal's name that goes on in the next line: "Journal of Toads:", "Songs and Performance"."""
    for line, after in pairwise(lines):
        line = without_source(line)
        if (
            line.lower().endswith((":", "&", "/", " of the", " of"))
            and _names_a_periodical(line.rstrip(":&/ "))
            and is_name(after)
        ):
            return trimmed(f"{line} {after}")
    return None


def undated_journal_of(lines: Sequence[str], printed: int | None) -> tuple[str, int] | None:
    """A journal's line without a year, with that of the copyright: "Proceedings of the VLDB Endowment, Vol. 7, No. 13".

    One that is known by no word of its name has an issue, too: "TRENDS in Genetics Vol.23 No.11".
    """
    for line, after in zip_longest(lines, lines[1:], fillvalue=""):
        bare = _bare(line)
        name = _IN_PRESS.sub("", bare).strip(" |")
        if printed and len(name) < len(bare) and _may_be_journal(name):
            return trimmed(name), printed
        if _VOLUME_ALONE.fullmatch(line.strip()) and _MONTH_ALONE.fullmatch(after.strip()):
            return trimmed(re.split(r"\s\d", line.strip())[0]), int(after.split()[-1])
        match = _NAMED_LINE.fullmatch(bare) if printed else None
        if match is None or PLAIN_YEAR.search(match[0]) or not _NUMBERS.fullmatch(match["numbers"]):
            continue
        known = _names_a_periodical(match["name"]) and (
            _VOLUME_NUMBER.search(match["numbers"]) or _VOLUME_PAGES.search(match["numbers"])
        )
        if printed and (known or (is_name(match["name"]) and _ISSUE_NUMBER.search(match["numbers"]))):
            return trimmed(match["name"]), printed
    return None


def _year_beside_volume(line: str) -> str:
    """The year of a journal's line: one in parentheses before all others, and none that is a page, "65:1949-1955"."""
    enclosed = _ENCLOSED_YEAR.findall(line)
    years = enclosed or _NO_PAGE.findall(line) or PLAIN_YEAR.findall(line)
    return str(years[-1]) if years else ""


def year_of_volume(lines: Sequence[str]) -> int | None:
    """The year of a line of volume and pages whose journal is printed otherwise: "Volume 132, 2015, pp. 248-264"."""
    bare = (line.strip() for line in lines)
    volumes = (line for line in bare if _VOLUME_NUMBER.match(line) and _NUMBERS.fullmatch(line))
    return next((int(year) for line in volumes if (year := _year_beside_volume(line))), None)


def _names_a_periodical(text: str) -> bool:
    text = text.partition("|")[0]
    return (
        _PERIODICAL.match(text) is not None
        and " " in text.strip()
        and is_name(text)
        and len(text) < 90
        and not text.endswith(".")
    )


def is_name(text: str) -> bool:
    """Whether a text may be a journal's name: few words, most of them capitalised, none that says something else."""
    words = [word for word in text.split() if word[0].isalpha()]
    capitals = sum(any(map(str.isupper, word)) for word in words)  # "eLife"
    fit = 0 < len(words) <= 14 and 2 * capitals >= len(words) and not text.rstrip().endswith(":")
    return fit and NOT_A_VENUE.search(text.strip()) is None


def _is_small_name(text: str, numbers: str) -> bool:
    """Whether a text in small letters is a journal's name, by the year, volume and pages behind it."""
    return _WHOLE.fullmatch(numbers) is not None and text.islower() and text.count(" ") < 8 and "," not in text


def trimmed(name: str) -> str:
    """A venue's name without volume, date, pages, publisher's marks, the stop at its end, and the end of a title."""
    name = _ASKED.sub("", name)
    name = _ENDED.sub("", _CUT.sub("", _VOLUME.sub("", name.strip())))
    name = re.sub(r"(?<=\d) (?=(?:st|nd|rd|th)\b)", "", name)
    return name.strip(" ,;:|(").rstrip("-–")
