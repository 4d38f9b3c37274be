"""Questions with their facets marked, and others made of them by exchanging what stands in a facet.

`question_labels.tsv` has a line a question: its part, its kind, what a yes states, and its facets as pieces of it. The
parts are "train"; "test", the questions of `claims.tsv`; "as typed", as researchers type them, by other hands; and
"forms", those by which rules were once mended that read questions before the network. It has learnt from the first
alone. The labels are those of language models, not of people; two that labelled the same sixty agree on the sides and
outcomes of 95 % of them. Facets of the last two parts need not be pieces.
"""

import csv
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from synth.language.word_classes import ClassedWord, split_words
from synth.question.marked import BEGINS, visible

LABELS = Path(__file__).with_name("question_labels.tsv")
EXCHANGED, OF_SAME_ROLE, JOINED = 0.9, 0.8, 0.15
"""How often a facet is exchanged, by one of its own role, and how often another is joined to a subject."""
POOLS = ("subject", "outcome", "setting")
LONGEST = 8
"""The words of the longest facet that is put elsewhere."""
_HEADS = (" of ", " in ", " for ", " on ", " with ", " from ", " that ", " which ", " who ", " to ", " by ", " at ")


class Labelled(NamedTuple):
    """One question with its facets, as pieces of it in the order of its label."""

    part: str
    question: str
    kind: str
    asks: str
    sign: int
    subjects: tuple[str, ...]
    outcomes: tuple[str, ...]
    settings: tuple[str, ...]
    other: str

    @property
    def sense(self) -> str:
        """What a yes states, as the network names it."""
        return f"{self.asks} {self.sign}"

    def facets(self) -> Iterator[tuple[str, str]]:
        """The role and the words of each facet."""
        yield from (("comparator" if n else "subject", side) for n, side in enumerate(self.subjects))
        yield from (("outcome", outcome) for outcome in self.outcomes)
        yield from (("setting", setting) for setting in self.settings)
        yield from (("other", other) for other in (self.other,) if other)


def labelled(*parts: str) -> list[Labelled]:
    """The questions of some parts, as the program sees them."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row["part"] in parts]
    return [_labelled(row) for row in rows]


def _labelled(row: dict[str, str]) -> Labelled:
    subjects, outcomes, settings = (
        tuple(visible(piece) for piece in row[name].split("|") if piece)
        for name in ("subjects", "outcomes", "settings")
    )
    question, other, sign = visible(row["question"]), visible(row["other"]), int(row["sign"])
    return Labelled(row["part"], question, row["kind"], row["asks"], sign, subjects, outcomes, settings, other)


def roles_of(one: Labelled) -> tuple[list[ClassedWord], list[str]]:
    """The words of a question and the role of each. Raises ValueError where a facet is no piece of it."""
    read = split_words(one.question)
    roles = ["none"] * len(read)
    for role, start, end in _places(one):
        inside = [n for n, word in enumerate(read) if start <= word.start and word.end <= end]
        for n in inside:
            roles[n] = role if n != inside[0] else f"{BEGINS}{role}"
    return read, roles


def _places(one: Labelled) -> list[tuple[str, int, int]]:
    """The role, start and end of each facet, none over another, in the order of the label."""
    taken = [False] * len(one.question)
    places = []
    for role, piece in one.facets():
        start = _whole(one.question, piece, taken)
        if start < 0:
            raise ValueError(f"{piece!r} is no piece of {one.question!r}")
        taken[start : start + len(piece)] = [True] * len(piece)
        places.append((role, start, start + len(piece)))
    return places


def _whole(text: str, piece: str, taken: Sequence[bool]) -> int:
    """Where a piece stands in a text as whole words that are not taken yet; -1 where it does not."""
    start = text.find(piece)
    while start >= 0:
        end = start + len(piece)
        is_whole = not (start and text[start - 1].isalnum()) and not text[end : end + 1].isalnum()
        if is_whole and not any(taken[start:end]):
            return start
        start = text.find(piece, start + 1)
    return -1


def variants(questions: Sequence[Labelled], seed: int) -> list[Labelled]:
    """A variant of each question, its facets exchanged for those of others with like grammar, at random.

    It makes little sense, and its form is that of the question: the network learns to go by the form.
    """
    generator = random.Random(seed)
    pool: dict[tuple[str, str], list[str]] = {}
    for one in questions:
        for role, piece in one.facets():
            if _is_noun_phrase(piece):
                pool.setdefault((_pooled(role), _number(piece)), []).append(piece)
    made = (_variant(one, pool, generator) for one in questions)
    return [one for one in made if _is_marked(one)]


def _is_marked(one: Labelled) -> bool:
    """Whether each facet is found: not where "tenants" is first found in "clusters shared by many tenants"."""
    try:
        _places(one)
    except ValueError:
        return False
    return True


def _variant(one: Labelled, pool: dict[tuple[str, str], list[str]], generator: random.Random) -> Labelled:
    places = _places(one)
    text, last = "", 0
    exchanged: dict[int, str] = {}
    for number, (role, start, end) in sorted(enumerate(places), key=lambda item: item[1][1]):
        piece = _exchange(one, role, one.question[start:end], pool, generator)
        exchanged[number] = piece if start else piece[0].upper() + piece[1:]
        text += one.question[last:start] + exchanged[number]
        last = end
    pieces = [(role, exchanged[number]) for number, (role, _, _) in enumerate(places)]
    return one._replace(
        question=text + one.question[last:],
        subjects=tuple(piece for role, piece in pieces if role in ("subject", "comparator")),
        outcomes=tuple(piece for role, piece in pieces if role == "outcome"),
        settings=tuple(piece for role, piece in pieces if role == "setting"),
        other="".join(piece for role, piece in pieces if role == "other"),
    )


def _exchange(
    one: Labelled, role: str, piece: str, pool: dict[tuple[str, str], list[str]], generator: random.Random
) -> str:
    if role == "other" or not _is_noun_phrase(piece) or generator.random() > EXCHANGED:
        return piece
    of_role = _pooled(role) if generator.random() < OF_SAME_ROLE else generator.choice(POOLS)
    others = pool.get((of_role, _number(piece)))
    new = generator.choice(others) if others else piece
    joins = role == "subject" and one.kind != "comparison" and _number(piece) == "plural"
    if joins and generator.random() < JOINED:
        new = f"{new} {generator.choice(('and', 'and', 'or'))} {generator.choice(pool['subject', 'plural'])}"
    return new


def _pooled(role: str) -> str:
    return "subject" if role == "comparator" else role


def _is_noun_phrase(piece: str) -> bool:
    read = split_words(piece)
    return (
        len(read) <= LONGEST
        and read[-1].word_class in ("noun", "plural", "name")
        and read[0].word_class not in ("auxiliary", "comparative", "measure")
        and not any(sign in piece for sign in ",?:")
    )


def _number(piece: str) -> str:
    """Whether a noun phrase is a gerund, plural or singular, for what must agree with it."""
    head = min((piece.partition(word)[0] for word in _HEADS), key=len).split()
    if piece.split()[0].lower().endswith("ing"):
        return "gerund"
    is_plural = bool(head) and head[-1].endswith("s") and not head[-1].endswith(("ss", "us", "is"))
    return "plural" if is_plural or " and " in piece else "singular"
