"""The card of a Document: the paper's own systems and what each is, the others that it names, its baselines."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from synth.claims.acronyms import definitions as acronym_definitions
from synth.claims.acronyms import most_first, symbol_definitions
from synth.claims.baselines import baselines_in, sample_in, study_kind
from synth.claims.definitions import (
    Definition,
    cited_names,
    definitions_in,
    is_specific,
    noun_phrase,
    own_definitions,
    own_names,
    own_phrases,
    studied_phrases,
)
from synth.language.facets import family
from synth.language.lexicon import words_for
from synth.language.naming import has_inner_capital, is_name
from synth.language.text import STOP_WORDS
from synth.models import Document, Table
from synth.models.card import Card, Thing

MAX_KINDS = 12
"""Kinds per thing, the most frequent first."""
MAX_OTHERS = 120
MAX_UNNAMED = 4
MIN_ALIAS = 5
"""How often the text must use a part of a name by itself for it to be an alias."""
MAX_SENTENCES = 1_500
"""Sentences that are read; a longer document is a book."""
LEADING = 1 / 3
"""The least frequency of an own name, as a share of that of the most frequent name in title or abstract."""

_SEPARATOR = re.compile(r"\s*(?::|–|—|\s-\s|\?)\s+")
_NAME_WORD = re.compile(r"[A-Za-z][\w+*-]*\w")
_OTHERS_BEFORE = words_for("others")


def read_card(document: Document) -> Card:
    """Read the card of a paper from its title, abstract, introduction and the sentences that define names."""
    reader = _Reader(document)
    return reader.card()


class _Reader:
    """What is collected in one pass over a document's sentences."""

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
        self._symbols: Counter[tuple[str, str]] = Counter()
        for text in self._all:
            self._learn(definitions_in(text))
            self._cited.update(dict.fromkeys(cited_names(text)).keys())
            self._acronyms.update(set(acronym_definitions(text)))
            self._symbols.update(set(symbol_definitions(text)))
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
        """The paper's own things: in its title, behind "we propose" and "our", named most often, or studied."""
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
        own += [Thing(name=kind, kinds=(kind,)) for kind, _ in unnamed.most_common(MAX_UNNAMED) if is_specific(kind)]
        own += [Thing(name=phrase) for phrase in topics(self._title)[:MAX_UNNAMED] if _is_topic(phrase)]
        studied = Counter(
            phrase
            for text in self._lead
            for clause in studied_phrases(text)
            if (phrase := noun_phrase(re.sub(r"^(?:the |an? )?(?:\w+ )?\w+s? (?:of|between) ", "", clause)))
        )
        own += [Thing(name=phrase) for phrase, _ in studied.most_common(MAX_UNNAMED) if is_specific(phrase)]
        first: dict[str, Thing] = {}
        for thing in own:
            first.setdefault(_key(thing.name), thing)
        return tuple(first.values())

    def _aliases(self, name: str) -> Iterator[str]:
        """Parts of a name that the text uses by themselves, as "Mixer" of "MLP-Mixer"; not another thing's acronym."""
        parts = [] if " " in name else name.split("-")
        shorts = {short for short, _ in self._acronyms}
        for part in parts if len(parts) > 1 else ():
            lower = any(char.islower() for char in part[1:])
            if part[:1].isupper() and lower and part not in shorts and self._count(part) >= MIN_ALIAS:
                yield part

    def _title_names(self) -> Iterator[tuple[str, str]]:
        """Names in the title with their kinds: "X: a Y", an acronym that it spells out, the name that it opens with."""
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
        """Whether the head of a title is a name: by its form, or capitalised within sentences of the text."""
        if not head or head.split()[0].lower() in STOP_WORDS:
            return False
        if len(head.split()) == 1 and self._count(head) >= 2 and is_name(head):
            return True
        within = sum(f" {head}" in text for text in self._all)
        return head[0].isupper() and within >= 3

    def _frequent(self) -> Iterator[str]:
        """The names in title or abstract that the text uses most, without a citation beside them."""
        lead = " ".join([self._title, *_abstract(self._document)])
        inner = {name for name in _NAME_WORD.findall(lead) if is_name(name) and has_inner_capital(name)}
        counts = {name: self._count(name) for name in inner if self._cited[name] <= 1}
        most = max(counts.values(), default=0)
        for name in sorted(counts, key=lambda name: (-counts[name], name)):
            if counts[name] >= max(8, LEADING * most) and is_called_own(name, self._all):
                yield name

    def _count(self, name: str) -> int:
        return self._counts[name.split()[0]]

    def _spelling(self, key: str) -> str:
        return self._spelt[key].most_common(1)[0][0]

    def _acronym_pairs(self) -> tuple[tuple[str, str], ...]:
        """Acronyms with their long forms, and symbols with what they stand behind more than once."""
        best: dict[str, str] = {}
        symbols = Counter({pair: count for pair, count in self._symbols.items() if count > 1})
        for (short, long_form), _ in (*most_first(self._acronyms), *most_first(symbols)):
            best.setdefault(short, long_form)
        return tuple(sorted(best.items()))


def is_called_own(name: str, texts: list[str]) -> bool:
    """Whether any text calls the name the paper's own: "our DPR", "we call it DPR", "DPR, our"."""
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
    """Whether a phrase of a title can be what is studied: several words, or a name; not "suitable" or "lost"."""
    return is_specific(phrase) and (" " in phrase or "-" in phrase or is_name(phrase))


def _uncapitalised(words: list[str], shouted: bool) -> list[str]:
    """Words of a title as within a sentence, except those with inner capitals: "minimum wages", "GraphBLAS"."""
    return [word if word[1:] != word[1:].lower() and not shouted else word.lower() for word in words]


def _row_groups(table: Table) -> Iterator[Definition]:
    """The kinds of a table's rows by the heading of their group: "Two-stage methods" above "Faster R-CNN"."""
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
    """The sentences of the abstract, from its section, else from the metadata."""
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
    """The normal form of a name's spellings: "FAST R-CNNs", "Fast R-CNN"."""
    return re.sub(r"[^a-z0-9]+", " ", name.lower()).strip().removesuffix("s")


def _opens_a_phrase(title: str, long_form: str) -> bool:
    """Whether a title contains a long form of several words, not in a phrase behind "for", "with" or "of"."""
    phrase = _families(long_form)
    words = _families(title)
    for start in range(len(words) - len(phrase) + 1) if len(phrase) > 1 else ():
        if words[start : start + len(phrase)] == phrase:
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
