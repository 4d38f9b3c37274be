"""How well votes are read: keys by topic left out, and PubMedQA's conclusions in cross-validation."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from sklearn.model_selection import StratifiedKFold

from benchmarks.answers.abstracts import statements_of_abstracts, statements_of_questions
from benchmarks.answers.statements import FIELDS, UNTUNED, Asked, keyed, pubmedqa
from benchmarks.answers.training import fit_conclusions, fit_votes, in_place, tuning_keys
from synth.answer import read_vote
from synth.answer.statements import sure_vote
from synth.answer.vote_cues import read_for
from synth.language.linear import Linear
from synth.question import parse_question

FOLDS = 5
_YES_NO = {"for": "for", "against": "against", "no_difference": "against", "mixed": "unclear", "unclear": "unclear"}


def shares(some: Sequence[Asked], told: Sequence[str]) -> dict[str, float]:
    """Right (a second label counts), reversed (for against against), unclear where it is not: shares of all."""
    pairs = list(zip(some, told, strict=True))
    opposite = {"for": "against", "against": "for"}
    count = max(1, len(pairs))
    right = sum(vote in (one.vote, one.also) for one, vote in pairs)
    wrong = sum(vote not in (one.vote, one.also) and opposite.get(vote) == one.vote for one, vote in pairs)
    open_ = sum(vote == "unclear" and "unclear" not in (one.vote, one.also) for one, vote in pairs)
    return {
        "right": round(right / count, 4),
        "reversed": round(wrong / count, 4),
        "unclear": round(open_ / count, 4),
        "sentences": float(count),
    }


def _told(some: Sequence[Asked], **models: Linear) -> list[str]:
    """Votes as `read_vote` tells them, with some models in the place of the committed ones."""
    with in_place(**models):
        return [read_vote(one.question, one.text, one.context) for one in some]


def untuned_figures() -> dict[str, float]:
    """The topics of `fields` that nothing was tuned on, with the committed models."""
    some = [one for one in keyed(FIELDS) if one.topic in UNTUNED]
    return shares(some, _told(some))


def statements_figures() -> dict[str, dict[str, int]]:
    """How often the sure plain statements are right, reversed or else wrong, of sentences that have a direction.

    Of the tuned topics and the abstracts, and of the questions that were written to sentences.
    """
    tuned = [one for one in keyed(FIELDS) if one.topic not in UNTUNED]
    parts = {"fields and abstracts": [*tuned, *statements_of_abstracts()], "questions": statements_of_questions()}
    figures = {}
    for name, some in parts.items():
        counts: Counter[str] = Counter()
        for one in some:
            question = parse_question(one.question)
            told = sure_vote(question, read_for(question, one.text, one.context, *map(frozenset, one.names)).items)
            if told and one.vote != "unclear":
                right, turned = told in (one.vote, one.also), {told, one.vote} == {"for", "against"}
                counts["right" if right else "reversed" if turned else "wrong"] += 1
        figures[name] = dict(sorted(counts.items()))
    return figures


def keys_figures(files: Sequence[Path]) -> dict[str, float]:
    """One file or more of keys, with the committed models: totals only."""
    some = [one for path in files for one in keyed(path)]
    return shares(some, _told(some))


def topics_figures(files: Sequence[Path] = ()) -> dict[str, dict[str, float]]:
    """The keys that may be learnt from, each topic read by models that saw none of it: of `fields`, and of all."""
    some = tuning_keys(files)
    topics = sorted({one.topic for one in some})
    read: dict[Asked, str] = {}
    others = pubmedqa()
    for fold in range(FOLDS):
        out = set(topics[fold::FOLDS])
        model = fit_votes([*(one for one in some if one.topic not in out), *others])
        part = [one for one in some if one.topic in out]
        read.update(zip(part, _told(part, vote=model), strict=True))
    parts = {
        "fields": {one.topic for one in keyed(FIELDS)},
        "abstracts, with a direction": {one.topic for one in statements_of_abstracts()},
        "questions written to sentences, with a direction": {one.topic for one in statements_of_questions()},
    }
    figures = {}
    for name, within in parts.items():
        part = [one for one in some if one.topic in within and (name == "fields" or one.vote != "unclear")]
        figures[name] = shares(part, [read[one] for one in part])
    return figures


def pubmedqa_figures(files: Sequence[Path] = ()) -> dict[str, float]:
    """Accuracy over yes, no and maybe in cross-validation: for; against or no difference; mixed or unclear."""
    some = pubmedqa()
    keys = tuning_keys(files)
    labels = [one.vote for one in some]
    right = 0
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(labels, labels):
        part = [some[index] for index in train]
        asked = [some[index] for index in test]
        told = _told(asked, conclusion=fit_conclusions(part), vote=fit_votes([*keys, *part]))
        right += sum(_YES_NO[vote] == one.vote for vote, one in zip(told, asked, strict=True))
    return {"accuracy": round(right / len(some), 4)}
