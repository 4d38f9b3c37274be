import pytest

from synth.question import parse_question


@pytest.mark.parametrize(
    ("text", "subjects", "outcomes"),
    [
        (
            "Is the way a protein folds determined by the topology of its native structure?",
            ("topology of its native structure",),
            ("protein folds",),
        ),
        (
            "Has the frequency of tropical cyclones increased with global warming?",
            ("global warming",),
            ("frequency of tropical cyclones",),
        ),
        ("Do wages rise with education?", ("education",), ("wages",)),
        ("Is mortality lower with early surgery?", ("early surgery",), ("mortality",)),
        (
            "Does vaccination of children protect the elderly against influenza?",
            ("vaccination of children",),
            ("influenza",),
        ),
        ("Is remdesivir of benefit in hospitalized patients?", ("remdesivir",), ("hospitalized patients",)),
        (
            "Does dark matter self-interaction lower the density of dwarf galaxies?",
            ("dark matter self-interaction",),
            ("density of dwarf galaxies",),
        ),
        ("Is there evidence that exchange rates are driven by order flow?", ("order flow",), ("exchange rates",)),
        ("Does the low conductivity come from defects?", ("defects",), ("conductivity",)),
        ("Does spin control how bright a quasar is?", ("spin",), ("brightness of a quasar",)),
        ("Does diet influence how long people live?", ("diet",), ("people live",)),
        ("Does reaction rate depend on acidity?", ("acidity",), ("reaction rate",)),
        ("Do aerosols increase or decrease rainfall?", ("aerosols",), ("rainfall",)),
        ("Are rumours shared more often by older people?", ("older people",), ("share rumours",)),
        ("Have wildfires become more frequent?", ("frequency of wildfires",), ()),
        ("Has insect biomass declined over the last decades?", ("insect biomass",), ()),
        ("Is sea ice shrinking in the Arctic?", ("sea ice",), ()),
        ("Is bilingualism good for attention?", ("bilingualism",), ("attention",)),
        ("Is noise harmful to whales?", ("noise",), ("whales",)),
        ("Is climate change making hurricanes more intense?", ("climate change",), ("intensity of hurricanes",)),
        ("Are wildfires getting worse because of drought?", ("drought",), ("wildfires",)),
        ("Is selection stronger in larger populations?", ("larger populations",), ("strength of selection",)),
        ("Do people cooperate more when they are watched?", ("watched",), ("people cooperate",)),
        ("Do we need attention for translation?", ("attention",), ("translation",)),
        ("Should we use priors when fitting small samples?", ("priors",), ("fitting small samples",)),
        ("Does it hurt pupils if they are graded?", ("graded",), ("pupils",)),
        ("Has turnout fallen since the introduction of online voting?", ("online voting",), ("turnout",)),
        ("Does tourism drive up rents?", ("tourism",), ("rents",)),
        ("Does breeding come at a cost to survival?", ("breeding",), ("survival",)),
        ("Does deforestation bring about drought?", ("deforestation",), ("drought",)),
        ("Has the number of faults gone down since linters were introduced?", ("linters",), ("number of faults",)),
        ("Is memory a good predictor of reasoning?", ("memory",), ("reasoning",)),
        ("Are probiotics effective against diarrhoea?", ("probiotics",), ("diarrhoea",)),
        ("I'm wondering whether tides trigger earthquakes", ("tides",), ("earthquakes",)),
        ("Does anyone know if tides trigger earthquakes?", ("tides",), ("earthquakes",)),
        ("Are adversarially trained models less accurate?", ("adversarially trained models",), ("accuracy",)),
    ],
)
def test_a_question_is_put_as_what_acts_on_what(
    text: str, subjects: tuple[str, ...], outcomes: tuple[str, ...]
) -> None:
    question = parse_question(text)
    assert (question.kind, question.subjects, question.outcomes) == ("effect", subjects, outcomes)


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Do two reviewers find the same errors as one program?", ("two reviewers", "program")),
        ("Are results from mouse models the same as those from human trials?", ("mouse models", "human trials")),
        (
            "Do observational studies give the same results as randomized trials?",
            ("observational studies", "randomized trials"),
        ),
        ("Are women cited less than men?", ("women", "men")),
        ("Are women paid less than men?", ("women", "men")),
        ("Are nouns learned earlier than verbs?", ("nouns", "verbs")),
        ("Is there a speedup from pruning over quantization?", ("pruning", "quantization")),
        ("Pruning versus quantization: is there an advantage?", ("Pruning", "quantization")),
        ("Trapped ions or neutral atoms: which scale better for simulation?", ("Trapped ions", "neutral atoms")),
        ("Single-cell or bulk sequencing: which is best for rare cells?", ("Single-cell", "bulk sequencing")),
        ("Gaussian splatting vs. radiance fields for view synthesis", ("Gaussian splatting", "radiance fields")),
        ("Do deformed nuclei fuse at lower energies than spherical nuclei?", ("deformed nuclei", "spherical nuclei")),
        ("Is implied variance a better forecast of volatility than GARCH?", ("implied variance", "GARCH")),
        ("Do neutrinos have a normal or an inverted ordering?", ("normal", "inverted ordering")),
        ("Do bees prefer native plants over exotic ones?", ("native plants", "exotic plants")),
        ("Do tokens protect accounts better than codes?", ("tokens", "codes")),
        (
            "Do learned optimizers do better than the traditional ones?",
            ("learned optimizers", "traditional optimizers"),
        ),
        ("Are supernovae in blue galaxies brighter than those in red galaxies?", ("blue galaxies", "red galaxies")),
        ("Are qubits in silicon noisier than qubits in germanium?", ("silicon", "germanium")),
        ("Are scholarships more effective than meals in raising attendance?", ("scholarships", "meals")),
        ("Are narcissists more likely than others to be chosen as leaders?", ("narcissists", "others")),
        (
            "Do tests run on cheap web panels give the same results as those on national samples or in the lab?",
            ("cheap web panels", "national samples", "lab"),
        ),
        ("Do women leave the community sooner than men?", ("women", "men")),
        ("Do binary stars form in clusters or in isolation?", ("clusters", "isolation")),
        ("Is BERT outperformed by RoBERTa?", ("RoBERTa", "BERT")),
    ],
)
def test_a_question_of_two_things_is_a_comparison_of_them(text: str, subjects: tuple[str, ...]) -> None:
    question = parse_question(text)
    assert (question.kind, question.subjects) == ("comparison", subjects)


@pytest.mark.parametrize(
    ("text", "subject", "settings"),
    [
        ("Are there black holes in globular clusters?", "black holes", ("globular clusters",)),
        ("Is there momentum in stock returns?", "momentum", ("stock returns",)),
        ("Has lensing by subhalos been observed?", "lensing by subhalos", ()),
        ("Does dispersal occur in bats?", "dispersal", ("bats",)),
    ],
)
def test_a_question_whether_something_is_there_has_no_outcome(
    text: str, subject: str, settings: tuple[str, ...]
) -> None:
    question = parse_question(text)
    assert (question.asks, question.subjects, question.outcomes) == ("whether", (subject,), ())
    assert question.settings == settings


def test_a_comparison_by_a_verb_of_harm_asks_for_the_worse_side() -> None:
    question = parse_question("Are women discriminated against, compared with men?")
    assert (question.asks, question.sign, question.subjects) == ("better", -1, ("women", "men"))


def test_a_question_may_ask_whether_one_thing_is_given_up_for_another() -> None:
    question = parse_question("Do hospitals have to give up quality to reduce costs?")
    assert (question.subjects, question.outcomes, question.settings) == (("hospitals",), ("quality",), ("costs",))
