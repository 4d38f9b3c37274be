"""A Document gives its card: the paper's own things and what each is, what it names beside, its baselines."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from synth.claims.acronyms import definitions as acronym_definitions
from synth.claims.baselines import baselines_in, sample_in, study_kind
from synth.claims.definitions import (
    Definition,
    cited_names,
    definitions_in,
    is_telling,
    noun_phrase,
    own_definitions,
    own_names,
    own_phrases,
    studied_phrases,
)
from synth.language.facets import family
from synth.language.lexicon import words_for
from synth.language.naming import is_name
from synth.language.text import STOP_WORDS
from synth.models import Document, Table
from synth.models.card import Card, Thing

MAX_KINDS = 12
"""So many kinds of one thing are kept, those said most often first."""
MAX_OTHERS = 120
MAX_UNNAMED = 4
MIN_ALIAS = 5
"""A part of a name stands for it where the text uses it so often by itself."""
MAX_SENTENCES = 1_500
"""Sentences that are read; a paper of more is a book."""
LEADING = 1 / 3
"""A name in title or abstract is the paper's own from this share of the count of its most frequent such name on."""

_SEPARATOR = re.compile(r"\s*(?::|–|—|\s-\s|\?)\s+")
_NAME_WORD = re.compile(r"[A-Za-z][\w+*-]*\w")
_OTHERS_BEFORE = words_for("others")


def read_card(document: Document) -> Card:
    """Read the card of a paper from its title, abstract, introduction and the sentences that define names."""
    reader = _Reader(document)
    return reader.card()


class _Reader:
    """What one pass over a document's sentences collects."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._title = document.title or ""
        self._lead = [*_abstract(document), *_texts(document, ("introduction",))]
        self._all = [*_abstract(document), *_body(document)][:MAX_SENTENCES]
        self._counts = _name_counts(self._all)
        self._cited: Counter[str] = Counter()
        self._kinds: dict[str, Counter[str]] = {}
        self._spelt: dict[str, Counter[str]] = {}
        self._acronyms: Counter[tuple[str, str]] = Counter()
        for text in self._all:
            self._learn(definitions_in(text))
            self._cited.update(dict.fromkeys(cited_names(text)).keys())
            self._acronyms.update(set(acronym_definitions(text)))
        for table in document.tables:
            self._learn(_row_groups(table))

    def card(self) -> Card:
        own = self._own()
        own_keys = {_key(thing.name) for thing in own}
        others = [
            Thing(name=self._spelling(key), kinds=_most(kinds))
            for key, kinds in self._kinds.items()
            if key not in own_keys
        ]
        others.sort(key=lambda thing: (-self._count(thing.name), thing.name))
        names = {_key(thing.name) for thing in others} | own_keys
        cited = [Thing(name=name) for name in sorted(self._cited, key=self._by_citations) if _key(name) not in names]
        return Card(
            paper_id=self._document.paper_id,
            title=self._title,
            own=own,
            topics=topics(self._title),
            others=(*others, *cited)[:MAX_OTHERS],
            baselines=baselines_in(self._all),
            acronyms=self._acronym_pairs(),
            study=study_kind(self._title, _abstract(self._document)),
            sample=sample_in(_abstract(self._document)),
        )

    def _by_citations(self, name: str) -> tuple[int, str]:
        return -self._cited[name], name

    def _learn(self, found: Iterable[Definition]) -> None:
        for definition in found:
            self._spelt.setdefault(_key(definition.name), Counter())[definition.name] += 1
            self._kinds.setdefault(_key(definition.name), Counter())[definition.kind] += 1
            if definition.cited:
                self._cited[definition.name] += 1

    def _own(self) -> tuple[Thing, ...]:
        """The paper's own things: of the title, of "we propose", of "our", of what it names most or studies."""
        weights: Counter[str] = Counter()
        kinds: dict[str, Counter[str]] = {}
        spelt: dict[str, str] = {}
        unnamed: Counter[str] = Counter()

        def add(name: str, kind: str, weight: float) -> None:
            key = _key(name)
            if self._cited[name] > weight * 2 and weight < 3:
                return
            weights[key] += weight  # type: ignore[assignment]
            spelt.setdefault(key, name)
            if kind:
                kinds.setdefault(key, Counter())[kind] += 1

        for name, kind in self._title_names():
            add(name, kind, 4)
        for text in self._lead:
            for phrase in own_phrases(text):
                for definition in own_definitions(phrase):
                    if definition.name:
                        add(definition.name, definition.kind, 3)
                    else:
                        unnamed[definition.kind] += 1
        for text in self._all:
            for name in own_names(text):
                add(name, "", 0.5)
        for name in self._frequent():
            add(name, "", 1)
        ranked = sorted(weights, key=lambda key: (-weights[key], -self._count(spelt[key]), key))
        own = [
            Thing(name=spelt[key], kinds=_most(kinds.get(key, Counter()) + self._kinds.get(key, Counter())))
            for key in ranked
            if weights[key] >= 1.5
        ]
        own += [Thing(name=alias, kinds=own[0].kinds) for alias in self._aliases(own[0].name)] if own else []
        own += [Thing(name=kind, kinds=(kind,)) for kind, _ in unnamed.most_common(MAX_UNNAMED) if is_telling(kind)]
        own += [Thing(name=phrase) for phrase in topics(self._title)[:MAX_UNNAMED] if _is_topic(phrase)]
        studied = Counter(
            phrase
            for text in self._lead
            for clause in studied_phrases(text)
            if (phrase := noun_phrase(re.sub(r"^(?:the |an? )?(?:\w+ )?\w+s? (?:of|between) ", "", clause)))
        )
        own += [Thing(name=phrase) for phrase, _ in studied.most_common(MAX_UNNAMED) if is_telling(phrase)]
        first: dict[str, Thing] = {}
        for thing in own:
            first.setdefault(_key(thing.name), thing)
        return tuple(first.values())

    def _aliases(self, name: str) -> Iterator[str]:
        """Parts of a name that the text uses by themselves, as "Mixer" of "MLP-Mixer"; no acronym of another thing."""
        parts = [] if " " in name else name.split("-")
        shorts = {short for short, _ in self._acronyms}
        for part in parts if len(parts) > 1 else ():
            lower = any(char.islower() for char in part[1:])
            if part[:1].isupper() and lower and part not in shorts and self._count(part) >= MIN_ALIAS:
                yield part

    def _title_names(self) -> Iterator[tuple[str, str]]:
        """Names in the title with what it says they are: "X: a Y", an acronym that it spells, a name it opens with."""
        parts = _SEPARATOR.split(self._title, maxsplit=1)
        head, rest = parts[0].strip(), parts[1] if len(parts) > 1 else ""
        if rest and len(head.split()) <= 4 and self._is_known(head):
            yield head, noun_phrase(rest, tail=True)
        elif self._is_known(head) and len(head.split()) <= 3:
            yield head, ""
        words = self._title.split()
        for place, word in enumerate(words):
            name = word.strip(" ,.:;()?!'’\"“”")
            before = words[place - 1].lower() if place else ""
            if (place and before in _OTHERS_BEFORE) or self._title.isupper():
                continue
            if re.search(r"[a-z].*[A-Z]|\d", name) and is_name(name) and self._count(name) >= 3:
                yield name, ""
        for key, long_forms in self._kinds.items():
            for long_form in long_forms:
                if self._spelling(key).isupper() and _opens_a_phrase(self._title, long_form):
                    yield self._spelling(key), long_form

    def _is_known(self, head: str) -> bool:
        """Whether a title's head is a name: by its form, or as the text writes it with a capital within sentences."""
        if not head or head.split()[0].lower() in STOP_WORDS:
            return False
        if len(head.split()) == 1 and self._count(head) >= 2 and is_name(head):
            return True
        within = sum(f" {head}" in text for text in self._all)
        return head[0].isupper() and within >= 3

    def _frequent(self) -> Iterator[str]:
        """The names that the abstract has and the whole text names most, with no citation beside them."""
        lead = " ".join([self._title, *_abstract(self._document)])
        inner = {
            name
            for name in _NAME_WORD.findall(lead)
            if is_name(name) and re.search(r"[A-Z].*[A-Z]|[a-z].*[A-Z]|\d", name)
        }
        counts = {name: self._count(name) for name in inner if self._cited[name] <= 1}
        most = max(counts.values(), default=0)
        for name in sorted(counts, key=lambda name: (-counts[name], name)):
            if counts[name] >= max(8, LEADING * most) and own_sign(name, self._all):
                yield name

    def _count(self, name: str) -> int:
        return self._counts[name.split()[0]]

    def _spelling(self, key: str) -> str:
        return self._spelt[key].most_common(1)[0][0]

    def _acronym_pairs(self) -> tuple[tuple[str, str], ...]:
        best: dict[str, str] = {}
        for (short, long_form), _ in sorted(self._acronyms.items(), key=lambda item: (-item[1], item[0])):
            best.setdefault(short, long_form)
        return tuple(sorted(best.items()))


def own_sign(name: str, texts: list[str]) -> bool:
    """Whether any text calls the name the paper's own: "our DPR", "we implement DPR", "DPR, our"."""
    spelt = re.escape(name)
    sign = re.compile(
        rf"\b[Oo]ur (?:[\w-]+ ){{0,2}}{spelt}\b|\b{spelt},? our\b|\b[Ww]e (?:call|name)\w* (?:it )?{spelt}\b"
    )
    return any(name in text and sign.search(text) for text in texts)


def topics(title: str) -> tuple[str, ...]:
    """The phrases of a title between its closed-class words: "minimum wages", "employment"."""
    found: list[str] = []
    for part in re.split(r"[:;,?!()“”\"–—]| - ", title):
        run: list[str] = []
        for word in [*part.split(), "of"]:
            if word.lower().strip("’'") in STOP_WORDS:
                if run:
                    found.append(" ".join(_uncapitalised(run, title.isupper())).strip(" .'’"))
                run = []
            else:
                run.append(word)
    return tuple(dict.fromkeys(phrase for phrase in found if len(phrase) > 2))


def _is_topic(phrase: str) -> bool:
    """Whether a title's phrase can be what is studied: several words, or a name; "suitable" and "lost" are neither."""
    return is_telling(phrase) and (" " in phrase or "-" in phrase or is_name(phrase))


def _uncapitalised(words: list[str], shouted: bool) -> list[str]:
    """Words of a title as within a sentence, but for those that have capitals within: "minimum wages", "GraphBLAS"."""
    return [word if word[1:] != word[1:].lower() and not shouted else word.lower() for word in words]


def _row_groups(table: Table) -> Iterator[Definition]:
    """What a table's rows are by the line that heads them: "Two-stage methods" over "Faster R-CNN"."""
    kind = ""
    for row in table.rows[table.header_rows :]:
        cells = [cell.text.strip() for cell in row]
        filled = {text for text in cells if text}
        label = cells[0] if cells else ""
        if len(filled) == 1 and len(cells) > 1 and re.search(r"[a-z]{3}", next(iter(filled))):
            kind = noun_phrase(next(iter(filled)).strip("*†: "))
        elif kind and label and len(filled) > 1:
            name = re.sub(r"\s*[\[(].*", "", label).strip(" +*†‡")
            if is_name(name) and len(name.split()) <= 4:
                yield Definition(name, kind, bool(re.search(r"\[\d|\(\D*\d{4}", label)))


def _abstract(document: Document) -> list[str]:
    """The sentences of the abstract, wherever it was read from."""
    texts = _texts(document, ("abstract",))
    return texts or ([document.abstract] if document.abstract else [])


def _texts(document: Document, roles: tuple[str, ...]) -> list[str]:
    return [s.text for section in document.sections if section.role in roles for s in section.sentences]


def _body(document: Document) -> list[str]:
    return [s.text for section in document.sections if section.role != "abstract" for s in section.sentences]


def _name_counts(texts: Iterable[str]) -> Counter[str]:
    counts = Counter(word.strip(" ,.:;()[]?!'’\"“”") for text in texts for word in text.split())
    for word, count in list(counts.items()):
        if word.endswith("s"):
            counts[word[: -2 if word.endswith(("'s", "’s")) else -1]] += count
    return counts


def _key(name: str) -> str:
    """What spellings of one name share: "FAST R-CNNs", "Fast R-CNN"."""
    return re.sub(r"[^a-z0-9]+", " ", name.lower()).strip().removesuffix("s")


def _opens_a_phrase(title: str, long_form: str) -> bool:
    """Whether a title has a long form of several words, not within a phrase behind "for", "with", "of"."""
    wanted = _families(long_form)
    words = _families(title)
    for start in range(len(words) - len(wanted) + 1) if len(wanted) > 1 else ():
        if words[start : start + len(wanted)] == wanted:
            behind = [word for word in words[:start] if word in STOP_WORDS]
            if not behind or behind[-1] not in _OTHERS_BEFORE:
                return True
    return False


def _families(text: str) -> list[str]:
    return [word if word in STOP_WORDS else family(word) for word in _key(text).split()]


def _most(kinds: Counter[str]) -> tuple[str, ...]:
    merged: dict[str, tuple[int, str]] = {}
    for kind, count in kinds.items():
        key = _key(kind)
        merged[key] = (merged.get(key, (0, ""))[0] + count, merged.get(key, (0, kind))[1] or kind)
    ranked = sorted(merged.values(), key=lambda item: (-item[0], item[1]))
    return tuple(kind for _, kind in ranked[:MAX_KINDS])
