"""The clauses of a sentence in masked words, and what stands where in them."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from synth.answer.restating import lacks_evidence
from synth.language.direction_models import SIDES
from synth.language.lexicon import is_in, words_of
from synth.language.masking import class_of
from synth.language.outcomes import word_polarity
from synth.language.sequence import Item

SIGNS = {"GOOD": 1, "BAD": -1, "MORE": 1, "LESS": -1}
REACH = 6
"""How many words may stand between a word that links ("than") and the side behind it, or a side and its verb."""
PHRASE = 5
"""How many words behind a word of direction name what it is said of."""
ENDS = words_of("statements", "ends")
"""Words and signs behind which a word of direction is said of nothing any more."""
_DENIED = 4
"""How many words before a word a denial of it may stand."""
_COMPARED = frozenset(("than", "compared", "like", "with", "without", "well"))
_LONG, _TAKE = frozenset(("long", "longer")), frozenset(("take", "takes", "took", "taken", "taking"))
_SUPPOSED = frozenset(("should", "would"))
_NO_DENIALS = frozenset(("without", "little", "rather"))
_OF = frozenset(("of", "in", "for"))
_DEGREES = words_of("statements", "degrees")
_DEGREED = frozenset(("more", "less", "as", "so", "too"))
_INFLECTED = ("er", "est", "ed", "ing", "es", "more", "most")
_ATTRIBUTES = words_of("statements", "attributes")
_WITH = words_of("statements", "with")


class MaskedClause(NamedTuple):
    """A clause as masked words and as written in lower case."""

    words: tuple[str, ...]
    written: tuple[str, ...]

    def kind(self, at: int) -> str:
        """GOOD, BAD, MORE or LESS of the word at a place, "" of any other, and of "steep" in "steep decline"."""
        word = self.words[at]
        kind = class_of(word) if word.islower() and word[0].isalpha() and word not in _COMPARED else ""
        bare = word in _DEGREES and self.words[max(0, at - 1)] not in _DEGREED
        is_degree = word.endswith("ly") or (kind in ("MORE", "GOOD") and not word.endswith(_INFLECTED))
        of_degree = is_degree and class_of("".join(self.words[at + 1 : at + 2])) in SIGNS
        return kind if kind in SIGNS and not bare and not of_degree else ""

    def change(self, at: int) -> str:
        """MORE or LESS of a word of quality that also says how much there is, "stronger", "weakened"; else its kind."""
        word = self.words[at]
        more, less = word in words_of("statements", "stronger"), word in words_of("statements", "weaker")
        return "MORE" if more else "LESS" if less else self.kind(at)

    def denies(self, at: int, within: int = _DENIED) -> bool:
        """Whether a denial stands before a place."""
        before = self.words[max(0, at - within) : at]
        denied = any(class_of(word) == "NOT" for word in before if word.islower() and word not in _NO_DENIALS)
        return denied or lacks_evidence(self.words[:at])

    def supposes(self, at: int) -> bool:
        """Whether a word before a place makes what follows only expected: "should increase"."""
        return not _SUPPOSED.isdisjoint(self.words[max(0, at - _DENIED) : at])

    def side_behind(self, at: int, within: int = REACH) -> int | None:
        """Where the first side behind a place is."""
        reached = range(at + 1, min(len(self.words), at + within + 1))
        return next((place for place in reached if self.words[place] in SIDES), None)

    def sides_before(self, at: int) -> list[int]:
        """Where the sides before a place are."""
        return [place for place in range(at) if self.words[place] in SIDES]

    def verb_behind(self, at: int) -> int | None:
        """Where the word of direction is that is said of what stands at a place: "O of this sample gradually falls"."""
        for place in range(at + 1, min(len(self.words), at + REACH + 1)):
            if self.kind(place):
                return None if self.words[place].endswith(("er", "est")) else place
            if self.words[place] in SIDES or (self.words[place] in ENDS and self.words[place] not in _OF):
                return None
        return None

    def turns(self, at: int) -> bool:
        """Whether the opposite of a word of direction follows it: "first rises, then falls"."""
        then = self.words.index("then", at) if "then" in self.words[at:] else len(self.words)
        behind = range(then + 1, min(len(self.words), then + REACH + 1))
        return any(SIGNS.get(self.kind(place)) == -SIGNS[self.kind(at)] for place in behind)

    def polarity_behind(self, at: int, end: int) -> "str | int":
        """What the words behind a place name: "OUTC", "general" (results), or the polarity of another thing, else 0."""
        for place in range(at + 1, min(end, at + PHRASE)):
            word = self.words[place]
            if word == "OUTC":
                return word
            if word in SIDES or (word in ENDS and word not in ("of", "in")):
                return 0
            if found := word_polarity(self.written[place]):
                return found
        return 0

    def acts(self, at: int, start: int) -> bool:
        """Whether a side is said to act, "with A", "by A", or not to be there: "without A", "when A was removed"."""
        word = self.written[at]
        is_there = self.words[at] == "SUBJ" or not (word in words_of("untreated") or word in words_of("without"))
        stands_behind = is_there and not _WITH.isdisjoint(self.words[start:at])
        return stands_behind or is_in("removing", word) or is_in("removal", word)

    def takes_time(self, at: int) -> bool:
        """Whether a word says how long something takes: "takes twice as long"."""
        return self.words[at] in _LONG and not _TAKE.isdisjoint(self.words[max(0, at - 4) : at])

    def polarity_of(self, at: int, end: int) -> "str | int":
        """What a word of more or less is said of: what is named behind it, else before it."""
        if self.takes_time(at):
            return -1
        if found := self.polarity_behind(at, end):
            return found
        for place in range(at - 1, max(-1, at - 9), -1):
            if "OUTC" in self.words[max(0, place - 1) : place + 1]:
                return "OUTC"  # also of "anxiety scores"
            if not class_of(self.written[place]) and (sign := word_polarity(self.written[place])):
                return sign
        return 0


def clauses(items: Sequence[Item]) -> Iterator[MaskedClause]:
    """The clauses of a sentence; "O uncertainty" names another thing than the outcome."""
    for some in parts_between_breaks(items):
        written = tuple((item.raw or item.word).lower() for item in some)
        behind = (*written[1:], "")
        words = ("" if item.word == "OUTC" and behind[at] in _ATTRIBUTES else item.word for at, item in enumerate(some))
        yield MaskedClause(tuple(words), written)


def parts_between_breaks(items: Sequence[Item]) -> Iterator[list[Item]]:
    """The clauses of a sentence as its masked words, without the words and signs between them, and without what is
    asked: "on the question whether A raises O, we found".
    """
    breaks = words_of("statements", "breaks")
    for breaks_off, part in groupby(items, lambda item: item.word in breaks):
        if not breaks_off:
            some = list(part)
            words = [item.word for item in some]
            begins = words.index("whether") if "whether" in words else len(words)
            ends = words.index(",", begins) if "," in words[begins:] else len(words)
            if stated := some[:begins] + some[ends:]:
                yield stated
