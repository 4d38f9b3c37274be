from synth.checking.spelling import FAMILY_DEGREE, closeness, degrees, family, spelling
from synth.checking.statement import Statement
from synth.language.text import stem


def met(claim: str, passage: str) -> list[float]:
    read = Statement(passage)
    return degrees(Statement(claim).forms, read.spellings, read.families)


def test_spelling_is_american_and_without_hyphens() -> None:
    assert spelling(stem("tumour")) == spelling(stem("tumor"))
    assert spelling("shp-2") == "shp2"
    assert spelling(stem("mouse")) == spelling(stem("mice")) == spelling(stem("murine"))


def test_family_of_a_number_is_the_number() -> None:
    assert family(stem("osteoclast")) == family(stem("osteoclastogenesis"))
    assert family("100000") != family("100001")


def test_degrees_tell_the_word_its_family_and_nothing() -> None:
    assert met("tumour suppression", "suppressors of tumor") == [1.0, FAMILY_DEGREE]
    assert met("retrieval", "chess") == [0.0]


def test_closeness_counts_how_near_a_pair_stands() -> None:
    pairs = Statement("dense retrieval").family_pairs
    near = closeness(pairs, Statement("We use dense retrieval.").family_places)
    far = closeness(pairs, Statement("Dense vectors of eight large text encoders serve retrieval.").family_places)
    assert near == 1.0
    assert 0 < far < near
    assert closeness(pairs, Statement("Chess.").family_places) == 0.0
    assert closeness([], {}) == 0.0
