"""What a paper states about itself: its own systems and what each is, their baselines, the kind of study."""

from typing import Literal

from synth.models.base import Model

StudyKind = Literal["trial", "experiment", "observation", "simulation", "theory", "survey", "data"]
"""A randomised trial / an experiment / what was observed, as it is / a simulation / derivations and proofs / a survey
or meta-analysis of others' work / a data set or a tool that the paper presents."""


class Thing(Model):
    """A thing that a paper names, and what the paper says it is.

    `kinds` are noun phrases in the paper's words, in lower case but for names: DPR is a "dense passage retriever". A
    thing without a name of its own ("a new formalism for ...") is named by what it is.
    """

    name: str
    kinds: tuple[str, ...] = ()


class Card(Model):
    """The card of one paper.

    `own` are its own systems, interventions, data or objects of study, the main one first; `topics` the phrases that
    its title is made of; `others` the other names in it, with what it says each is; `baselines` its names for
    "without" ("vanilla", "closed book", "usual care", "no retrieval"). `acronyms` are pairs (short, long form in lower
    case). `sample` is what was studied, with its number, as printed ("39,313 species"); `study` is None where it is
    unclear.
    """

    paper_id: str
    title: str = ""
    own: tuple[Thing, ...] = ()
    topics: tuple[str, ...] = ()
    others: tuple[Thing, ...] = ()
    baselines: tuple[str, ...] = ()
    acronyms: tuple[tuple[str, str], ...] = ()
    study: StudyKind | None = None
    sample: str | None = None
