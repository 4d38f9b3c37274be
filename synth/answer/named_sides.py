"""The side of a question that a label of a table names: surely one, or none."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from synth.answer.restating import verbs_of
from synth.language.masking import is_short_for
from synth.language.metrics import metrics
from synth.language.naming import is_name
from synth.language.outcomes import polarity
from synth.language.side_phrases import Token
from synth.language.sides import COMPARATOR, OUTCOME, SUBJECT, Mention, PaperSides
from synth.models import Question

SURE = 0.54
"""How strongly a label must name a side, and no other, to belong to it; `python -m benchmarks.answers values`."""

QUALITIES = frozenset(("accuracy", "performance", "quality", "effectiveness", "efficacy", "results"))
"""Outcomes that any measure of quality can stand for: AP measures accuracy, but not coverage."""
COST = re.compile(r"(?i:time|latenc|throughput|memory|speed|cost|flops|madds|storage|\bfps\b|img/s|index size)")
SIZES = frozenset(("length", "size", "duration", "amount", "number"))
"""Outcomes that are only the size of the subject: "How long is the incubation period?"."""

_TREATED = re.compile(
    r"(?i:(?:the )?(?:interventions?|treatments?|treated|exposed|experimental)(?: (?:group|arm|condition)s?)?)"
    r"(?:\s?\(.{1,24}\))?"
)
"""What labels the group that received what a paper studies, beside "control"."""
_TREATED_GROUP = re.compile(
    r"(?i:(?:intervention|treatment|treated|exposed|experimental) (?:group|arm|condition|patient|participant)s?\b)"
)
_OURS = re.compile(r"\b(?:ours?|proposed)\b")
_JOINED = re.compile(r"(?:[/&,]|\b(?:and|or))\s?\n|\n\w{0,2}\s?(?:[/&]|(?:and|or)\b)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_WORD = re.compile(r"[^\W_][\w²³-]*")
_COMPOUND = re.compile(r"(?:[a-z]|[A-Z][a-z]{2,})(?P<part>[A-Z]{2,})(?![a-z])")
_STEM = re.compile(r"(?P<stem>[A-Za-z]\w*[A-Za-z])-(?:[A-Z]{1,2}|[A-Z]?[a-z]{1,6}|\d+)\b")


class NamedSides:
    """The sides of a question for labels of one paper.

    Beside what `PaperSides` finds, a label names a side by its initials ("BB" for "black-box testing"), by a class at
    the end of a compound ("gMLP"), by a sibling's name ("Swin-L" where "Swin-B" is known) and by the initials of the
    paper's own system ("ViP" for "Vision Permutator"). `polarity` is 1 where more of the outcomes asked about is
    better, -1 where less is, 0 where that is not known; `asks_quality` is whether any measure of quality answers,
    `asks_change` whether the question is by how much an outcome changes, `amount_role` the role of what "how much"
    otherwise asks for; `outcome` the first outcome asked about, `verbs` the stems of the question's verb, `subjects`
    its sides.
    """

    def __init__(self, question: Question, sides: PaperSides) -> None:
        self._sides = sides
        self._phrases = {
            SUBJECT if place == 0 else COMPARATOR if place == 1 else f"{COMPARATOR} {place}": phrase
            for place, phrase in enumerate(question.subjects)
        }
        self.polarity = next(filter(None, map(polarity, question.outcomes)), 0)
        self.asks_quality = not question.outcomes or any(
            question.asks == "better" or any(word in QUALITIES for word in outcome.split())
            for outcome in question.outcomes
            if not COST.search(outcome)
        )
        self.asks_change = question.sign != 0
        asks_size = all(outcome in SIZES for outcome in question.outcomes)
        self.amount_role = SUBJECT if asks_size else OUTCOME
        self.outcome = next(iter(question.outcomes), "")
        self.verbs = verbs_of(question)
        self.subjects = question.subjects
        self._is_effect = len(question.subjects) == 1
        self._known: dict[str, frozenset[str]] = {}

    def of(self, path: Sequence[str]) -> tuple[str, int] | None:
        """The one side that a path of labels names, and the place of the label that names it, from the narrowest on.

        None where none does, or where one of them names another side: a mixture belongs to neither.
        """
        found: tuple[str, int] | None = None
        for place in reversed(range(len(path))):
            roles = self.roles(path[place])
            if len(roles) > 1 or (roles and found and found[0] not in roles):
                return None
            if roles and found is None:
                found = (next(iter(roles)), place)
        return found

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """All mentions of a side in running text; "the treatment group" surely means what its paper studies."""
        found = tuple(one for one in self._sides.mentions(text) if self._is_version(text, one))
        if not self._is_effect or self._sides.own_role != SUBJECT:
            return found
        return tuple(
            mention._replace(strength=1.0)
            if mention.role == SUBJECT and _TREATED_GROUP.match(text, mention.start)
            else mention
            for mention in found
        )

    def hints(self, text: str) -> Sequence[tuple[str, Token]]:
        """The words in running text that by themselves tell one side from the others, with its role."""
        return self._sides.hints(text)

    def is_thing(self, words: str, role: str) -> bool:
        """Whether words that name a side are a thing: a name, "ours", or its phrase's noun; "large" is not "larger
        model".
        """
        noun = self._phrases.get(role, "").rpartition(" ")[2]
        lowered = words.lower()
        return (
            self._is_effect
            or is_name(words)
            or " " in words
            or lowered.startswith("our")
            or noun[:5].lower() in lowered
        )

    def names(self, role: str, text: str) -> bool:
        """Whether running text names a side surely."""
        return self._sides.named(text).get(role, 0.0) >= SURE

    def is_own(self, label: str) -> bool:
        """Whether a label names what the paper itself puts forward: "YOLOv3 608" in the paper on YOLOv3, or "ours"."""
        first = label.split("+")[0].lower()
        return bool(_OURS.search(first)) or any(
            re.search(rf"(?<![\w-]){re.escape(name)}(?![a-z])", first) for name in self._own_names
        )

    @cached_property
    def _own_names(self) -> tuple[str, ...]:
        return tuple(thing.name.lower() for thing in self._sides.card.own if is_name(thing.name))

    def names_outcome(self, label: str) -> bool:
        """Whether a label names an outcome that the question asks about."""
        return bool(self.outcome_in(label))

    def outcome_in(self, text: str, *, alone: bool = False) -> str:
        """The words of a text that name an outcome asked about, "" without any; a proper name is not an outcome.

        With `alone`, one of two joined outcomes ("crashes/bugs") does not count.
        """
        for mention in self._sides.mentions(text):
            words = text[mention.start : mention.end]
            is_plain = not is_name(words) or (text.isupper() and len(words) > 3)  # "MEAN PAIN RATING" names nothing
            joined = _JOINED.search(f"{text[: mention.start]}\n{text[mention.end :]}")
            if mention.role == OUTCOME and mention.strength >= SURE and is_plain and not (alone and joined):
                return words
        return ""

    def roles(self, label: str) -> frozenset[str]:
        """Every side that a label surely names; none for the name of a metric."""
        if label not in self._known:
            named = frozenset() if metrics(label) else frozenset(self._roles(label))
            first = label.split("+")[0].strip()
            if first and first != label.strip() and named and self.roles(first) != named:
                named = named if len(named) > 1 else frozenset()  # "DPR+BART" is not BART
            self._known[label] = named
        return self._known[label]

    def _roles(self, label: str) -> Iterator[str]:
        yield from self._named(label)
        if self._is_effect and self._sides.own_role == SUBJECT and _TREATED.fullmatch(label):
            yield SUBJECT
        for word in _WORD.findall(label):
            for role, phrase in self._phrases.items():
                if is_short_for(word, phrase):
                    yield role
            own = self._sides.own_role
            stem = word.split("-")[0]
            if own and self._sides.card.own and is_short_for(stem, self._sides.card.own[0].name):
                yield own
            for compound in _COMPOUND.finditer(word):
                yield from self._named(compound["part"])
            sibling = _STEM.match(word)
            if sibling and sibling["stem"] in self._siblings:
                yield self._siblings[sibling["stem"]]

    def _named(self, text: str) -> Iterator[str]:
        for mention in self._sides.mentions(text):
            if mention.strength >= SURE and mention.role != OUTCOME and self._is_version(text, mention):
                yield mention.role

    def _is_version(self, text: str, mention: Mention) -> bool:
        """Whether a mention has the numbers of the phrase that it repeats: "GPT-2" is not GPT-3."""
        phrase = self._phrases.get(mention.role, "")
        numbers, words = _NUMBER.findall(phrase), _LETTERS.match(phrase)
        if not numbers or not words or words[0].lower() not in text[mention.start : mention.end].lower():
            return True
        word = _WORD.match(text, mention.start)
        return {*numbers} <= {*_NUMBER.findall(text[mention.start : max(mention.end, word.end() if word else 0)])}

    @cached_property
    def _siblings(self) -> dict[str, str]:
        """The side of all names of one stem: "Swin" for that of "Swin-B"; but "GPT-2" is not a sibling of GPT-3."""
        roles: dict[str, set[str]] = {}
        for role, names in self._sides.names.items():
            for name in names:
                sibling = _STEM.fullmatch(name)
                if (
                    sibling
                    and role != OUTCOME
                    and not any(sibling["stem"] in phrase for phrase in self._phrases.values())
                ):
                    roles.setdefault(sibling["stem"], set()).add(role)
        return {stem: next(iter(found)) for stem, found in sorted(roles.items()) if len(found) == 1}
