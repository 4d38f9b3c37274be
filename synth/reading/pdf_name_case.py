"""Names that a title page sets in capitals, as other papers write them: "JAN DE LOECKER", "Jo ROE"."""

import re
from collections.abc import Sequence


def are_capitals(text: str) -> bool:
    """Whether nearly all letters of a text are capitals: "ANN DOE and BOB ROE"."""
    return sum(map(str.isupper, text)) > 0.8 * sum(map(str.isalpha, text))


def in_capitals(names: Sequence[str]) -> list[str]:
    """The names in capitals where most are, and those with initials: "Operations Management, Example School" stands
    below "ANN DOE, B. Roe".
    """
    capitals = [name for name in names if sum(map(str.isupper, name)) > 0.6 * sum(map(str.isalpha, name))]
    most = len(capitals) > 1 and 2 * len(capitals) > len(names)
    return [name for name in names if name in capitals or re.match(r"[A-Z]\.", name)] if most else list(names)


def cased_families(names: Sequence[str]) -> list[str]:
    """Names of a list that sets all families in capitals ("Jo ROE"), as other papers write them."""
    families = [name.split()[-1] for name in names]
    if len(names) < 2 or not all(len(family) > 1 and family.isupper() and "." not in family for family in families):
        return list(names)
    return [f"{name.removesuffix(family)}{family.title()}" for name, family in zip(names, families, strict=True)]


def cased(name: str, surely: bool) -> str:
    """A name in capitals ("JAN DE LOECKER") as other papers write it; one of short words only `surely`."""
    if not name.isupper() or not (surely or re.search(r"[^\W\d_]{3}", name)):
        return name
    words = [
        word
        if len(word.strip(".")) < 2 or word.count(".") > 1
        else re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), word)
        for word in name.split()
    ]
    return " ".join(re.sub(r"^Mc([a-z])", lambda m: f"Mc{m[1].upper()}", word) for word in words)
