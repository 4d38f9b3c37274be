import pytest

from synth.errors import QuestionError
from synth.question import describe_question, parse_question, remarks


def test_describe_question_names_sides_outcome_setting_and_what_a_yes_means() -> None:
    described = describe_question(parse_question("Is dense retrieval more accurate than BM25 on out-of-domain data?"))

    assert all(
        part in described for part in ("dense retrieval", "BM25", "accuracy", "out-of-domain data", "a yes means")
    )


def test_describe_question_says_that_a_change_over_time_is_asked_about() -> None:
    described = describe_question(parse_question("Has insect biomass declined since 1990?"))
    assert "less of insect biomass than before" in described


@pytest.mark.parametrize(
    "text",
    [
        "Does A9 reduce B9?",
        "Do ravens use tools?",
        "Which optimizer is fastest?",
        "How much does aspirin cost?",
        "How should sepsis be treated?",
        "scaling laws",
        "Do men and women differ in height?",
    ],
)
def test_describe_question_is_one_sentence_with_its_subject(text: str) -> None:
    question = parse_question(text)

    described = describe_question(question)
    assert question.subjects[0] in described
    assert described.endswith(".")
    assert "  " not in described


def test_options_take_the_place_of_what_is_understood() -> None:
    question = parse_question(
        "retrieval in medicine", compare="RAG", against="fine-tuning; prompting", outcome="accuracy"
    )

    assert question.kind == "comparison"
    assert question.subjects == ("RAG", "fine-tuning", "prompting")
    assert question.outcomes == ("accuracy",)
    assert {"rag", "fine-tuning", "accuracy"} <= set(question.terms)


def test_options_leave_alone_what_they_do_not_name() -> None:
    question = parse_question("Does RAG reduce hallucination?", against="longer context")

    assert (question.subjects, question.outcomes, question.sign) == (("RAG", "longer context"), ("hallucination",), -1)


@pytest.mark.parametrize("phrase", ["?!", "x" * 300])
def test_options_without_a_word_or_too_long_are_refused(phrase: str) -> None:
    with pytest.raises(QuestionError):
        parse_question("Does RAG help?", compare=phrase)


def test_a_second_question_is_named_and_the_first_one_read() -> None:
    question = parse_question("Is there a peak near 35 solar masses, and does it come from supernovae?")

    assert question.other == "does it come from supernovae"
    assert "come" not in " ".join((*question.subjects, *question.outcomes))
    assert any("does it come from supernovae" in remark for remark in remarks(question))


def test_no_difference_is_a_yes_where_sides_are_said_to_be_equal() -> None:
    assert parse_question("Is RAG as accurate as fine-tuning?").or_equal
    assert not parse_question("Is RAG more accurate than fine-tuning?").or_equal


@pytest.mark.parametrize(
    "text",
    [
        "Verringert Retrieval die Halluzinationen von Sprachmodellen bei der Beantwortung?",
        "Est-ce que la vitamine D réduit les infections chez les enfants ?",
        "¿Reduce la vitamina D las infecciones en los niños?",
        "检索增强生成是否减少幻觉？",
        "Уменьшает ли поиск галлюцинации языковых моделей?",
    ],
)
def test_remarks_say_that_a_question_is_not_english(text: str) -> None:
    assert any("English" in remark for remark in remarks(parse_question(text)))


@pytest.mark.parametrize(
    "text",
    [
        "Does de Broglie-Bohm theory explain the van der Waals force?",
        "Rio de la Plata estuary hydrodynamics",
        "El Niño and La Niña teleconnections in Los Angeles",
        "dense retrieval vs bm25 open domain qa",
        "L'Hôpital's rule and de Rham cohomology",
        "Schrödinger equation Grüneisen parameter α-quartz β-decay",
        "Do LSTMs die on long sequences?",
    ],
)
def test_remarks_take_english_with_foreign_names_for_english(text: str) -> None:
    assert remarks(parse_question(text)) == ()
