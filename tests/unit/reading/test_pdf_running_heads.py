"""The journal that running heads name."""

import pytest

from synth.reading.pdf_running_heads import journal_of_heads

REFERENCES = [
    "Doe, A. (2001). Songs of frogs. Sociology of Ponds, 12, 3–9.",
    "Roe B. Tadpoles at dusk. N Engl J Pond 2003;348:12-9.",
    "Poe, C., 2004: Waves on ponds. J. Atmos. Pond Sci., 61, 2–20.",
    "Moe, D. 2010. Toad calls. https://doi.org/10.1175/JPOND-D-15-0001.1. Toadica 7: 1–9.",
]


@pytest.mark.parametrize(
    ("head", "journal"),
    [
        ("2 Sociology of Ponds XX(X)", "Sociology of Ponds"),
        ("The New England Journal of Pond", "The New England Journal of Pond"),
        ("920 JOURNAL OF THE ATMOSPHERIC POND SCIENCES VOLUME 76", "JOURNAL OF THE ATMOSPHERIC POND SCIENCES"),
        ("Doe et al. Toadica (2021) 100:11", "Toadica"),
        ("JPOND-D-15-0001", None),
        ("A. DOE AND B. ROE", None),
        ("Songs of frogs", None),
        ("Tadpoles at dusk", None),
    ],
)
def test_journal_of_heads(head: str, journal: str | None) -> None:
    assert journal_of_heads([head], REFERENCES, "Songs of toads") == journal


def test_journal_of_heads_is_no_part_of_the_title() -> None:
    assert journal_of_heads(["Sociology of Ponds"], REFERENCES, "A sociology of ponds") is None


def test_journal_of_heads_passes_over_words_that_no_name_has() -> None:
    assert journal_of_heads(["Toad" * 5000, "TOAD " * 5000], REFERENCES, "Songs of toads") is None
