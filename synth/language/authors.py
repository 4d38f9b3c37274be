"""Authors as keys that match across spellings, and groups of papers that share an author.

In doubt papers are not independent: "W. Wang" matches "Wei Wang" here, and one name in common is enough; in groups
"Wei Wang" and "Wen Wang" do not match. What a report states about a group requires more (`synth.report.authorship`).
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from synth.language.lexicon import any_of, word_list, words_of
from synth.language.text import without_accents
from synth.models.csl import SUFFIXES, csl_name

PARTICLE = rf"(?:{any_of(words_of('names', 'particles'))})(?!\w)"
"""A lower-case particle before a family name, as part of a pattern: "van", "de la" word by word."""

_NAME_PART = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SUFFIXES = frozenset(map(str.lower, SUFFIXES))
"""No part of the family name: "Robert C. Martin Jr." is not "Rita Moreno Jr."."""
TITLES = re.compile(r"\b(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir)\.?\s+(?=[A-ZÀ-Þ])")
"""What is no part of a name before it."""

_WRITTEN = word_list("names", "degrees")
DEGREE = "|".join(
    degree.replace(".", r"\.?").replace("_", r"\s?")
    for degree in (*_WRITTEN, *(degree.upper() for degree in _WRITTEN if "." in degree and not degree.isupper()))
)
"""A degree, fellowship or honour behind a name, as alternatives of a pattern: "Ph.D.", "MSc"."""


def author_keys(authors: Iterable[str]) -> frozenset[str]:
    """Authors as surname and first initial without accents: "José M. Pérez" and "Perez, J." give "perez j"."""
    return frozenset(key for key in map(_author_key, authors) if key)


def author_groups(authors: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """The group of each paper, numbered from 0: papers linked by common authors are one group.

    `authors` by paper_id. "Y. Yang" may be Yuqing or Yiming Yang, who are two people. All papers with unknown
    authors are one group, since nothing shows that they are independent.
    """
    signed: dict[str, dict[str, list[str]]] = {}
    for paper_id, names in authors.items():
        keys = {(key, _given_name(name)) for name in names if (key := _author_key(name))}
        for key, given in keys or {("", "")}:
            signed.setdefault(key, {}).setdefault(given, []).append(paper_id)
    first_of = {paper_id: paper_id for paper_id in authors}

    def first(paper_id: str) -> str:
        while (above := first_of[paper_id]) != paper_id:
            first_of[paper_id] = paper_id = first_of[above]
        return paper_id

    for by_given in signed.values():
        begun: list[str] = []  # given names with which this one begins, "y" before "yu" before "yuqing"
        for given in sorted(by_given):
            while begun and not given.startswith(begun[-1]):
                begun.pop()
            for other in (*by_given[given], *(by_given[begun[-1]][:1] if begun else ())):
                group, joined = sorted((first(by_given[given][0]), first(other)))
                first_of[joined] = group
            begun.append(given)
    group_of = {paper_id: first(paper_id) for paper_id in authors}
    numbers = {group: number for number, group in enumerate(sorted(set(group_of.values())))}
    return {paper_id: numbers[group] for paper_id, group in group_of.items()}


def family_name(name: str) -> str:
    """The family name with its particle, without "Jr.": "van der Maaten"; of "Perez, J." the part before the comma.

    A collaboration's name stays whole; "" where there is no visible name.
    """
    parts = csl_name(name)
    if parts is None:
        return ""
    if parts.literal:
        return parts.literal.partition(",")[0].strip()
    return " ".join(part for part in (parts.particle, parts.family) if part)


def family_key(name: str) -> str:
    """The last word of the family name, lower case, as citations refer to it: "maaten"."""
    return (family_name(name).split() or [""])[-1].casefold()


def _author_key(name: str) -> str:
    parts = _name_parts(name)
    return f"{parts[-1]} {parts[0][0]}" if parts else ""


def _given_name(name: str) -> str:
    """The first given name in lower case without accents, as far as it is printed: "yuqing", "y"."""
    return next(iter(_name_parts(name)), "")


@lru_cache(maxsize=10_000)
def _name_parts(name: str) -> tuple[str, ...]:
    """The words of a name in lower case without accents, the family name last, without "Jr."."""
    plain = without_accents(name.lower())
    if "," in plain:
        surname, _, given = plain.partition(",")
        plain = f"{given} {surname}"
    parts = _NAME_PART.findall(plain)
    return tuple(part for part in parts if part not in _SUFFIXES) or tuple(parts)
