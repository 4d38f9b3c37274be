"""How probable it is that a claim answers: by what it addresses, where it stands and how it is worded."""

import pytest

from synth.answer import rank_again, rank_claims, weigh_claims
from synth.answer.directness import wording
from synth.language.sides import Sides
from synth.models import Claim, Span
from synth.question import parse_question

QUESTION = parse_question("Does shade reduce bleaching of corals?")
FRONTS = {"p1": ("Shade and the bleaching of corals", "We shaded 40 colonies and counted those that bleached.")}


def claim(text: str, number: int, role: str = "abstract", section: str = "Abstract") -> Claim:
    return Claim(
        claim_id=f"c-{number:010x}", paper_id="p1", text=text, section=section, section_role=role, paragraph=1,
        spans=(Span(1, 0, len(text)),), role="result", score=0.9,
    )  # fmt: skip


def weights(*claims: Claim) -> dict[int, float]:
    """The weights of the claims by number."""
    sides = Sides(QUESTION, ())
    weighed = weigh_claims(QUESTION, rank_claims(QUESTION, claims, sides, FRONTS, 0.0), sides, 99)
    return {int(item.claim_id.removeprefix("c-"), 16): item.weight for item in weighed}


@pytest.mark.parametrize(
    "other",
    [
        "Shade was measured with a quantum sensor above the corals (Table 2).",
        "Corals were kept in tanks with or without shade until they bleached.",
        "Growth of the colonies did not depend on the depth.",
    ],
)
def test_a_finding_on_both_sides_answers_rather_than_methods_and_other_findings(other: str) -> None:
    found = weights(claim("Shade reduced the bleaching of corals by 40%.", 1), claim(other, 2))
    assert found[1] > found[2] + 0.2


def test_what_answers_is_ranked_first() -> None:
    claims = [
        claim("Shade over corals, and bleaching of corals, were recorded each week.", 1, "method", "Methods"),
        claim("We find that shaded colonies bleached significantly less.", 2),
    ]
    sides = Sides(QUESTION, ())
    ranked = rank_claims(QUESTION, claims, sides, FRONTS, 0.0)
    assert [item.claim_id[-1] for item in rank_again(QUESTION, ranked, weigh_claims(QUESTION, ranked, sides, 99))] == [
        "2", "1",
    ]  # fmt: skip


def test_wording_is_words_and_pairs_of_words_with_any_figure_as_one() -> None:
    assert wording("We find 12% less.") == ["we", "find", "0", "%", "less", "we_find", "find_0", "0_0", "0_%", "%_less"]
