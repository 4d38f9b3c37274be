"""Which claims are their paper's key findings."""

import pytest

from synth.answer.directness import features_of
from synth.answer.key_findings import key_features, key_finding, leans
from synth.answer.relevance import RankedClaim
from synth.models import Claim, SectionRole, Vote
from synth.question import parse_question
from tests.examples import claim

QUESTION = parse_question("Does shade reduce the bleaching of corals?")
FOR: dict[Vote, float] = {"for": 0.8, "against": 0.05, "mixed": 0.05, "no_difference": 0.05, "unclear": 0.05}
SIDES = {"subject": 1.0, "outcome": 1.0}


def _key(text: str, role: SectionRole, best: float = 0.4) -> float:
    one: Claim = claim(0, texts=(text,)).model_copy(update={"section_role": role})
    ranked = RankedClaim(one, 0.4)
    return key_finding(key_features(ranked, features_of(QUESTION, ranked, SIDES, FOR), best))


def test_what_the_abstract_reports_is_rather_a_key_finding_than_an_aside_of_the_results() -> None:
    text = "We found that shade reduced bleaching by half."
    reported = _key(text, "abstract")
    assert reported > _key(text, "result")
    assert reported > _key("Shade may reduce bleaching, as Figure 3 has it.", "abstract")
    assert reported > _key(text, "abstract", best=0.9)


@pytest.mark.parametrize(
    ("quotation", "leant"), [("However, it fell.", True), ("It fell.", True), ("Shade helps.", False)]
)
def test_a_quotation_leans_on_the_sentence_before_it(quotation: str, leant: bool) -> None:
    assert leans(quotation) == leant
