import pytest

from synth.reading.pdf_text import REPLACEMENT, Hyphens, clean, joint

LINES = ["a cross-encoder scores both", "with a cross-encoder again", "the retriever was pretrained on it"]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("results are compa-", "rable to ours", "results are comparable to ours"),
        ("a cross-", "encoder is slow", "a cross-encoder is slow"),
        ("a long-", "range dependency", "a long-range dependency"),
        ("it was pre-", "trained on it", "it was pretrained on it"),
        ("state-", "of-the-art results", "state-of-the-art results"),
        ("a rule-", "of-thumb value", "a rule-of-thumb value"),
        ("both pre-", "and post-training", "both pre- and post-training"),
        ("an end-", "to-end system", "an end-to-end system"),
        ("English-", "to-German", "English-to-German"),
        ("using GPT-", "3.5 and others", "using GPT-3.5 and others"),
        ("of Retrieval-", "Augmented models", "of Retrieval-Augmented models"),
        ("the last", "line", "the last line"),
        ("wounded colo -", "nies heal", "wounded colonies heal"),
        ("of one size -", "one of them", "of one size - one of them"),
        ("from 2019–", "2021 on", "from 2019–2021 on"),
        ("superconductors with d-", "wave pairing", "superconductors with d-wave pairing"),
    ],
)
def test_joint_keeps_or_drops_the_hyphen(left: str, right: str, expected: str) -> None:
    head, glue = joint(left, right, Hyphens(LINES))
    assert head + glue + right == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("eﬃcient ﬁne-tuning of ﬂows", "efficient fine-tuning of flows"),
        ("na¨ıve Poincar´e and Ga¨el", "naïve Poincaré and Gaël"),
        ("Jose´ N. Doe, Re´mi La¨tzer, Franc¸ois Poincare´ and", "José N. Doe, Rémi Lätzer, François Poincaré and"),
        ("Guillaume Pe´ron, Laborato´rio, v´rba", "Guillaume Péron, Laboratório, vŕba"),
        ("Fre´ de´ ric Doe, Savi´c, Dvoˇr´ak and a Poincare´ map", "Frédéric Doe, Savić, Dvořák and a Poincaré map"),
        ("Valentin Man`es on la Matie`re and `quoted` words", "Valentin Manès on la Matière and `quoted` words"),
        ("two  words\u200b and\u00a0more", "two words and more"),
        ("a \ue0a3 glyph", f"a {REPLACEMENT} glyph"),
        ("cafe\u0301", "café"),
        ("state\u2010of\u2011the art", "state-of-the art"),
        ("rely on a \u00adplant-level markdown", "rely on a plant-level markdown"),
        ("in two ways: (i)\uf0a0it reduces", "in two ways: (i) it reduces"),
        ("long-\u00adlived frogs", "long-lived frogs"),
        ("state\u00adof\u00adthe\u00adart", "state-of-the-art"),
        ("a di↵erent e↵ect", "a different effect"),
        ("healed at 31.5 \ufffdC, not at 28\ufffdC", "healed at 31.5 °C, not at 28°C"),
        ("a \ufffd b", "a \ufffd b"),
        ("a d -wave gap, a T -dependent rate, x -y", "a d-wave gap, a T-dependent rate, x -y"),
    ],
)
def test_clean_normalises_the_characters_of_old_and_odd_fonts(printed: str, expected: str) -> None:
    assert clean(printed) == expected
