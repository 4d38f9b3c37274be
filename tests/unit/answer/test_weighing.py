"""Votes are counted by paper and by independent group of authors."""

import pytest

from synth.answer import Values, weigh
from synth.answer.weighing import paper_direction, sign_test
from synth.models import VOTES, Answer, Paper, Vote, Weighed
from synth.models.answer import Better, ValuePair
from synth.question import parse_question

QUESTION = parse_question("Does shade reduce bleaching?")


def voting(vote: Vote, paper: int = 1, weight: float = 0.5, number: int = 1, concludes: bool = True) -> Weighed:
    probabilities: dict[Vote, float] = {each: 0.8 if each == vote else 0.05 for each in VOTES}
    return Weighed(
        claim_id=f"c-{paper}-{number}", paper_id=f"p{paper}", weight=weight, probabilities=probabilities, vote=vote,
        concludes=concludes,
    )  # fmt: skip


def answer(*votes: Vote, shared: bool = False) -> Answer:
    """One paper a vote; with `shared` all are of one group of authors."""
    papers = {
        f"p{n}": Paper(paper_id=f"p{n}", title="", authors=("Ida Ash" if shared else f"Ida Name{chr(96 + n)}",))
        for n in range(1, len(votes) + 1)
    }
    return weigh(QUESTION, [voting(vote, n) for n, vote in enumerate(votes, start=1)], papers)


@pytest.mark.parametrize(
    ("votes", "direction"),
    [
        (["for", "for"], "for"),
        (["against", "unclear"], "against"),
        (["for", "against"], "unclear"),
        (["mixed", "for"], "unclear"),
        (["mixed", "mixed"], "mixed"),
        (["no_difference"], "no_difference"),
        (["unclear", "unclear"], "unclear"),
        (["for", "for", "for", "for", "against"], "for"),
        (["for", "no_difference"], "unclear"),
    ],
)
def test_paper_direction_weighs_side_against_side(votes: list[Vote], direction: Vote) -> None:
    assert paper_direction(QUESTION, [voting(vote, number=n) for n, vote in enumerate(votes)]) == direction


def test_paper_direction_leaves_out_what_hardly_answers() -> None:
    assert paper_direction(QUESTION, [voting("for", weight=0.1, number=n) for n in range(9)]) == "unclear"


def pair(better: Better, place: str = "Table 1") -> ValuePair:
    return ValuePair(
        subject="DPR", comparator="BM25", outcome="EM", setting="", a="1", b="2", unit="", better=better, source="table",
        place=place,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("question", "betters", "direction"),
    [
        ("Is DPR better than BM25?", ["a"], "for"),
        ("Is DPR better than BM25?", ["b", "b", "a", "b"], "against"),
        ("Is DPR better than BM25?", ["a", "b"], "unclear"),
        ("Is DPR better than BM25?", ["equal"], "no_difference"),
        ("Can DPR match BM25?", ["equal"], "for"),
        ("Is DPR worse than BM25?", ["a"], "against"),
        ("Is DPR better than BM25?", ["unclear"], "unclear"),
    ],
)
def test_paper_direction_takes_values_of_both_sides(question: str, betters: list[Better], direction: Vote) -> None:
    assert paper_direction(parse_question(question), (), [pair(better) for better in betters]) == direction


def test_weigh_gives_a_direction_to_a_paper_with_values_only() -> None:
    found = weigh(QUESTION, (), {"p1": Paper(paper_id="p1", title="")}, values=Values({"p1": (pair("a"),)}))
    assert [(one.direction, one.claims, len(one.values)) for one in found.papers] == [("for", (), 1)]


@pytest.mark.parametrize(("weight", "direction"), [(0.2, "for"), (0.1, "unclear")])
def test_weigh_takes_a_plain_statement_of_the_answer_for_a_conclusion(weight: float, direction: Vote) -> None:
    plain: dict[Vote, float] = {each: 0.9 if each == "for" else 0.025 for each in VOTES}
    claim = voting("for", weight=weight, concludes=False).model_copy(update={"probabilities": plain})
    assert weigh(QUESTION, [claim], {"p1": Paper(paper_id="p1", title="", authors=())}).papers[0].direction == direction


@pytest.mark.parametrize(("concludes", "direction"), [(True, "for"), (False, "unclear")])
def test_weigh_gives_a_direction_to_a_paper_that_concludes_so(concludes: bool, direction: Vote) -> None:
    claims = [voting("for", number=1, concludes=concludes), voting("for", number=2, concludes=False)]
    found = weigh(QUESTION, claims, {"p1": Paper(paper_id="p1", title="")})
    assert [one.direction for one in found.papers] == [direction]


def test_weigh_counts_papers_and_groups() -> None:
    found = answer("for", "for", "for", "against", "unclear")
    assert found.counts == {"for": 3, "against": 1, "mixed": 0, "no_difference": 0, "unclear": 1}
    assert found.groups == found.counts
    assert (found.direction, found.certainty) == ("for", "moderate")
    assert [one.claims for one in found.papers][:1] == [("c-1-1",)]
    assert found.papers[-1].claims == ()


def test_weigh_counts_papers_of_one_group_once() -> None:
    found = answer("for", "for", "for", "for", "for", "for", shared=True)
    assert (found.counts["for"], found.groups["for"]) == (6, 1)
    assert (found.certainty, found.sign_test) == ("very_low", None)


def test_weigh_gives_no_direction_where_the_question_has_none() -> None:
    papers = {"p1": Paper(paper_id="p1", title="")}
    found = weigh(parse_question("How can bleaching be measured?"), [voting("for")], papers)
    assert (found.direction, found.sign_test) == (None, None)


@pytest.mark.parametrize(("first", "second", "p"), [(5, 0, 0.0625), (4, 2, 0.6875), (3, 3, 1.0), (9, 1, 0.021484)])
def test_sign_test_is_the_exact_binomial_test(first: int, second: int, p: float) -> None:
    found = sign_test(first, second)
    assert found is not None
    assert found.n == first + second
    assert found.p == pytest.approx(p, abs=1e-6)


def test_sign_test_is_not_made_of_few() -> None:
    assert sign_test(4, 0) is None


def test_weigh_lets_no_unclear_paper_cancel_another_of_its_group() -> None:
    found = answer("for", "unclear", shared=True)
    assert (found.groups["for"], found.groups["mixed"]) == (1, 0)


def test_weigh_names_every_paper_that_was_read() -> None:
    found = weigh(QUESTION, (), {"p1": Paper(paper_id="p1", title=""), "p2": Paper(paper_id="p2", title="")})
    assert [(one.paper_id, one.direction) for one in found.papers] == [("p1", "unclear"), ("p2", "unclear")]


def test_weigh_says_where_a_paper_points_another_way() -> None:
    most = [voting("for", number=n) for n in (1, 2, 3, 5)]
    most[0] = most[0].model_copy(update={"exception": "dry sites"})
    contrary = voting("against", number=4).model_copy(update={"condition": "in winter"})
    papers = {"p1": Paper(paper_id="p1", title="")}
    found = weigh(QUESTION, [*most, contrary], papers).papers[0]
    assert (found.direction, found.conditions) == ("for", ("dry sites: not yes", "in winter: no"))
    unsure = contrary.model_copy(update={"weight": 0.2})
    assert weigh(QUESTION, [*most[1:], unsure], papers).papers[0].conditions == ()
