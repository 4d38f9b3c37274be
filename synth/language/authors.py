"""Who wrote a paper: authors as keys that meet over spellings, and the groups that share an author.

Written to deny independence where there is any doubt: "W. Wang" meets "Wei Wang" here, and one name in common is
enough. What a report says of a group in so many words asks for more (`synth.report.authorship`).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from synth.language.lexicon import any_of, words_of
from synth.models.csl import csl_name

PARTICLE = rf"(?:{any_of(words_of('names', 'particles'))})(?!\w)"
"""What stands in lower case before a family name, as part of a pattern: "van", "de la" word by word."""

_NAME_PART = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_GENERATION = re.compile(r"jr|sr|ii|iii|iv")
"""What follows a name and is none: "Robert C. Martin Jr." shares no author with "Rita Moreno Jr."."""


def author_keys(authors: Iterable[str]) -> frozenset[str]:
    """Authors as surname and first initial without accents: "José M. Pérez" and "Perez, J." give "perez j"."""
    return frozenset(key for key in map(_author_key, authors) if key)


def author_groups(authors: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """The group of each paper, numbered from 0: papers with an author in common, over others too, are one group.

    `authors` by paper_id. All papers of unknown authors are one group together, since nothing tells them apart.
    """
    groups: list[tuple[set[str], set[str]]] = []
    for paper_id, names in sorted(authors.items()):
        keys, papers = set(author_keys(names)) or {""}, {paper_id}
        for group in [one for one in groups if one[0] & keys]:
            groups.remove(group)
            keys |= group[0]
            papers |= group[1]
        groups.append((keys, papers))
    ordered = sorted(groups, key=lambda group: min(group[1]))
    return {paper_id: number for number, (_, papers) in enumerate(ordered) for paper_id in papers}


def family_name(name: str) -> str:
    """The family name with its particle, without "Jr.": "van der Maaten"; of "Perez, J." what stands before the comma.

    A collaboration's name stays whole; "" where nothing of a name can be seen.
    """
    parts = csl_name(name)
    if parts is None:
        return ""
    if parts.literal:
        return parts.literal.partition(",")[0].strip()
    return " ".join(part for part in (parts.particle, parts.family) if part)


def family_key(name: str) -> str:
    """The last word of the family name, lower case, by which citations find it: "maaten"."""
    return (family_name(name).split() or [""])[-1].casefold()


def _author_key(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name).lower()
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    if "," in plain:
        surname, _, given = plain.partition(",")
        plain = f"{given} {surname}"
    parts = _NAME_PART.findall(plain)
    parts = [part for part in parts if not _GENERATION.fullmatch(part)] or parts
    return f"{parts[-1]} {parts[0][0]}" if parts else ""
