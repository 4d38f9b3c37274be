import pytest

from synth.models import Paper
from synth.models.csl import citation_key


@pytest.mark.parametrize(
    ("authors", "key"),
    [
        (("Ann B. Webb Jr.",), "webb2020"),
        (("Ludwig van der Mark", "Ann Webb"), "mark2020"),
        (("N. Ruiz\u00a0Vega",), "ruizvega2020"),
        (("The\u00a0Owl\u00a0Trust",), "trust2020"),
        ((" ",), "anon2020"),
        ((), "anon2020"),
    ],
)
def test_key_is_the_first_authors_family_name(authors: tuple[str, ...], key: str) -> None:
    assert citation_key(Paper(paper_id="2001.00001v1", title="Owls", authors=authors), set()) == key
