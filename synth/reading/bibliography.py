"""Make the reference list of a LaTeX paper from its thebibliography or .bbl, else from its .bib files."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from synth.language.bibtex import BibEntry, arxiv_id_of, doi_of, names_of, read_bibtex, year_of
from synth.language.identifiers import find_arxiv_id, find_doi
from synth.language.text import normalise
from synth.models import Reference
from synth.reading.latex_macros import expand
from synth.reading.latex_scanner import argument
from synth.reading.latex_signature import arguments
from synth.reading.printed_reference import citation_name, parse_reference, with_same_authors

__all__ = ["Cited", "parse_reference", "read_bib", "read_printed_list"]

_MAX_EXPANSIONS = 50_000  # of a reference list's own commands
_BIBITEM = re.compile(r"\\(?:bibitem|harvarditem|bibitemdeclare\s*\{[^}]*\})(?![A-Za-z])")
_LABEL = re.compile(r"^(?P<names>.*?)\s*\(\s*(?P<year>\d{4})?[a-z]?\s*\)", re.DOTALL)
_BIBLATEX = re.compile(r"\\entry\{([^{}]*)\}\{(\w+)\}\{[^{}]*\}(.*?)\\endentry", re.DOTALL)
_SAME_AUTHORS = re.compile(
    r"\\hbox\s*to\s*[\d.]+\s*em\s*\{\s*\\hrulefill\s*\}|\\underline\s*\{\s*\\hskip[^{}]*\}|\\rule\s*\{[\d.]+em\}\s*\{[^{}]*\}"
)
"""The rule that AMS styles set for the authors of the entry before."""
_AMS_REF = re.compile(r"\\ref\b(?!\s*\{)(.*?)\\endref", re.DOTALL)
_VENUES = ("journal", "journaltitle", "booktitle", "publisher", "school", "institution", "howpublished", "eprint")
_AMSREFS = re.compile(r"\\bib\{([^{}]*)\}\{(\w+)\}\{")


class Cited(NamedTuple):
    """A reference with the name by which a textual citation calls its authors ("Lewis et al.", "" if unknown)."""

    reference: Reference
    name: str


def read_printed_list(latex: str, render: Callable[[str], str]) -> list[Cited]:
    """The entries of a thebibliography, a .bbl (BibTeX's or biblatex's), amsrefs or an AMS-TeX list, in their order.

    `render` turns LaTeX into text.
    """
    if "\\APAC" in latex or "\\citeauthoryear" in latex:
        latex = expand(latex, (), _MAX_EXPANSIONS).text
    if "\\endentry" in latex:
        return [_from_biblatex(match[1], match[3], render) for match in _BIBLATEX.finditer(latex)]
    if _AMSREFS.search(latex):
        bib = re.sub(r"\\bib\{([^{}]*)\}\{(\w+)\}\{", r"@\2{\1,", latex)
        return read_bib([bib], None, render)[0]
    if "\\endref" in latex:
        return [_from_ams_tex(match[1], render) for match in _AMS_REF.finditer(latex)]
    starts = list(_BIBITEM.finditer(latex))
    ends = [*(match.start() for match in starts[1:]), len(latex)]
    items = [
        _from_bibitem(latex[start.end() : end], "harvard" in start[0], render)
        for start, end in zip(starts, ends, strict=False)
    ]
    named = with_same_authors(each.reference for each in items)
    return [
        each if each.reference is reference else Cited(reference, citation_name(reference.authors))
        for each, reference in zip(items, named, strict=True)
    ]


def read_bib(
    bibs: Iterable[str], keys: Iterable[str] | None, render: Callable[[str], str]
) -> tuple[list[Cited], tuple[str, ...]]:
    """The entries of .bib files that are cited, in the order of `keys` (each once); None for all, in their order.

    And what is to be noted of the files.
    """
    entries, notes = read_bibtex(bibs)
    wanted = entries if keys is None else dict.fromkeys(keys)
    return [_from_bibtex(entries[key], render) for key in wanted if key in entries], notes


def _from_bibtex(entry: BibEntry, render: Callable[[str], str]) -> Cited:
    people, others = names_of(entry, render)
    authors = tuple(map(normalise, people))
    names = [*authors, *(["others"] if others else [])]
    printed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
    title = normalise(render(entry.get("title"))).rstrip(".")
    year = year_of(entry)
    venue = normalise(render(entry.get(*_VENUES)))
    parts = [printed, title, ", ".join(each for each in (venue, str(year or "")) if each)]
    reference = Reference(
        text=normalise(" ".join(f"{part.rstrip('.')}." for part in parts if part)),
        key=entry.key,
        title=title or None,
        authors=authors,
        year=year,
        arxiv_id=arxiv_id_of(entry),
        doi=doi_of(entry),
    )
    return Cited(reference, citation_name(people))


def _from_bibitem(latex: str, harvard: bool, render: Callable[[str], str]) -> Cited:
    if harvard:
        (_, label, _, key), at = arguments(latex, 0, "ommm")
    else:
        (label, key), at = arguments(latex, 0, "om")
    body = re.sub(
        r"\\(?:newblock|BibitemOpen|BibitemShut\s*\{[^{}]*\}|bibAnnoteFile\w*|href@noop|Eprint|eprint)", " ", latex[at:]
    )
    body = _SAME_AUTHORS.sub("———", body, count=1)
    body = re.sub(r"\\end\s*\{(?:thebibliography|references)\}.*", "", body, flags=re.DOTALL)
    reference = parse_reference(normalise(render(body)), key.strip() if key else None)
    titled = re.search(r"\\(?:bibinfo|bibfield)\s*\{title\}\s*(?=\{)", body)
    if titled and (taken := argument(body, titled.end())):
        reference = reference.model_copy(update={"title": normalise(render(taken.text))})
    hidden = re.sub(r"\\([%#&_~])", r"\1", body)  # addresses behind \href are not printed
    update = {"arxiv_id": reference.arxiv_id or find_arxiv_id(hidden), "doi": reference.doi or find_doi(hidden)}
    reference = reference.model_copy(update=update)
    named = _LABEL.match(normalise(render(label))) if label else None
    return Cited(reference, named["names"].strip() if named and named["names"] else citation_name(reference.authors))


def _from_biblatex(key: str, body: str, render: Callable[[str], str]) -> Cited:
    fields = {match[1]: match[2] for match in re.finditer(r"\\field\{(\w+)\}\{(.*)\}", body)}
    authors = tuple(
        normalise(f"{render(given[1]) if given else ''} {render(family[1])}")
        for person in re.findall(
            r"family=(.*?)(?=family=|\\name|\\list|\\field|\\strng|$)", body.split("\\field")[0], re.DOTALL
        )
        if (family := re.match(r"\{((?:[^{}]|\{[^{}]*\})*)\}", person))
        for given in [re.search(r"given=\{((?:[^{}]|\{[^{}]*\})*)\}", person)]
    )
    verbatim = dict(re.findall(r"\\verb\{(\w+)\}\s*\\verb\s+(\S+)", body))
    year = re.search(r"\d{4}", fields.get("year", "") or fields.get("date", ""))
    title = normalise(render(fields.get("title", "")))
    venue = normalise(render(fields.get("journaltitle", "") or fields.get("booktitle", "")))
    parts = [", ".join(authors), title, ", ".join(each for each in (venue, year[0] if year else "") if each)]
    reference = Reference(
        text=" ".join(f"{part.rstrip('.')}." for part in parts if part),
        key=key,
        title=title or None,
        authors=authors,
        year=int(year[0]) if year else None,
        arxiv_id=find_arxiv_id(f"arXiv:{verbatim.get('eprint', '')}"),
        doi=find_doi(verbatim.get("doi", "")),
    )
    return Cited(reference, citation_name(authors))


def _from_ams_tex(body: str, render: Callable[[str], str]) -> Cited:
    """An entry of AMS-TeX's amsppt: `\\ref\\key 1\\by A. Smith\\paper Title\\jour J. Math.\\yr 1990\\endref`."""
    fields: dict[str, str] = {}
    for match in re.finditer(
        r"\\(key|no|by|paper|book|jour|vol|yr|pages|publ|publaddr|toappear)(?![A-Za-z])([^\\]*(?:\\(?!(?:key|no|by|paper|book|jour|vol|yr|pages|publ|publaddr)(?![A-Za-z]))[^\\]*)*)",
        body,
    ):
        fields[match[1]] = normalise(render(match[2])).strip(" ,")
    title = fields.get("paper") or fields.get("book")
    authors = re.split(r",\s*(?:and\s+)?|\s+and\s+", fields.get("by", ""))
    names = tuple(author for author in authors if author)
    order = ("by", "paper", "book", "jour", "vol", "publ", "publaddr", "yr", "pages")
    year = re.search(r"\d{4}", fields.get("yr", ""))
    reference = Reference(
        text=", ".join(fields[each] for each in order if fields.get(each)),
        key=(fields.get("key") or fields.get("no") or "").strip("[]") or None,
        title=title,
        authors=names,
        year=int(year[0]) if year else None,
    )
    return Cited(reference, citation_name(names))
