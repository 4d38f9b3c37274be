import pytest

from synth.answer.claim_values import values_of_claim
from synth.answer.named_sides import NamedSides
from synth.answer.table_pairs import table_pairs
from synth.answer.values import find_values
from synth.language.quantities import quantities
from synth.language.sides import Sides
from synth.language.tabular import ResolvedTable, resolve
from synth.models import Cell, Claim, Question, Span, Table
from synth.models.answer import ValuePair
from synth.models.card import Card, Thing
from synth.question import parse_question
from tests.examples import claim

PAPER = "2001.00001v1"
QUESTION = parse_question("Is dense retrieval better than BM25?")
CARD = Card(
    paper_id=PAPER,
    own=(Thing(name="DPR", kinds=("dense retrieval method",)),),
    others=(Thing(name="REALM", kinds=("language model",)),),
)


def sides_of(question: Question = QUESTION, card: Card = CARD) -> Sides:
    return Sides(question, [card])


def named(question: Question = QUESTION, card: Card = CARD) -> NamedSides:
    return NamedSides(question, sides_of(question, card).of(PAPER))


def said(text: str) -> Claim:
    return claim(0, PAPER, texts=(text,)).model_copy(update={"quantities": quantities(text)})


def table(*rows: tuple[str, ...], caption: str = "", header_rows: int = 1) -> ResolvedTable:
    cells = tuple(tuple(Cell(text=t, span=Span(None, 0, len(t)) if t else None) for t in row) for row in rows)
    return resolve(Table(caption=caption, label="Table 2", header_rows=header_rows, rows=cells))


def brief(pair: ValuePair) -> tuple[str, ...]:
    return pair.subject, pair.comparator, pair.outcome, pair.setting, pair.a, pair.b, pair.better


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("DPR outperforms BM25 in accuracy (65.2 vs. 42.9).", ("65.2", "42.9", "a")),
        ("DPR achieves 78.4 EM, compared with 59.1 for BM25.", ("78.4", "59.1", "a")),
        (
            "BM25 obtains an accuracy of 59.1%, whereas DPR [3] obtains an accuracy of only 48.2%.",
            ("48.2%", "59.1%", "b"),
        ),
        ("DPR (41.5 EM) and BM25 (41.5 EM) do not differ.", ("41.5", "41.5", "equal")),
        ("The error rate of 12.1% for DPR is below that of 14.0% for BM25.", ("12.1%", "14.0%", "a")),
    ],
)
def test_values_of_claim_go_to_whom_the_clause_gives_them(text: str, values: tuple[str, str, str]) -> None:
    (pair,) = values_of_claim(said(text), named())
    assert (pair.a, pair.b, pair.better) == values
    assert (pair.subject, pair.comparator, pair.source, pair.place) == ("DPR", "BM25", "claim", said(text).claim_id)


@pytest.mark.parametrize(
    "text",
    [
        "DPR improves accuracy over BM25 from 52.1 to 54.3.",  # both may be DPR's
        "DPR improves accuracy by 2.3 points over BM25, and by 1.1 points on SQuAD.",
        "Compared with BM25, DPR has higher accuracy (65.2 vs. 42.9).",  # in which order?
        "DPR achieves 78.4 EM, compared with 59.1 for REALM, while BM25 is faster.",
        "BM25 + DPR obtains 43.0 EM, against 41.5 EM for DPR.",
        "DPR finds answers for 78.4%, compared with 59.1% for BM25, and a reader on top of DPR reaches an accuracy of 41.5%.",
        "REALM outperforms DPR and BM25 in accuracy (65.2 vs. 42.9).",
        "DPR reaches up to 78.4 EM, and BM25 reaches more than 59.1 EM.",
        "DPR achieves 78.4 EM on NQ and BM25 achieves 59.1 EM on SQuAD.",  # not the same
        "DPR takes 78.4 ms, BM25 takes 59.1 %.",
    ],
)
def test_values_of_claim_gives_none_where_any_doubt_is(text: str) -> None:
    assert values_of_claim(said(text), named()) == ()


ROWS = (
    ("Retriever", "NQ EM", "TriviaQA EM", "Parameters"),
    ("BM25 [4]", "30.1", "47.1", "0"),
    ("DPR", "41.5", "44.9†", "110M"),
    ("DPR + BM25", "43.0", "–", "110M"),
    ("Random", "1.0", "2.0", "3"),
)


def test_table_pairs_sets_rows_of_both_sides_against_each_other_by_outcome() -> None:
    assert [brief(found.pair) for found in table_pairs(QUESTION, table(*ROWS), named())] == [
        ("DPR", "BM25", "NQ EM", "", "41.5", "30.1", "a"),
        ("DPR", "BM25", "TriviaQA EM", "", "44.9", "47.1", "b"),
    ]


def test_table_pairs_reads_a_table_turned_on_its_side() -> None:
    turned = table(("Data", "BM25", "DPR"), ("NQ", "30.1", "41.5"), ("SQuAD", "38.1", "29.8"), caption="Exact match.")
    assert [brief(found.pair)[2:] for found in table_pairs(QUESTION, turned, named())] == [
        ("Exact match", "NQ", "41.5", "30.1", "a"),
        ("Exact match", "SQuAD", "29.8", "38.1", "b"),
    ]


def test_table_pairs_compare_what_shares_a_group_and_all_labels_and_take_the_best() -> None:
    grouped = table(
        ("Model", "Reader", "EM"),
        ("Trained on NQ", "", ""),
        ("BM25", "BERT", "30.1"),
        ("DPR", "BERT", "41.5"),
        ("DPR", "T5", "49.9"),
        ("Trained on TriviaQA", "", ""),
        ("BM25", "BERT", "47.1"),
        ("DPR-base", "BERT", "56.8"),
        ("DPR-large", "BERT", "57.9"),
    )
    assert [brief(found.pair) for found in table_pairs(QUESTION, grouped, named())] == [
        ("DPR", "BM25", "EM", "Trained on NQ, BERT", "41.5", "30.1", "a"),
        ("DPR-large", "BM25", "EM", "Trained on TriviaQA, BERT", "57.9", "47.1", "a"),
    ]


def test_table_pairs_do_not_compare_over_settings_that_rows_share() -> None:
    apart = table(("Data", "Model", "EM"), ("NQ", "BM25", "30.1"), ("NQ", "TF-IDF", "28.0"), ("TQA", "DPR", "56.8"))
    card = CARD.model_copy(update={"others": (Thing(name="TF-IDF", kinds=("BM25 variant",)),)})
    assert table_pairs(QUESTION, apart, named(card=card)) == []


def test_table_pairs_know_a_side_by_the_heading_of_its_group() -> None:
    headed = table(
        ("Method", "EM"),
        ("Dense retrieval", ""),
        ("ANCE", "46.0"),
        ("BM25 variants", ""),
        ("Anserini", "30.1"),
    )
    assert [brief(found.pair)[:2] for found in table_pairs(QUESTION, headed, named())] == [("ANCE", "Anserini")]


def test_table_pairs_leave_out_counts_and_what_nothing_says_is_an_outcome() -> None:
    sizes = table(("Retriever", "Parameters", "Size"), ("BM25", "0.5", "3.5"), ("DPR", "110.5", "9.5"))
    assert table_pairs(QUESTION, sizes, named()) == []


def test_named_sides_know_initials_compounds_and_siblings() -> None:
    question = parse_question("Do MLP-based vision architectures outperform vision transformers?")
    card = Card(
        paper_id=PAPER,
        own=(Thing(name="Vision Permutator", kinds=("MLP-based vision architecture",)),),
        others=(Thing(name="Swin-B", kinds=("vision transformer",)),),
    )
    labels = named(question, card)
    assert labels.roles("ViP-Small/7") == labels.roles("gMLP-S") == {"subject"}
    assert labels.roles("Swin-L") == {"comparator"}
    assert labels.roles("ResNet-50") == labels.roles("MLP accuracy") == set()
    versions = parse_question("Is OPT as good as GPT-3?")
    assert named(versions, Card(paper_id=PAPER, others=(Thing(name="GPT-3"),))).roles("GPT-2") == set()
    assert named().roles("BM25+BERT") == {"comparator"}
    assert named().roles("REALM+BM25") == set()
    white = parse_question("Does white-box test generation achieve higher coverage than black-box testing?")
    assert named(white).roles("BB") == {"comparator"}


def test_find_values_gives_each_value_once_and_claims_first() -> None:
    found = said("DPR achieves 41.5 NQ EM, compared with 30.1 for BM25.")
    values = find_values(QUESTION, [found], {PAPER: (table(*ROWS), table(*ROWS))}, sides_of())
    assert [(pair.source, pair.a) for pair in values.pairs[PAPER]] == [
        ("claim", "41.5"),
        ("table", "41.5"),
        ("table", "44.9"),
    ]


def test_find_values_ranks_things_over_papers() -> None:
    question = parse_question("Which dense retrieval method is best?")
    other = "2002.00002v1"
    kinds = ("dense retrieval method",)
    cards = [
        Card(paper_id=PAPER, own=(Thing(name="DPR", kinds=kinds),), others=(Thing(name="ANCE", kinds=kinds),)),
        Card(paper_id=other, own=(Thing(name="GTR", kinds=kinds),)),
    ]
    first = table(("Model", "EM"), ("DPR", "41.5"), ("ANCE (ours)", "46.0"), ("GTR", "43.0"))
    second = table(("Model", "EM"), ("DPR-base", "39.0"), ("DPR-large", "50.0"), ("ANCE", "46.0"), ("GTR", "48.0"))
    tables = {PAPER: (first,), other: (second,)}
    values = find_values(question, [], tables, Sides(question, cards))
    assert values.ranking is not None
    assert [(one.name, one.rank_mean, one.papers) for one in values.ranking][:2] == [
        ("DPR-large", 1.0, 1),
        ("ANCE", 2.0, 2),
    ]


def test_find_values_lists_amounts_of_what_is_asked_for() -> None:
    question = parse_question("How many faults do test generators find?")
    texts = (
        "The technique found 80 real faults in these systems.",
        "White-box testing finds 3.4 more faults than black-box testing.",
        "We ran 10 repetitions.",
    )
    values = find_values(question, list(map(said, texts)), {PAPER: ()}, sides_of(question))
    assert values.amounts is not None
    assert [(one.value, one.unit) for one in values.amounts] == [("80 real faults", "faults")]


def test_find_values_lists_amounts_that_the_subject_gives_by_the_verb_of_the_question() -> None:
    question = parse_question("How much overhead does encryption add in mobile networks?")
    texts = (
        "In our tests encryption adds ≤ 50 µs of delay.",
        "On this link encryption adds a delay of 30 μs.",
        "Sending a packet of 9 kB adds 70 µs.",
        "Encryption was tried for 20 days.",
    )
    values = find_values(question, list(map(said, texts)), {PAPER: ()}, sides_of(question))
    assert values.amounts is not None
    assert [(one.outcome, one.value) for one in values.amounts] == [("delay", "≤ 50 µs"), ("delay", "30 μs")]


def test_values_of_claim_know_the_treated_of_a_trial() -> None:
    question = parse_question("Does aspirin reduce mortality?")
    card = Card(
        paper_id=PAPER, own=(Thing(name="aspirin", kinds=("aspirin treatment",)),), title="Aspirin and mortality"
    )
    found = said("Mortality was 12.1% in the treatment group and 18.4% in the control group.")
    (pair,) = values_of_claim(found, named(question, card))
    assert (pair.a, pair.b, pair.outcome, pair.better) == ("12.1%", "18.4%", "Mortality", "a")


def test_find_values_gives_changes_where_a_change_is_asked_for() -> None:
    question = parse_question("How much does retrieval improve accuracy?")
    texts = (
        "Retrieval improves accuracy by 4.5 points on NQ.",
        "The accuracy of the baseline is 72.2%.",
        "Scale improves accuracy by 9.9 points.",
    )
    values = find_values(question, list(map(said, texts)), {PAPER: ()}, sides_of(question))
    assert values.amounts is not None
    assert [one.value for one in values.amounts] == ["+4.5 points"]


def test_values_of_claim_take_no_adjective_for_a_side() -> None:
    question = parse_question("Do larger models perform better than smaller models?")
    found = said("The gap is especially large when k is small (78.4% vs. 59.1% accuracy).")
    assert values_of_claim(found, named(question)) == ()


def test_table_pairs_are_equal_as_far_as_the_coarser_value_is_printed() -> None:
    found = table_pairs(
        QUESTION, table(("", "accuracy", "recall"), ("DPR", "0.699", "0.71"), ("BM25", "0.70", "0.70")), named()
    )
    assert [one.pair.better for one in found] == ["equal", "a"]


def test_a_papers_own_thing_speaks_for_its_side_in_its_tables() -> None:
    found = table_pairs(
        QUESTION,
        table(
            ("Method", "Accuracy"),
            ("BM25", "59.1"),
            ("Dense retrieval by ANCE", "65.0"),
            ("DPR 220M", "55.2"),
        ),
        named(),
    )
    assert [brief(one.pair)[4:] for one in found] == [("55.2", "59.1", "b")]
