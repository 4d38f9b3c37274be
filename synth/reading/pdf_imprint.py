"""What the front pages print of a paper's publication: its year, its venue and its DOI, and how it asks to be cited.

Publishers say it in one of few forms: a line of name, volume, year and pages ("Coral Reefs (2021) 40:289-293"), a
conference with its date ("CHI 2018, April 21-26, 2018, Montreal"), a sentence that leads to one ("Published as a
conference paper at ICLR 2021"), or the reference that others are to use ("ACM Reference Format: ..."). Where none names
a year, a copyright line does, a date on the title page, or arXiv's stamp.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from synth.models import ArxivStamp
from synth.reading.pdf_journal_line import (
    MAX_YEARS_APART,
    MONTH,
    NOT_A_VENUE,
    PLAIN_YEAR,
    YEAR,
    is_name,
    journal_above_doi,
    journal_of,
    trimmed,
    undated_journal_of,
    year_of_volume,
)
from synth.reading.pdf_layout import prose_share
from synth.reading.pdf_lines import Row
from synth.reading.sentences import split_sentences

_CITED_YEAR = re.compile(rf"(?:[.,] |.\(|, ){YEAR}[a-z]?[).,;:]")  # and not "(2019-nCoV)"
_YEAR = re.compile(rf"(?<![\d./-]){YEAR}(?![\d/]|-\d)")
_EVENT = r"(?:Conference|Symposium|Workshop|Meeting|Congress|Colloquium|Proceedings|Proc\.|Transactions|Track)"
_LEAD = re.compile(
    r"(?:(?:This (?:paper|article) )?(?:is |was |has been )?(?:also )?(?:(?:to )?appear(?:s|ed|ing)?|published"
    r"|accepted|presented"
    r"|included|under review|submitted|preprint submitted|forthcoming)\b(?: for publication)?"
    r"(?: as an? (?:conference|workshop|journal|full|short|long)? ?paper)?[\s:,]*(?:\b(?:in|at|to|by|for"
    r"|as part of)\b:?\s)?"
    r"(?:the )?)",
    re.IGNORECASE,
)
_IN_JOURNAL = re.compile(
    r".{0,24}\b(?:Published|Forthcoming|To appear|Accepted(?: for publication)?"
    r"|Reprinted(?: with \w+)?) (?:in|at|by|from):? (?:the )?"
    r"(?P<name>(?:[A-Z][^.,;()]{0,60} )?(?:Journal|Review|Quarterly|Annals|Transactions)\b[^.,;()]{0,80})(?:\.|[,;].*)?"
)
_IN_PRINT = re.compile(
    r"(?:[Ff]orthcoming|FORTHCOMING|[Tt]o appear|[Ii]n press)(?: in|,|:) (?:the )?(?P<name>[A-Z][^.,;()\d]{4,90})[.,]?"
)
"""The same on a line of its own, whatever the journal is called: "forthcoming in World Development"."""
_IN_SERIES = re.compile(rf"\(Eds?\.\): (?P<name>[A-Z][^,]{{1,60}} {YEAR}), [A-Z]{{3,5}} \d+")
"""A conference whose proceedings are a volume of a series: "A. Doe (Ed.): ESA 2006, LNCS 4168"."""
_EVENT_NAME = re.compile(
    rf"(?:In:?\s)?(?P<name>(?:{YEAR}\s|\d{{1,3}}\s?(?:st|nd|rd|th)\s|Preprints of|Thirt|Twent|First|Second|Third|Fou?rt"
    rf"|Fift|Sixth|Seventh|Eighth|Ninth"
    rf"|Tenth|Eleventh|Twelfth|Proceedings|Proc\.|International|Annual|Conference|Symposium|Workshop|IEEE"
    rf"|ACM)[^.]*?\b{_EVENT}.*|Proceedings of (?:the\s)?\S*[A-Z]\S*\d\d\b.*)"
)
_ACRONYM = re.compile(
    rf"(?![A-Z]{{1,2}}\d\d\b)(?!(?:In|On|At|By|Since|From"
    rf"|Until)\s)(?P<name>[A-Z][A-Za-z/&+-]{{1,14}}(?:\s[A-Z][A-Z]+)?\s?[’'‘`]?\s?(?:{YEAR}"
    rf"|\d\d))\b(?P<rest>.*)"
)
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\b|[\d.]+")
_DATE = re.compile(
    rf"(?:[^|•·\d]{{1,40}}[|•·]\s)?"
    rf"\(?(?:(?:Preliminary )?(?:White |Working )?Paper|Dated?|This (?:version|draft)|Version"
    rf"|Draft(?: of| version)?|(?:First |Last )?(?:revised|updated)"
    rf"|Revised)?[:,]?\s*"
    rf"(?:(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s)?(?:\d{{1,2}}(?:st|nd|rd"
    rf"|th)?\s)?{MONTH}(?:\s\d{{1,2}}(?:st|nd|rd|th|[–-]\d{{1,2}})?)?,?\s(?P<year>{YEAR})"
    rf"|(?P<iso>{YEAR})[/.-]\d\d?[/.-]\d\d?|(?P<bare>{YEAR}))\s*[.)]*(?:\s[|•·].{{1,60}})?",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    rf"(?:©|\(c\)|c⃝|\bcopyright\b|^[\ufffdªO#]\s)[^\d.;@]{{0,60}}?({YEAR})(?!\d)"
    rf"|(?:\bAuthor\(s\)|\bsee front matter .)\s({YEAR})\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"[(\[]?(?:this version |article |electronically )?(?:published|available online|publication date|posted"
    r"|advance access|first published)\b"
    rf"[^.;@]{{0,40}}?\b({YEAR})\b(?!\s(?:as|to|when)\b)",  # "First published in 1978 as a novel"
    re.IGNORECASE,
)
_ACCEPTED = re.compile(
    rf"[(\[]?(?:manuscript |article )?(?:accepted|received|submitted|revised)\b[^.;@]{{0,40}}?\b({YEAR})\b",
    re.IGNORECASE,
)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>,;]*[^\s\"<>,;.)\]]")
_TEMPLATE_DOI = re.compile(r"n{3}|x{3}|1234567|0{6}", re.IGNORECASE)
_CITE = re.compile(
    r"(?:This is the (?:peer[- ]reviewed|accepted|author[’']s) version of the following article"
    r"|ACM Reference Format|Citation(?: style for this article)?|(?:To |How to |Please )?cite (?:this"
    r"|as)(?: (?:article|paper|work))?(?: as)?"
    r"|(?:Suggested|Recommended|Preferred) citation)\s?:?\s+(?P<reference>[^\W\d_].*)",
    re.IGNORECASE,
)
_VOLUME_BEFORE_YEAR = re.compile(rf"[.”\"]\s(?P<name>[A-Z][\w&’' ]{{3,80}}) \d{{1,4}}(?:\.\d+)? \((?P<year>{YEAR})\)")
"""A reference as the MLA has it: "Toads." Frog Review 35.6 (2005): 20-30"."""
_TO_APPEAR = re.compile(r"To appear in:", re.IGNORECASE)
_SERIES = re.compile(
    r"(?P<name>(?:[A-Z][\w&.’']*\s){0,6}(?:Working Papers?|Discussion Papers?|Technical Reports?"
    r"|Staff Reports?)(?: Series)?)"
    r"[\s,:]*(?:No\.?|Number|#)?\s?[\w/-]*\d[\w/-]*",
    re.IGNORECASE,
)
_PREPRINT = re.compile(r"(?P<name>(?:bio|med|chem|psy|soc|eart|tech)\w*rxiv)\b", re.IGNORECASE)
_SUBMITTED = re.compile(
    rf"(?:Confidential )?(?P<name>(?:Preprint|manuscript) (?:submitted to"
    rf"|for) (?!ACM\b)[^\d\n]{{3,90}}?)(?:\s(?:\d|{MONTH}).*)?[.\s]*",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(\([A-Z][\w’' -]{1,14}\)) [A-Z][^()]*, [A-Z].*$")
"""Where a meeting was held, behind its short name: "(CDC) Miami Beach, FL, USA"."""
_MEETING_DATES = re.compile(rf"\b{MONTH}\.?\s\d{{1,2}}\s?[–-]\s?(?:{MONTH}\s)?\d{{1,2}},?\s{YEAR}\W*$")
MAX_VENUE = 160
MAX_PARAGRAPH_ROWS = 14


@dataclass(frozen=True, slots=True)
class Imprint:
    """What is printed of a paper's publication; `citation` is the reference that the paper asks to be cited by."""

    year: int | None = None
    venue: str | None = None
    doi: str | None = None
    citation: str | None = None


def imprint_of(rows: Sequence[Row], size: float, title: str | None, stamp: ArxivStamp | None) -> Imprint:
    """The imprint among the rows of the front pages; `size` is that of running text, which is passed over."""
    texts: list[str] = []
    lines: list[str] = []
    paragraphs = list(_paragraphs(rows))
    for text, group in paragraphs:
        is_small = len(group) < 4 or group[0].size < size - 0.4
        if is_small or _CITE.match(text) or prose_share(text) < 0.5 or (len(group) < 7 and _COPYRIGHT.search(text)):
            texts.append(text)
            lines.extend(text for row in group for text in dict.fromkeys((row.text, *row.parts)))
        else:
            lines.extend(row.text for row in group if row.text.startswith("Source: "))  # on JSTOR's covers
    citation = next((match["reference"] for text in texts if (match := _CITE.match(text))), None)
    labels = [row for row in rows if row.text == "Citation"]  # on the covers of repositories
    of_label = (text for text, group in paragraphs if any(_is_beside(group[0], label) for label in labels))
    citation = citation or next(of_label, None)
    own = [line for line in lines if not citation or line.strip() not in citation]
    venue, year = _venue(own, texts, citation, title)
    venue = venue or _forthcoming(rows)
    stamped = stamp.stamped_on.year if stamp is not None and stamp.stamped_on is not None else None
    year = (
        year
        or year_of_volume(lines)
        or (_cited_year(citation) if citation else None)
        or _year(lines, texts, stamped)
        or stamped
    )
    return Imprint(year, venue, _doi(texts), citation)


def _is_beside(row: Row, label: Row) -> bool:
    """Whether a row stands behind a label, on its line."""
    return row.x0 > label.x1 and abs(row.baseline - label.baseline) < 0.5 * label.size


def _paragraphs(rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """The texts of the rows that follow each other closely in one size, with these rows."""
    open_rows: list[list[Row]] = []
    done: list[list[Row]] = []
    for row in sorted(rows, key=lambda row: (row.page, row.y0, row.x0)):
        group = next((group for group in open_rows if _follows(group, row)), None)
        if group is None:
            open_rows.append([row])
            done.append(open_rows[-1])
        else:
            group.append(row)
    for group in done:
        text = ""
        for row in group:
            broken = text.endswith("-") and row.text[:1].isalpha()  # "Cyber-|Physical" keeps its hyphen
            text = f"{text[: -row.text[:1].islower() or None]}{row.text}" if broken else f"{text} {row.text}"
            if text.endswith(("/ ", "/")) or row.text.endswith("/"):
                text = text.rstrip()
        yield re.sub(r"(https?://\S*[/.]) (?=\S)", r"\1", text.strip()), group


def _follows(group: list[Row], row: Row) -> bool:
    last = group[-1]
    step = row.baseline - last.baseline
    return (
        last.page == row.page
        and len(group) < MAX_PARAGRAPH_ROWS
        and abs(row.size - last.size) < 0.8
        and 0.5 * row.size < step < 1.7 * row.size
        and (abs(row.x0 - last.x0) < 3 * row.size or abs(row.x0 + row.x1 - last.x0 - last.x1) < row.size)
    )


def _venue(
    lines: Sequence[str], texts: Sequence[str], citation: str | None, title: str | None
) -> tuple[str | None, int | None]:
    """The venue and the year that stands with it, from the surest form that is there."""
    sentences = [text[start:end] for text in texts for start, end in split_sentences(text)]
    cited = _cited(citation, title) if citation else None
    accepted = [int(one[1]) for text in sentences for one in _ACCEPTED.finditer(text)]
    printed = max(_printed_years(texts) or accepted, default=None)
    undated = [line for line in lines if not _MEETING_DATES.search(line)]  # "Miami Beach, FL, USA, Dec. 17-19, 2018"
    for found in (
        journal_of(undated, printed),
        cited,
        _event([*sentences, *texts, *lines]),
        _acronym(lines, printed),
        undated_journal_of(lines, printed),
        _named_journal([*texts, *lines]),
        journal_above_doi(lines, printed),
        _other([*lines, *sentences]),
    ):
        if found:
            return found
    return None, None


def _cited(citation: str, title: str | None) -> tuple[str, int] | None:
    """Venue and year of a reference: "A. Author. 2020. Title. ACM Trans. X 37, 4 (August 2020)", or in PLOS's form."""
    years = list(filter(_is_cited_year, _YEAR.finditer(citation))) or list(_YEAR.finditer(citation))
    if not years:
        return None
    if journal := journal_of([citation]):
        return journal[0], int(years[0][0])
    if behind := _VOLUME_BEFORE_YEAR.search(citation):
        return behind["name"], int(behind["year"])
    rest = _behind(citation[years[0].end() :].lstrip(").:, "), title)
    if inside := re.search(r"(?:^|[.?!]\s+)In:?\s+(?=[A-Z\d])", rest):
        rest = rest[inside.end() :]
    match = re.match(
        rf"(?P<name>(?:\d+\w\w\s)?[^\W\d_].{{2,{MAX_VENUE}}}?)"
        rf"(?:(?<!of)(?<!the)(?<!in),?\s\d+(?=\W|$)|\s\(|\.\s(?=ACM\b|https?|doi|DOI|\d)|,\s{MONTH}|,\s(?:ISBN"
        rf"|DOI|doi)|$)",
        rest,
    )
    if not match or not is_name(match["name"]):
        return None
    return trimmed(match["name"]), int(years[0][0])


def _is_cited_year(match: re.Match[str]) -> bool:
    return _CITED_YEAR.match(match.string[match.start() - 2 :]) is not None


def _cited_year(citation: str) -> int | None:
    """The year of a reference, where it stands as one: "Toads(2017), doi:...", whatever of the rest is read."""
    return next((int(match[0]) for match in filter(_is_cited_year, _YEAR.finditer(citation))), None)


def _forthcoming(rows: Sequence[Row]) -> str | None:
    """The journal that a manuscript names beside "To appear in:"."""
    for label in rows:
        if _TO_APPEAR.fullmatch(label.text):
            return next((row.text for row in rows if _is_beside(row, label) and is_name(row.text)), None)
    return None


def _behind(text: str, title: str | None) -> str:
    """A text behind the title that it begins with; behind its first sentence where it does not."""
    wanted = [char for char in (title or "").lower() if char.isalnum()]
    for place, char in enumerate(text):
        if title and not wanted:
            return text[place:].lstrip(".?!:,; ")
        if char.isalnum() and (not wanted or char.lower() != wanted.pop(0)):
            break
    bounds = split_sentences(text)
    return text[bounds[1][0] :] if len(bounds) > 1 else text


def _event(texts: Sequence[str]) -> tuple[str, int | None] | None:
    """A conference, with or without a sentence that leads to it."""
    for text in texts:
        if volume := _IN_SERIES.search(text):
            return volume["name"], _event_year(volume["name"])
        bare = text.strip()
        lead = _LEAD.match(bare)
        rest = bare[lead.end() :] if lead and lead.end() > 2 else bare
        match = _EVENT_NAME.match(rest)
        if match and len(match["name"]) < 2.5 * MAX_VENUE:
            years = _YEAR.findall(match["name"])
            name = _PLACE.sub(r"\1", trimmed(match["name"]))
            if len(name) <= MAX_VENUE and is_name(_ORDINAL.sub("", name)):
                return name, int(years[-1]) if years else None
        if lead and lead.end() > 8 and (acronym := _ACRONYM.match(rest)) and is_name(acronym["name"]):
            return acronym["name"], _event_year(acronym["name"])
    return None


def _named_journal(texts: Sequence[str]) -> tuple[str, int | None] | None:
    """The journal that a line names without a volume: "Published in Voluntas: International Journal of ...".

    Its year is that of the date before it: "July 3, 2016. Forthcoming in the ...".
    """
    for text in texts:
        match = _IN_JOURNAL.fullmatch(text.strip()) or _IN_PRINT.fullmatch(text.strip())
        if match and is_name(match["name"]):
            dated = PLAIN_YEAR.search(text[: match.start("name")])
            return match["name"], int(dated[0]) if dated else None
    return None


def _event_year(name: str) -> int | None:
    full = PLAIN_YEAR.search(name)
    if full:
        return int(full[0])
    return 2000 + int(name[-2:]) if name[-2:].isdigit() and int(name[-2:]) < 50 else None


def _acronym(lines: Sequence[str], printed: int | None) -> tuple[str, int | None] | None:
    """ "CHI 2018, April 21-26, 2018, Montreal": an acronym with a year, then a date or a place; none of a year long
    before the paper was printed, as that of an address ("Johannesburg 2000, South Africa") may be.
    """
    for line in lines:
        match = _ACRONYM.match(line)
        if match is None or NOT_A_VENUE.search(match["name"]) or not _event_year(match["name"]):
            continue
        if re.match(rf",?\s+(?:{MONTH}|\d{{1,2}}\D)|,\s[A-Z]|,\s{YEAR}$", match["rest"]):
            dated = PLAIN_YEAR.search(match["rest"])  # "WWW10, May 1-5, 2001"
            year = int(dated[0]) if dated else _event_year(match["name"])
            if printed is None or year is None or year >= printed - MAX_YEARS_APART:
                return match["name"], year
    return None


def _other(texts: Sequence[str]) -> tuple[str, int | None] | None:
    """A manuscript submitted to a journal, a series of working papers, or a preprint server."""
    for pattern in (_SUBMITTED, _SERIES, _PREPRINT):
        for text in texts:
            match = pattern.fullmatch(text.strip()) or (pattern is not _SUBMITTED and pattern.match(text.strip()))
            if match:
                years = _YEAR.findall(text)
                return trimmed(match["name"]), int(years[-1]) if years else None
    return None


def _year(lines: Sequence[str], texts: Sequence[str], stamped: int | None) -> int | None:
    """The year of a copyright line, of a line of publication, of a date that stands alone, or of acceptance.

    A date after that of arXiv's stamp is the day on which arXiv typeset the paper anew.
    """
    years = _printed_years(texts)
    if years:
        return years[0]
    openings = [*lines, *(text[start:end] for text in texts for start, end in split_sentences(text))]
    years = [int(match[1]) for text in openings if (match := _PUBLISHED.match(text))]
    if years:
        return max(years)
    for line in lines:
        match = _DATE.fullmatch(line.strip())
        year = int(match["year"] or match["iso"] or 0) if match else 0
        if 0 < year <= (stamped or year):
            return year
    years = [int(one[1]) for text in openings if _ACCEPTED.match(text) for one in _ACCEPTED.finditer(text)]
    return max(years, default=None)


def _printed_years(texts: Sequence[str]) -> list[int]:
    """The years of copyright lines."""
    return [int(match[1] or match[2]) for text in texts for match in _COPYRIGHT.finditer(text)]


def _doi(texts: Sequence[str]) -> str | None:
    """The first DOI that is none of a template's."""
    for text in texts:
        for match in _DOI.finditer(re.sub(r"(?<=10\.\d{4}/) |(?<=doi\.org/) ", "", text)):
            if not _TEMPLATE_DOI.search(match[0]):
                return re.sub(r"/-/DC.*$|\.[A-Z][a-z]+$|_(?:app|supp)$", "", match[0]).rstrip("/")
    return None
