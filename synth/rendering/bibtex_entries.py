"""The reference list as BibTeX that a strict parser loads."""

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import quote

from synth.models.csl import NO_TITLE, csl_name, one_line
from synth.models.paper import ABSTRACT_PAGE, Paper
from synth.models.report import ReportReference

SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # BibTeX counts the brace of \{ too
        "}": r"\textbraceright{}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "%": r"\%",
        "_": r"\_",
        "^": r"\^{}",  # to Zotero \textasciicircum{} is an accent, and \textasciitilde{} unknown
        "~": r"\~{}",
    }
)


def render_bibliography(references: Sequence[ReportReference]) -> str:
    """All references as the text of references.bib, in order; keys are ASCII and no key comes twice.

    An e-print has the fields that arXiv gives it, and nothing has notes of ours: they would be in a user's library.
    """
    keys = _unique_keys([reference.key for reference in references])
    return "\n".join(_entry(key, reference) for key, reference in zip(keys, references, strict=True))


def _unique_keys(wanted: Sequence[str]) -> list[str]:
    """ASCII letters, digits and `:.-_` of each key; a key that was had already gets a number. Case is no difference."""
    keys: list[str] = []
    taken: set[str] = set()
    for key in wanted:
        ascii_key = unicodedata.normalize("NFKD", key).encode("ascii", "ignore").decode()
        base = re.sub(r"[^A-Za-z0-9:._-]", "", ascii_key) or "paper"
        unique, count = base, 1
        while unique.lower() in taken:
            count += 1
            unique = f"{base}-{count}"
        taken.add(unique.lower())
        keys.append(unique)
    return keys


def _entry(key: str, reference: ReportReference) -> str:
    fields = {name: value for name, value in _fields(reference) if value}
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{'article' if reference.paper.journal_ref else 'misc'}{{{key},\n{lines}}}\n"


def _fields(reference: ReportReference) -> list[tuple[str, str]]:
    paper = reference.paper
    eprint: list[tuple[str, str]] = []
    if paper.cited_id is not None:
        eprint = [
            ("eprint", _escaped(paper.cited_id)),
            ("eprinttype", "arXiv"),
            ("archivePrefix", "arXiv"),
            ("primaryClass", _escaped(paper.primary_category or "")),
            ("url", f"{ABSTRACT_PAGE}{paper.cited_id}"),
        ]
    if paper.is_found and not paper.doi:
        eprint = [("url", _verbatim(paper.link or ""))]
    return [
        ("author", _authors(paper)),
        ("title", f"{{{_escaped(paper.title) or NO_TITLE}}}"),
        ("year", str(paper.year or "")),
        ("journal", _escaped(paper.journal_ref or "")),
        *eprint,
        ("doi", _verbatim(paper.doi or "")),
    ]


def _authors(paper: Paper) -> str:
    names = [_author(name) for name in paper.authors]
    return " and ".join([*names, "others"] if names and paper.and_others else names)


def _author(name: str) -> str:
    """A name as BibTeX takes it apart without a guess, "van der Berg, Jr., Ludwig"; in braces where it stays whole."""
    parts = csl_name(name)
    if parts is None or parts.literal:
        return f"{{{_escaped(name)}}}"
    family = " ".join(part for part in (parts.particle, parts.family) if part)
    return ", ".join(_escaped(part) for part in (family, parts.suffix, parts.given) if part)


def _verbatim(text: str) -> str:
    """A DOI, which bibliography styles take as it stands: only what would break the entry is percent-encoded."""
    return re.sub(r"[^!-~]|[{}\\%]", lambda char: quote(char[0].encode("utf-8", "replace")), text)


def _escaped(text: str) -> str:
    return one_line(text).translate(SPECIAL).strip()
