"""The names in a paper for a question's subject, comparators and outcomes, by the cards of all papers.

A class is named by its members: what any paper says a name is, applies in every paper. "Our method" is the subject
where the paper's own system belongs to its class; "vanilla" and "without X" are the comparator of an effect.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from synth.language.lexicon import any_of, words_of
from synth.language.naming import absence_words, is_name
from synth.language.side_phrases import Phrase, Token, head_of, merged_acronyms, telling_words, tokens, wordings
from synth.language.text import content_stems
from synth.models import Question
from synth.models.card import Card

SUBJECT, COMPARATOR, OUTCOME = "subject", "comparator", "outcome"
"""Roles; a second comparator is "comparator 2" and so on."""
MEMBER = 0.6
"""The share of a class's weight that a kind must have for its members to belong to the class."""
OWN_MEMBER = 0.45
"""For a paper's own system less is enough: its title and its kinds together show what it is."""
OWN_METHOD, WE, IT, STUDIED, OTHER = 0.8, 0.3, 0.4, 0.4, 0.35
"""How strongly "our method", "we", "it", "the treatment", and any other system name a side."""
MIN_SUPPORT = 0.2
"""The share of a name's kinds that must make it a member: one "LLMs with retrieval" does not."""
MAX_CARRIED_KINDS = 12
MAX_OWN_NAMES = 2
"""How many of a paper's own names count for its side where no kind of theirs decides."""

_NOT_A_METHOD = (
    r"(?!(?:\w+ )?(?:results?|findings?|experiments?|analys[ei]s|stud(?:y|ies)|work|goal|data|contributions?)\b)"
)
_OWN_METHOD = re.compile(
    rf"\b(?:[Oo]urs\b|[Oo]ur {_NOT_A_METHOD}[\w-]+|[Tt]he proposed [\w-]+|[Pp]roposed (?:method|approach|model))"
)
_WE = re.compile(r"\b[Ww]e\b")
_IT = re.compile(
    r"^\W*(?:It|They|(?:This|The|These) (?:[\w-]+ )?"
    r"(?:methods?|approach(?:es)?|models?|systems?|techniques?|algorithms?|frameworks?|tools?))\b"
)
_BESIDE = re.compile(r"\s\(?")
_IS_BESIDE = re.compile(r"\s(?:\(|(?:is|was|are|were|seems?|remains?|being|as)\s(?:[\w-]+\s){0,3})?")
_BASED_ON = re.compile(r"^.*[\w-]+ed\s+(?=\w)")
_SO_FAR = re.compile(rf"\b(?:baselines?|(?:{any_of(words_of('sides', 'so far'))}) [\w-]+)", re.IGNORECASE)
_TREATED = re.compile(r"\b(?:interventions?|treatments?|treated|exposed|experimental group)\b", re.IGNORECASE)


class Mention(NamedTuple):
    """A stretch of a text, `text[start:end]`, that names a side, with a strength in [0, 1]."""

    role: str
    start: int
    end: int
    strength: float


def other_side(named: Mapping[str, float]) -> float:
    """The strength of the most strongly named comparator, 0 for none."""
    return max((strength for role, strength in named.items() if role.startswith(COMPARATOR)), default=0.0)


class Sides:
    """The sides of a question by the cards of all papers read; `of` gives those of one paper."""

    def __init__(self, question: Question, cards: Iterable[Card]) -> None:
        self.cards = {card.paper_id: card for card in cards}
        self.acronyms = merged_acronyms(self.cards.values())
        self.phrases: dict[str, list[Phrase]] = {}
        subjects = question.subjects
        for place, text in enumerate(subjects):
            rivals = [other for other in subjects if other != text]
            role = SUBJECT if place == 0 else COMPARATOR if place == 1 else f"{COMPARATOR} {place}"
            self.phrases[role] = [Phrase(part, self.acronyms, rivals) for part in wordings(text, question.text)]
        outcomes = [
            Phrase(part, self.acronyms, ()) for text in question.outcomes for part in wordings(text, question.text)
        ]
        if outcomes:
            self.phrases[OUTCOME] = outcomes
        self.implied_comparator = len(subjects) == 1
        self._own = {paper_id: self._own_side(card) for paper_id, card in self.cards.items()}
        self._members = self._find_members()
        self._of: dict[str, PaperSides] = {}

    def of(self, paper_id: str) -> "PaperSides":
        """The sides of one paper; for a paper without a card, those of the question alone."""
        if paper_id not in self._of:
            card = self.cards.get(paper_id) or Card(paper_id=paper_id)
            self._of[paper_id] = PaperSides(self, card, self._members, self._own.get(paper_id))
        return self._of[paper_id]

    def role_of(
        self, kinds: Mapping[str, float], least: float = MEMBER, min_support: float = 0.0
    ) -> tuple[str, float] | None:
        """The side that a thing of these kinds belongs to, with its strength; None for neither.

        `kinds` weighs each kind by its frequency; more than a share of `min_support` of that weight must belong
        to the side. Of two sides the one with a distinctive word wins, "hybrid fuzzer" against "fuzzer", then the one
        that more of the kinds support.
        """
        best: tuple[bool, bool, float, str] | None = None
        strength = 0.0
        cores = {kind: self._core_of(head_of(kind)) for kind in kinds}
        for role, phrases in self.phrases.items():
            for phrase in phrases:
                shares = {kind: phrase.share(core) for kind, core in cores.items()}
                support = sum(weight * shares[kind] for kind, weight in kinds.items() if shares[kind] >= least)
                rank = (role != OUTCOME, bool(phrase.distinctive), round(support, 6), role)
                if support > min_support * sum(kinds.values()) and (best is None or rank > best):
                    best, strength = rank, max(shares.values())
        return (best[3], min(1.0, strength)) if best else None

    def _core_of(self, kind: str) -> str:
        """What a kind is, without what it is based on where that tells the sides apart: "neural network" of
        "kernel-based neural network".
        """
        core = _BASED_ON.sub("", kind)
        phrases = (phrase for some in self.phrases.values() for phrase in some if phrase.distinctive)
        return core if core != kind and any(phrase.share(core) >= OWN_MEMBER for phrase in phrases) else kind

    def _find_short_names(self) -> Iterator[tuple[str, str]]:
        """Acronyms and symbols of what a side's phrase ends in: "Tc" for "superconducting transition temperature"."""
        for short, long_form in self.acronyms.items():
            side = self.role_of({long_form: 1.0}, OWN_MEMBER)
            if side and any(phrase.text.lower().endswith(long_form) for phrase in self.phrases[side[0]]):
                yield short, side[0]

    def is_plain(self, role: str) -> bool:
        """Whether a side of a comparison has no distinctive word: "fuzzing alone" against "hybrid fuzzing"."""
        return (
            len(self.phrases) > 1 and role.startswith(COMPARATOR) and not any(p.distinctive for p in self.phrases[role])
        )

    @cached_property
    def is_new(self) -> bool:
        """Whether a comparison is with what has been done so far: "conventional heuristics"."""
        others = [phrase for role, phrases in self.phrases.items() if role.startswith(COMPARATOR) for phrase in phrases]
        return any(not words_of("sides", "usual").isdisjoint(phrase.text.lower().split()) for phrase in others)

    def _shares_noun(self, card: Card) -> bool:
        """Whether a paper's title has a word of the subject."""
        title = {family for token in tokens(card.title, self.acronyms) for family in token.families}
        return any(not title.isdisjoint(phrase.weights) for phrase in self.phrases.get(SUBJECT, ()))

    def _find_members(self) -> dict[tuple[str, ...], tuple[str, float, str]]:
        """Each name of a card that belongs to a side's class: its tokens, with role, strength and spelling."""
        kinds: dict[str, dict[str, float]] = {}
        for card in self.cards.values():
            for thing in (*card.own, *card.others):
                if is_name(thing.name):
                    known = kinds.setdefault(thing.name, {})
                    for place, kind in enumerate(thing.kinds):
                        known[kind] = known.get(kind, 0) + 1 / (1 + place)
        members: dict[tuple[str, ...], tuple[str, float, str]] = {}
        for short, role in self._find_short_names():
            _add_member(members, short, role, 1.0)
        for name, known in sorted(kinds.items()):
            ranked = sorted(known, key=lambda kind: (-known[kind], kind))[:MAX_CARRIED_KINDS]
            found = self.role_of({**{kind: known[kind] for kind in ranked}, name: 1.0}, min_support=MIN_SUPPORT)
            if found:
                _add_member(members, name, *found)
        for paper_id, side in sorted(self._own.items()):
            own = self.cards[paper_id].own
            if side and own and is_name(own[0].name):  # what a paper calls its own it knows better than others do
                members.pop(_key(own[0].name), None)
            for thing in own[:MAX_OWN_NAMES] if side else ():
                named = (thing.name[:1].isupper() or is_name(thing.name)) and thing.kinds == own[0].kinds
                if side and named and _key(thing.name) not in members:
                    _add_member(members, thing.name, *side)
        return members

    def _own_side(self, card: Card) -> tuple[str, float] | None:
        """The side of a paper's own system: by its baselines, by its kinds, by the title."""
        lacking = any(
            phrase.absent and phrase.share(baseline)
            for phrase in self.phrases.get(SUBJECT, [])
            for baseline in card.baselines
        )
        side: tuple[str, float] | None = (SUBJECT, 0.5) if lacking else None
        for thing in card.own if side is None else ():
            kinds = {kind: 1 / (1 + place) for place, kind in enumerate(thing.kinds)}
            found = self.role_of({**kinds, thing.name: 1.0}, OWN_MEMBER)
            if found and found[0] != OUTCOME:
                side = found
                break
        if side is None:
            found = self.role_of(dict.fromkeys([card.title, *card.topics], 1.0), OWN_MEMBER)
            if found and found[0] != OUTCOME:
                side = (found[0], found[1] * 0.8)
        if side is None and any(phrase.absent for phrase in self.phrases.get(SUBJECT, [])):
            side = (SUBJECT, 0.5)  # "networks without attention" are all that are not of the other side
        if side is None and self.is_new and self._shares_noun(card):
            side = (SUBJECT, 0.5)  # against what is conventional, a paper on the matter puts forward the new
        if side and self.is_plain(side[0]):
            side = (SUBJECT, 0.5)  # a paper on "fuzzing" proposes something beyond the plain side
        return side


class PaperSides:
    """The sides of a question as one paper names them.

    `names` are spellings by role, for masking; `own_role` is the side of the paper's own system, or None.
    """

    def __init__(
        self,
        sides: Sides,
        card: Card,
        members: Mapping[tuple[str, ...], tuple[str, float, str]],
        own_side: tuple[str, float] | None,
    ) -> None:
        self._sides = sides
        self.card = card
        self._names = members
        self.own_role: str | None = own_side[0] if own_side else None
        self._own_strength = own_side[1] if own_side else 0.0
        self._openings: dict[str, int] = {}
        for key in self._names:
            self._openings[key[0]] = max(self._openings.get(key[0], 0), len(key))
        self._others = [thing.name for thing in card.others if is_name(thing.name) and len(thing.name) > 2]
        self.names = self._spellings()
        self._mentions: dict[str, tuple[Mention, ...]] = {}

    def _spellings(self) -> dict[str, tuple[str, ...]]:
        names: dict[str, list[str]] = {role: [] for role in self._sides.phrases}
        for role, phrases in self._sides.phrases.items():
            names[role].extend(phrase.text for phrase in phrases)
        for role, _, name in self._names.values():
            names[role].append(name)
        if self.own_role:
            names[self.own_role].append("our method")
        if self._sides.implied_comparator:
            names.setdefault(COMPARATOR, []).extend(self.card.baselines)
        return {role: tuple(dict.fromkeys(found)) for role, found in names.items()}

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """All mentions of a side in a text, in order, without overlaps: names before phrases before "our method".

        Computed once for each text, since ranking, votes and values use the same.
        """
        if text not in self._mentions:
            self._mentions[text] = self._find(text)
        return self._mentions[text]

    def _find(self, text: str) -> tuple[Mention, ...]:
        found: list[Mention] = []
        stream = tokens(text, self._sides.acronyms)
        taken = [False] * len(stream)
        self._find_names(text, stream, taken, found)
        members = tuple(found)
        ranked = sorted(
            (
                (hit, role)
                for role, phrases in self._sides.phrases.items()
                for phrase in phrases
                for hit in phrase.find(stream, taken)
            ),
            key=lambda item: (-round(item[0].strength, 1), -item[0].weight, item[1]),
        )
        for hit, role in ranked:
            places = [place for place in hit.places if not taken[place]]
            if len(places) < len(hit.places):
                continue
            for place in places:
                taken[place] = True
            found.append(Mention(role, stream[places[0]].start, stream[places[-1]].end, hit.strength))
        phrases = [mention for mention in found if mention not in members]
        found = [
            mention
            for mention in found
            if mention not in members or not any(_overrides(text, phrase, mention) for phrase in phrases)
        ]
        self._find_own(text, found)
        self._find_implied(text, stream, found)
        return tuple(sorted(_without_overlaps(found), key=lambda mention: (mention.start, mention.end)))

    def hints(self, text: str) -> list[tuple[str, Token]]:
        """The words that by themselves tell one side from the others, with its role, in order."""
        return list(telling_words(self._sides.phrases, tokens(text, self._sides.acronyms)))

    def named(self, text: str) -> dict[str, float]:
        """How strongly the text names each side, in [0, 1], for every role of the question."""
        strengths = dict.fromkeys(self._sides.phrases, 0.0)
        if self._sides.implied_comparator:
            strengths.setdefault(COMPARATOR, 0.0)
        for mention in self.mentions(text):
            strengths[mention.role] = max(strengths[mention.role], mention.strength)
        return strengths

    def addressed(self, text: str) -> dict[str, float]:
        """How strongly the text names each side, or has words that are related to it, in [0, 1].

        "Regeneration was fastest in the cool seasons" addresses "wound healing".
        """
        strengths = self.named(text)
        stems = frozenset(content_stems(text))
        for role, phrases in self._sides.phrases.items():
            strengths[role] = max(strengths[role], *(phrase.related(stems) for phrase in phrases))
        return strengths

    @cached_property
    def addressed_in_title(self) -> dict[str, float]:
        """How strongly the paper's title addresses each side."""
        return self.addressed(self.card.title)

    def _find_names(self, text: str, stream: Sequence[Token], taken: list[bool], found: list[Mention]) -> None:
        free = 0  # behind the last name
        for place, token in enumerate(stream):
            longest = self._openings.get(token.plain)
            if longest is None or place < free:
                continue
            for length in range(min(longest, len(stream) - place), 0, -1):
                key = tuple(token.plain for token in stream[place : place + length])
                side = self._names.get(key)
                start, end = token.start, stream[place + length - 1].end
                if side and _is_spelt(side[2], text[start:end]):
                    while place + length < len(stream) and _is_joined(text[end : stream[place + length].start]):
                        end = stream[place + length].end
                        length += 1
                    taken[place : place + length] = [True] * length
                    found.append(Mention(side[0], start, end, side[1]))
                    free = place + length
                    break

    def _find_own(self, text: str, found: list[Mention]) -> None:
        if self.own_role:
            for pattern, strength in ((_OWN_METHOD, OWN_METHOD), (_WE, WE), (_IT, IT)):
                for match in pattern.finditer(text):
                    found.append(Mention(self.own_role, match.start(), match.end(), strength * self._own_strength))
        if self._sides.implied_comparator and self.own_role == SUBJECT:
            for match in _TREATED.finditer(text):
                found.append(Mention(SUBJECT, match.start(), match.end(), STUDIED))

    def _find_implied(self, text: str, stream: Sequence[Token], found: list[Mention]) -> None:
        """Add the mentions of the other side of an effect: "vanilla", "without X", and weakly another system's name.

        Of a comparison with what has been done so far weakly that: "ten state-of-the-art fuzzers".
        """
        if self._sides.is_new and self.own_role == SUBJECT:
            found += [Mention(COMPARATOR, match.start(), match.end(), OTHER) for match in _SO_FAR.finditer(text)]
        if not self._sides.implied_comparator:
            return
        lacking = any(phrase.absent for phrase in self._sides.phrases.get(SUBJECT, ()))
        for match in absence_words().finditer(text):
            found.append(Mention(SUBJECT if lacking else COMPARATOR, match.start(), match.end(), 0.9))
        for token in stream:
            if token.plain in _WITHOUT and not lacking:
                near = next((m for m in found if m.role == SUBJECT and 0 <= m.start - token.end <= 12), None)
                if near:
                    found.remove(near)
                    found.append(Mention(COMPARATOR, token.start, near.end, 1.0))
        for thing in self._others:
            start = text.find(thing)
            if start >= 0 and not any(m.start < start + len(thing) and start < m.end for m in found):
                found.append(Mention(COMPARATOR, start, start + len(thing), OTHER))


_WITHOUT = frozenset(("without", "no", "w/o", "non", "not", "lack"))


def _key(name: str) -> tuple[str, ...]:
    return tuple(token.plain for token in tokens(name, {}))


def _add_member(members: dict[tuple[str, ...], tuple[str, float, str]], name: str, role: str, strength: float) -> None:
    key = _key(name)
    if key and (key not in members or members[key][1] < strength):
        members[key] = (role, strength, name)


def _is_spelt(name: str, text: str) -> bool:
    """Whether a text writes a name with a capital as the name has one: "retro" is not "Retro"."""
    return name.islower() or any(char.isupper() for char in text)


def _is_joined(between: str) -> bool:
    """Whether what follows belongs to the name: the "B" and the "16" of "Mixer-B/16"."""
    return between in ("-", "/", "_")


def _overrides(text: str, phrase: Mention, name: Mention) -> bool:
    """Whether a phrase assigns the name beside it to another side than its card does: "black-box EvoMaster", "EvoMaster
    seems the best black-box fuzzer".
    """
    if phrase.role == name.role:
        return False
    before, after = sorted((phrase, name), key=lambda mention: mention.start)
    link = _BESIDE if before == phrase else _IS_BESIDE
    return bool(link.fullmatch(text, before.end, after.start))


def _without_overlaps(found: Sequence[Mention]) -> list[Mention]:
    """The mentions without those that overlap a stronger one."""
    chosen: list[Mention] = []
    for mention in sorted(found, key=lambda m: (-m.strength, m.start, m.end)):
        if all(mention.end <= other.start or other.end <= mention.start for other in chosen):
            chosen.append(mention)
    return chosen
