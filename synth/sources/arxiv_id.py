"""arXiv identifiers as they stand in file names, and the addresses that are made of them."""

import re

from synth.language.lexicon import any_of, words_of
from synth.models import ABSTRACT_PAGE

_ARCHIVES = any_of(words_of("names", "archives"))
_NEW = re.compile(
    r"(?<![\d.])(?P<year>\d\d)(?P<month>0[1-9]|1[0-2])\.(?P<number>\d{4,5})(?P<version>v[1-9]\d*)?(?!\d)",
    re.ASCII,
)
_OLD = re.compile(
    rf"(?<![A-Za-z])(?P<archive>{_ARCHIVES})(?:\.[A-Z]{{2}})?[-_ /]?(?P<number>\d\d(?:0[1-9]|1[0-2])\d{{3}})"
    r"(?P<version>v[1-9]\d*)?(?!\d)",
    re.ASCII,
)


def arxiv_id_in(name: str) -> str | None:
    """The arXiv identifier in a file or folder name, with its version where named; None where there is none.

    "2005.11401v4_b.pdf" gives "2005.11401v4"; "math-0303009.pdf" and "math0303009.gz" give "math/0303009". A month of
    13 or a wrong number of digits for its year ("1912.0312") is no identifier.
    """
    for match in _NEW.finditer(name):
        digits = 5 if int(match["year"]) >= 15 else 4
        if int(match["year"]) >= 7 and len(match["number"]) == digits:
            return f"{match['year']}{match['month']}.{match['number']}{match['version'] or ''}"
    old = _OLD.search(name)
    return f"{old['archive']}/{old['number']}{old['version'] or ''}" if old else None


def abstract_link(arxiv_id: str) -> str:
    """The address of a paper's page on arXiv."""
    return f"{ABSTRACT_PAGE}{arxiv_id}"
