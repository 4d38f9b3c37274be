"""Titles that state a finding, with sentences of their abstracts: statements of all fields that nobody had to label.

"Dropout improves generalization" and "Reducing variance by importance sampling" answer "Does dropout improve
generalization?" and "Does importance sampling reduce variance?" with yes, and so, mostly, do the sentences of their
abstracts that name both sides. That is noisy, so each counts little; what is learnt are the words by which other fields
say "more" and "less".
"""

import json
import lzma
import re
from collections.abc import Iterator

from benchmarks.answers.statements import DATA, Asked
from synth.answer.orientation import sides_of
from synth.language.direction_models import in_context
from synth.language.sequence import sequence
from synth.question import parse_question

METADATA = DATA / "arxiv_metadata"
TITLES = "titles"
WEIGHT = 0.3
"""What a statement counts beside one that people labelled; tried: 0.1, 0.3, 1."""
VERBS = (
    "accelerate alleviate amplify attenuate beat boost cause decrease degrade eliminate enhance facilitate hinder "
    "impair improve increase inhibit lower maximize minimize mitigate outperform prevent promote quench raise reduce "
    "slow stabilize strengthen suppress trigger weaken worsen"
).split()


def _third(verb: str) -> str:
    return f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s"


def _gerund(verb: str) -> str:
    return f"{verb.removesuffix('e')}ing"


_THIRD, _GERUNDS = {_third(verb): verb for verb in VERBS}, {_gerund(verb): verb for verb in VERBS}
_ANY_VERB, _ANY_GERUND = "|".join((*_THIRD, *VERBS)), "|".join(_GERUNDS)
_STATES = re.compile(
    r"(?:[^:?]{0,60}: )?(?P<subject>[^:?,]{3,80}?) (?:(?:can|may|could) )?(?P<denied>(?:does|do) not |cannot )?"
    rf"(?:\w+ly )?(?P<verb>{_ANY_VERB}) (?P<outcome>[^:?]{{4,90}}?)[.!]?",
    re.IGNORECASE,
)
_ACHIEVES = re.compile(
    rf"(?P<verb>{_ANY_GERUND}) (?P<outcome>[^:?]{{4,80}}?) (?:using|with|by|via|through) (?P<subject>[^:?]{{4,80}})",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?i:an?|the) ")
_TAKES_PLURAL = re.compile(r"(?i:\b(?:can|may|could|not|cannot)\b|s (?:\w+ly )?$)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


def titles() -> list[Asked]:
    """The statements of all titles of shared `arxiv_metadata`."""
    return [one for record in _records() for one in _statements(record)]


def _records() -> Iterator[dict[str, str]]:
    for path in sorted(METADATA.glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def _statements(record: dict[str, str]) -> Iterator[Asked]:
    """The sentences of one abstract that name both sides of its title, or its outcome at the end; not the first."""
    text, denied = _question(" ".join(record["title"].split()))
    question = parse_question(text) if text else None
    if (
        question is None
        or question.kind != "effect"
        or not question.sign
        or not (question.subjects and question.outcomes)
    ):
        return
    sentences = _SENTENCE.split(" ".join(record["abstract"].split()))
    sides = sides_of(question)
    for place, sentence in enumerate(sentences):
        before = sentences[place - 1] if place else ""
        named = {item.word for item in sequence(sentence, in_context(sentence, sides, before))}
        concludes = place >= len(sentences) - 2 and "OUTC" in named
        if (place or len(sentences) <= 2) and (concludes or {"SUBJ", "OUTC"} <= named):
            vote = "against" if denied else "for"
            yield Asked(text, sentence, vote, topic=TITLES, context=before, weight=WEIGHT)


def _question(title: str) -> tuple[str, bool]:
    """The question that a title answers, and whether it answers with no; "" where it answers none."""
    found = _ACHIEVES.fullmatch(title)
    verb = _GERUNDS[found["verb"].lower()] if found else ""
    denied = False
    if not found:
        found = _STATES.fullmatch(title)
        if not found:
            return "", False
        verb = found["verb"].lower()
        if verb in VERBS and not _TAKES_PLURAL.search(title[: found.start("verb")]):
            return "", False
        verb, denied = _THIRD.get(verb, verb), bool(found["denied"])
    return f"Does {_ARTICLE.sub('', found['subject'])} {verb} {found['outcome']}?", denied
