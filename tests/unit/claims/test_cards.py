"""A card says what a paper's own things are, what it names beside, and what stands for "without"."""

import pytest

from synth.claims.cards import read_card
from synth.claims.definitions import definitions_in
from synth.models import Document, Section, SectionRole, Sentence
from synth.models.card import Card


def document(title: str, abstract: str, body: str = "", paper_id: str = "p1") -> Document:
    def section(role: SectionRole, text: str) -> Section:
        texts = [f"{part.strip()}." for part in text.split(". ") if part.strip(" .")]
        return Section(
            heading=role,
            role=role,
            sentences=tuple(Sentence(text=part.replace("..", "."), spans=(), paragraph=1) for part in texts),
        )

    return Document(
        paper_id=paper_id,
        reader="pdf",
        text="",
        title=title,
        abstract=abstract,
        sections=(section("abstract", abstract), section("introduction", body)),
    )


def kinds_of(card: Card, name: str) -> tuple[str, ...]:
    return next((thing.kinds for thing in (*card.own, *card.others) if thing.name == name), ())


@pytest.mark.parametrize(
    ("sentence", "name", "kind"),
    [
        ("Veltra, a slow-release opioid antagonist, was given twice.", "Veltra", "slow-release opioid antagonist"),
        ("QuickLint is a static analyser that finds races.", "QuickLint", "static analyser"),
        ("We use sparse solvers such as PARDIX and UMFLU.", "UMFLU", "sparse solvers"),
        ("KELT-X, WASPY and other wide-field surveys found them.", "WASPY", "wide-field surveys"),
        ("The mutation testers (MuTool, JMute) were slower.", "JMute", "mutation testers"),
        ("It is measured by a cosmic ray detector called DeepIce.", "DeepIce", "cosmic ray detector"),
        ("The earned income rebate (EIR) was raised in 1996.", "EIR", "earned income rebate"),
        ("It beats the sparse ranker LUX9 [12].", "LUX9", "sparse ranker"),
    ],
)
def test_definitions_in_reads_what_a_name_is(sentence: str, name: str, kind: str) -> None:
    assert (name, kind) in [(found.name, found.kind) for found in definitions_in(sentence)]


@pytest.mark.parametrize(
    ("title", "abstract", "name", "kind"),
    [
        (
            "ZipFuzz: A greybox fuzzer for archives",
            "ZipFuzz finds more bugs. We run ZipFuzz on ten programs.",
            "ZipFuzz",
            "greybox fuzzer for archives",
        ),
        (
            "Faster eigenvalues of banded matrices",
            "We propose BandQR, a divide and conquer eigensolver. BandQR is stable.",
            "BandQR",
            "divide",
        ),
        (
            "Ages of old stars from their spin",
            "We present a catalogue of rotating stars called SpinCat. SpinCat has 9,000 stars.",
            "SpinCat",
            "catalogue of rotating stars",
        ),
        (
            "A tax on sugar and what children weigh",
            "We examine the effect of the soda levy. Weight fell.",
            "soda levy",
            None,
        ),
    ],
)
def test_read_card_finds_the_papers_own_thing(title: str, abstract: str, name: str, kind: str | None) -> None:
    card = read_card(document(title, abstract))
    assert name in [thing.name for thing in card.own]
    assert kind is None or kind in kinds_of(card, name)


def test_read_card_keeps_cited_names_apart_from_its_own() -> None:
    card = read_card(
        document(
            "Better dense ranking",
            "We propose NuRank, a dense ranker.",
            "NuRank beats the sparse ranker LUX9 [12]. We compare with LUX9 [12] on all sets. LUX9 [12] is fast.",
        )
    )
    assert card.own[0].name == "NuRank"
    assert "sparse ranker" in kinds_of(card, "LUX9")
    assert "LUX9" not in [thing.name for thing in card.own]


def test_read_card_reads_study_sample_and_baselines() -> None:
    card = read_card(
        document(
            "Zinc for the common cold: a randomised trial",
            "We randomised 412 patients to zinc or placebo. Colds were shorter than under usual care.",
        )
    )
    assert card.study == "trial"
    assert card.sample == "412 patients"
    assert {"placebo", "usual care"} <= set(card.baselines)


def test_read_card_learns_a_symbol_from_what_it_stands_behind_more_than_once() -> None:
    body = (
        "The transition temperature Tc rises. We plot the penetration depth λ. Below the transition temperature Tc it is "
        "flat. Beyond the penetration depth λ it is not. The group B was left out. The group B is small"
    )
    card = read_card(document("On pressure", "We measured it", body))
    assert dict(card.acronyms) == {"Tc": "transition temperature", "λ": "penetration depth"}
