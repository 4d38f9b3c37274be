"""Tell from a heading what a section of a paper is for."""

import re

from synth.models import SectionRole

_NUMBER = re.compile(
    r"^\s*(?:(?:section|chapter|appendix)\s+)?(?:(?:\d+|[A-Z]|[IVX]+)(?:\.\d+)*[.:)]?\s+)?", re.IGNORECASE
)

_WORDS: dict[SectionRole, str] = {
    "abstract": r"abstract$|summary$|synopsis$",
    "acknowledgement": r"acknowledge?ment|funding|author contribution|contributions? of the authors",
    "appendix": r"appendi(?:x|ces)\b|supplement(?:ary|al)",
    "limitation": r"limitations?\b|threats to validity",
    "conclusion": r"conclu(?:sions?|ding)\b|future (?:work|directions?)|outlook$|final remarks",
    "introduction": r"introduc(?:tion|tory)\b|motivation\b|overview$",
    "background": r"related (?:works?|research|literature)\b|background\b|preliminar(?:y|ies)\b|pr(?:ior|evious) work"
    r"|literature\b|state of the art$|notations?\b|problem (?:statement|definition|formulation|setup)",
    "discussion": r"discussions?\b|implications?\b|lessons\b|broader impacts?|ethic(?:s|al)\b|error analysis",
    "result": r"results?\b|findings?\b|experiments?$|experiments and|ablations?\b|evaluations?$|analys[ie]s\b"
    r"|comparisons?\b|performance\b|numerical",
    "method": r"methods?\b|methodolog|approach(?:es)?\b|models?\b|architecture|experimental|experiments?\b|set-?up\b"
    r"|implementation|training\b|data ?sets?\b|data\b|corpus\b|corpora\b|algorithms?\b|evaluation\b|metrics?\b"
    r"|baselines?\b|framework|pipeline|system\b|materials\b|annotation|construction",
}
_REFERENCES = re.compile(
    r"(?:references(?: cited| and notes)?|bibliography|literatur|literature(?: cited)?|works cited)\W*", re.IGNORECASE
)
_ROLES = tuple((role, re.compile(rf"\b(?:{words})", re.IGNORECASE)) for role, words in _WORDS.items())


def heads_references(heading: str) -> bool:
    """Whether a heading, without a number, is that of the list of references."""
    return _REFERENCES.fullmatch(heading) is not None


def section_role(heading: str) -> SectionRole:
    """The role of a section, by the words of its heading; "other" where they do not tell.

    A number in front is passed over. Of several roles the first of `_WORDS` counts: "Results and Discussion" is a
    discussion, "Experimental Results" a result, "Conclusion and Limitations" a limitation.
    """
    if re.match(r"\s*appendix\b", heading, re.IGNORECASE):
        return "appendix"
    words = _NUMBER.sub("", heading, count=1)
    for role, pattern in _ROLES:
        if pattern.search(words):
            return role
    return "other"
