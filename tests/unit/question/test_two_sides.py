import pytest

from synth.question import describe_question, parse_question


@pytest.mark.parametrize(
    ("text", "subjects", "outcomes"),
    [
        (
            "Do observational studies give the same treatment effects as randomized trials?",
            ("observational studies", "randomized trials"),
            ("treatment effects",),
        ),
        (
            "Is the Hubble constant from supernovae consistent with that from the CMB?",
            ("supernovae", "CMB"),
            ("Hubble constant",),
        ),
        ("Do Planck and ACT agree on the Hubble constant?", ("Planck", "ACT"), ("Hubble constant",)),
        ("Do men and women have the same risk tolerance?", ("men", "women"), ("risk tolerance",)),
        ("Do men and women who are ill respond to treatment in the same way?", ("men", "women"), ("treatment",)),
        (
            "Do cats and dogs that live indoors change their habits in the same direction?",
            ("cats", "dogs"),
            ("habits",),
        ),
        ("Are generic drugs the same as brand drugs?", ("generic drugs", "brand drugs"), ()),
    ],
)
def test_a_question_may_ask_whether_two_things_are_the_same(
    text: str, subjects: tuple[str, ...], outcomes: tuple[str, ...]
) -> None:
    question = parse_question(text)
    assert (question.kind, question.subjects, question.outcomes) == ("comparison", subjects, outcomes)
    assert question.asks_same
    assert "do not differ" in describe_question(question)


@pytest.mark.parametrize(
    ("text", "subjects", "settings"),
    [
        ("Is dark matter cold or warm?", ("cold", "warm"), ("dark matter",)),
        (
            "Are fast radio bursts from magnetars or from mergers?",
            ("magnetars", "mergers"),
            ("fast radio bursts",),
        ),
        (
            "Is the transition a crossover or a first-order transition?",
            ("crossover", "first-order transition"),
            ("transition",),
        ),
    ],
)
def test_a_question_may_ask_which_of_two_something_is(
    text: str, subjects: tuple[str, ...], settings: tuple[str, ...]
) -> None:
    question = parse_question(text)
    assert (question.kind, question.subjects, question.settings) == ("comparison", subjects, settings)
    assert question.asks_identity
    assert f"it is {subjects[0]}" in describe_question(question)


@pytest.mark.parametrize(
    "text",
    ["Is surgery or physiotherapy better for knee pain?", "Is noise harmful or beneficial for memory?"],
)
def test_a_question_for_the_better_one_asks_for_no_identity(text: str) -> None:
    assert not parse_question(text).asks_identity


def test_a_thing_in_the_plural_stands_before_what_it_may_be() -> None:
    question = parse_question("Are neutrinos Majorana particles?")
    assert (question.subjects, question.outcomes) == (("neutrinos",), ("Majorana particles",))


@pytest.mark.parametrize(
    ("text", "outcome", "sign"),
    [
        ("Do larger models hallucinate less?", "hallucinate", -1),
        ("Do perovskite solar cells degrade faster?", "degrade", 1),
        ("Are women more risk averse than men?", "risk averse", 1),
    ],
)
def test_a_comparative_behind_a_verb_tells_how_much_of_it(text: str, outcome: str, sign: int) -> None:
    question = parse_question(text)
    assert (question.asks, question.outcomes, question.sign) == ("change", (outcome,), sign)


def test_adjectives_of_one_thing_are_no_rivals_where_nothing_is_compared() -> None:
    question = parse_question("Does spending on new or renovated school buildings raise test scores?")
    assert question.kind == "effect"
    assert question.outcomes == ("test scores",)


@pytest.mark.parametrize(
    ("text", "sides", "outcomes"),
    [
        (
            "Are oils more active against young fungi than against old ones?",
            ("young fungi", "old fungi"),
            ("oils", "activity"),
        ),
        ("Does the drug work better in early than in late disease?", ("early disease", "late disease"), ("drug",)),
        ("Are quakes more frequent at night than during the day?", ("night", "day"), ("quakes", "frequency")),
        ("Do large forests burn less than small ones?", ("large forests", "small forests"), ("burn",)),
        ("Are roofs less robust to hail than to wind?", ("hail", "wind"), ("roofs", "robustness")),
    ],
)
def test_where_there_is_more_of_something_is_a_comparison_of_the_places(
    text: str, sides: tuple[str, ...], outcomes: tuple[str, ...]
) -> None:
    question = parse_question(text)
    assert (question.kind, question.subjects, question.outcomes) == ("comparison", sides, outcomes)


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Does the heating of the corona come from waves or from reconnection?", ("waves", "reconnection")),
        ("Is the excess from dark matter or pulsars?", ("dark matter", "pulsars")),
        ("Is chronic pain caused by nerve damage rather than inflammation?", ("nerve damage", "inflammation")),
    ],
)
def test_a_question_what_something_comes_from_has_both_sources_as_sides(text: str, sides: tuple[str, ...]) -> None:
    question = parse_question(text)
    assert question.asks_identity
    assert question.subjects == sides


def test_kinds_between_commas_are_no_sides() -> None:
    question = parse_question("Does immunity, from vaccination or past infection, reduce spread?")
    assert (question.kind, question.subjects) == ("effect", ("immunity",))


@pytest.mark.parametrize(
    ("text", "sides", "outcomes"),
    [
        ("Climate versus food supply: which drives population growth more?", ("Climate", "food supply"), ("population growth",)),
        ("Rules or prototypes versus exemplars: which better explains learning?", ("Rules or prototypes", "exemplars"), ("learning",)),
        ("TCP versus UDP: which gives higher throughput?", ("TCP", "UDP"), ("throughput",)),
        ("Branching versus massive corals: which recover better?", ("Branching", "massive corals"), ("recover",)),
        ("Timing versus covariation: which do people use for learning?", ("Timing", "covariation"), ()),
        ("Mass versus richness: which is the better mass proxy?", ("Mass", "richness"), ("mass proxy",)),
        ("Nickel versus palladium: how much yield is lost?", ("Nickel", "palladium"), ("yield",)),
    ],
)  # fmt: skip
def test_a_question_on_two_things_that_stand_before_it_compares_them(
    text: str, sides: tuple[str, ...], outcomes: tuple[str, ...]
) -> None:
    question = parse_question(text)
    assert (question.kind, question.subjects, question.outcomes) == ("comparison", sides, outcomes)


@pytest.mark.parametrize(
    ("text", "sides", "outcomes"),
    [
        ("Do programmers navigate code as quickly with audio as with braille?", ("audio", "braille"), ("programmers", "speed", "code")),
        ("Do injured corals heal tissue as fast as intact ones?", ("injured corals", "intact corals"), ("speed", "tissue")),
        ("Do corals heal more slowly in deep water than in shallow water?", ("deep water", "shallow water"), ("corals", "speed")),
        ("Do large crowds give home teams a larger advantage than small ones?", ("large crowds", "small crowds"), ("advantage",)),
        ("Do teams spread over many zones get less work done than co-located ones?",
         ("teams spread over many zones", "co-located teams"), ()),
        ("Is mental arithmetic based on language rather than imagery?", ("language", "imagery"), ()),
        ("Are streams remnants of dwarf galaxies rather than globular clusters?", ("dwarf galaxies", "globular clusters"), ()),
    ],
)  # fmt: skip
def test_both_sides_of_a_comparison_are_found_whatever_stands_between_them(
    text: str, sides: tuple[str, ...], outcomes: tuple[str, ...]
) -> None:
    question = parse_question(text)
    assert (question.subjects, question.outcomes) == (sides, outcomes)


@pytest.mark.parametrize(
    "text", ["Do helmets help teams of fewer than ten people?", "Is it used at more than two sites?"]
)
def test_a_number_is_no_side(text: str) -> None:
    assert len(parse_question(text).subjects) == 1


@pytest.mark.parametrize(
    "text",
    ["Is demand responsive to changes in price or income?", "Are estimates overturned or shrunk by corrections?"],
)
def test_what_two_words_beside_or_say_of_one_thing_is_no_identity(text: str) -> None:
    assert parse_question(text).kind != "comparison"
