"""Which rows and columns of a table a sentence names: labels, their short forms, and "our model"."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from synth.gates.derivations.grid import Entry, Grid
from synth.gates.derivations.prose import Line
from synth.text import STOP_WORDS, stem

_TOKEN = re.compile(r"w/o|[^\W_]+(?:[’'](?=s\b))?")
_KEPT = frozenset({"all", "both", "full", "without", "no", "over", "before", "after"})
_DROPPED = (STOP_WORDS - _KEPT) | frozenset({"s", "set", "data", "dataset", "datasets"})
_SHORT = {
    "natural question": "nq", "trivia qa": "triviaqa", "tqa": "triviaqa", "web question": "webq", "webquestion": "webq",
    "exact match": "em", "accuraci": "acc", "accur": "acc", "f 1": "f1", "f score": "f1", "f measur": "f1",
    "f1 score": "f1",
    "precis": "prec", "rec": "recall", "recal": "recall", "develop": "dev", "valid": "val", "averag": "avg",
    "mean": "avg", "av": "avg",
    "w/o": "without", "no": "without", "remov": "without", "ablat": "without", "disabl": "without", "omit": "without",
    "exclud": "without", "drop": "without", "minus": "without", "leav out": "without", "take away": "without",
    "add": "plus",
    "perplex": "ppl",
    "hotpot qa": "hotpotqa", "hotpot": "hotpotqa", "ms marco": "msmarco", "train set": "train", "test set": "test",
    "param": "paramet", "sec": "second", "milli second": "ms", "millisecond": "ms", "lat": "latenc", "mem": "memori",
    "overal": "overall", "word error rate": "wer", "mean reciproc rank": "mrr", "avg reciproc rank": "mrr",
    "ndcg 10": "ndcg10", "r 20": "recall20", "r 100": "recall100", "r 5": "recall5", "r 10": "recall10",
    "recall 20": "recall20", "recall 100": "recall100", "recall 5": "recall5", "recall 10": "recall10",
    "recall 1": "recall1", "r 1": "recall1", "hit 1": "hits1", "hit 10": "hits10", "english": "en", "german": "de",
    "french": "fr", "spanish": "es", "chines": "zh", "out domain": "ood", "in domain": "indomain",
}  # fmt: skip
"""What authors write in full in the text and short in tables, as stems; applied to both."""
_LETTERS = {"p": "prec", "r": "recall", "f": "f1"}
_YEAR = re.compile(r"(?:19|20)\d\d")
_PARENTHESIS = re.compile(r"\([^()]*\)")
_CITATION = re.compile(r"\[[\d,;\s–-]+\]|\(\s*[A-Z][^()]*\b(?:19|20)\d\d[a-z]?\)|[†‡*⋆∗§¶↑↓]|\^\([^()]*\)")
_OURS = re.compile(r"\b[Oo]urs?\b|\b[Tt]his (?:work|paper)\b|\b[Pp]roposed\b")
_WE = re.compile(
    r"\b(?:[Oo]ur (?:full |final |complete |best |proposed |own |new |main |joint )?(?:model|method|system"
    r"|approach|parser"
    r"|retriever|reader|pipeline|framework|architecture|classifier|tagger|reranker|network|ranker|agent"
    r"|variant)|[Oo]urs"
    r"|[Ww]e\b|[Tt]he (?:proposed|full) (?:model|method|system|approach|pipeline))"
)
_FULL = re.compile(
    r"^(?:the )?(?:full|complete|original|whole|entire)(?: (?:model|system|pipeline|method|approach))?$|^all$", re.I
)
_NAMED = re.compile(
    r"\b(?:propos|present|introduc|call|dub|nam|describ|develop|refer)\w*\s(?:(?:it|this|our|the|a|an|to"
    r"|as|new|novel|named|called"
    r"|model|system|method|approach|resulting)\s){0,4}(?P<name>[A-Z][\w+-]*[A-Z0-9][\w+-]*|[A-Z][a-z]+)(?=[\s,.;:()]|$)"
    r"|\b[Oo]ur (?:\w+\s)?(?:model|method|system|approach|parser|retriever|reader|pipeline|framework|architecture"
    r"|classifier|tagger|network|tool|agent|variant|algorithm)\s(?P<ours>[A-Z][\w+-]*[A-Z][\w+-]*)"
    r"|(?P<alone>\b[A-Z][\w+-]*[A-Z][\w+-]*), our\b"
)


class Token(NamedTuple):
    """A word by its stem or short form, and where it stands."""

    stem: str
    start: int
    end: int


class Mention(NamedTuple):
    """A label that a text names, at `text[start:end]`."""

    label: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words of a text that can be part of a label, short forms for full ones."""
    found = []
    for match in _TOKEN.finditer(text):
        word = match[0].lower().rstrip("’'")
        if word not in _DROPPED or (len(word) == 1 and match[0].isupper()):
            found.append(Token(stem(word), match.start(), match.end()))
    return _shortened(found)


def _shortened(found: Sequence[Token]) -> list[Token]:
    short, at = [], 0
    while at < len(found):
        for length in (3, 2, 1):
            run = found[at : at + length]
            form = _SHORT.get(" ".join(token.stem for token in run)) if len(run) == length else None
            if form:
                short.append(Token(form, run[0].start, run[-1].end))
                at += length
                break
        else:
            short.append(found[at])
            at += 1
    return short


@cache
def forms(label: str) -> tuple[tuple[str, ...], ...]:
    """The sequences of stems by which a text may name a label: whole, without its bracket, and the bracket's inside."""
    plain = _CITATION.sub(" ", label)
    sign = (
        "without " if re.match(r"\s*[−–-]\s?[^\W\d]", plain) else "plus " if re.match(r"\s*\+\s?[^\W\d]", plain) else ""
    )
    plain = re.sub(r"(?<=\w)[Δ∆]+\s*$", "", plain)  # "sal7Δ", a mutant that the text calls sal7
    texts = [sign + plain, sign + _PARENTHESIS.sub(" ", plain)]
    texts += [] if sign else [inner[1:-1] for inner in _PARENTHESIS.findall(plain) if len(inner) > 4]
    if len(label.strip()) == 1 and label.strip().lower() in _LETTERS:
        return ((_LETTERS[label.strip().lower()],),)
    made = (tuple(token.stem for token in tokens(text)) for text in texts)
    return tuple(dict.fromkeys(form for form in made if form and (_YEAR.fullmatch(plain.strip()) or not _digits(form))))


def _digits(form: Sequence[str]) -> bool:
    return all(part.isdigit() for part in form)


class Names:
    """What the paper calls its own system, and its abbreviations, read once from its sentences."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.own: set[str] = set()
        self._abstract = ""
        self._of_rows: dict[tuple[Entry, ...], set[str]] = {}
        for line in lines:
            if line.place.startswith("Abstract") or "Introduction" in line.place:
                self._abstract += f" {line.text}"
            for match in _NAMED.finditer(line.text):
                name = match["name"] or match["ours"] or match["alone"]
                self.own.add(name.rstrip("-"))

    def is_ours(self, entry: Entry, grid: Grid) -> bool:
        """Whether a row is the paper's own system: marked so, or named as the paper says that it is called."""
        if any(_OURS.search(label) for label in entry.labels):
            return True
        if grid.rows not in self._of_rows:
            marked = any(_OURS.search(other.name) for other in grid.rows)
            told = set() if marked else self.own & {_bare(row.own) for row in grid.rows}
            self._of_rows[grid.rows] = told if told or marked else self._of_abstract(grid.rows)
        return _bare(entry.own) in self._of_rows[grid.rows]

    def _of_abstract(self, rows: Sequence[Entry]) -> set[str]:
        """The only system of a table that abstract and introduction tell what it does: "Marlin puts sorting off"."""
        owns = {_bare(row.own) for row in rows}
        said = {
            own for own in owns if own[:1].isupper() and re.search(rf"(?<!\w){re.escape(own)}(?!\w)", self._abstract)
        }
        begins = {own for own in said if re.search(rf"[.?!] {re.escape(own)} [a-z]+s\b", f". {self._abstract.strip()}")}
        return begins if len(said) == 1 else set()


def label_stems(entry: Entry) -> set[str]:
    """All words by which the labels of an entry may be named."""
    ways = {part for label in entry.labels for form in forms(label) for part in form}
    return ways | {token.stem for token in tokens(entry.name)}


def _bare(label: str) -> str:
    return _PARENTHESIS.sub("", _CITATION.sub("", label)).strip()


def mentioned(text: str, entries: Sequence[Entry], corner: Sequence[str] = ()) -> list[Mention]:
    """The labels of rows or columns that a text names, in order; the longest where they overlap."""
    words = tokens(text)
    stems = [word.stem for word in words]
    found: list[tuple[int, int, str]] = []
    for label in dict.fromkeys(label for entry in entries for label in entry.labels):
        ways = [*forms(label), *_numbered(label, corner)]
        for form in ways:
            for at in range(len(stems) - len(form) + 1):
                if tuple(stems[at : at + len(form)]) == form and _in_case(label, text, words[at : at + len(form)]):
                    found.append((at, at + len(form), label))
    found.sort(key=lambda item: (item[0] - item[1], item[0]))
    kept: list[tuple[int, int, str]] = []
    for first, last, label in found:
        if not any(first < b and a < last and (a, b) != (first, last) for a, b, _ in kept):
            kept.append((first, last, label))
    return [
        Mention(label, words[first].start, words[last - 1].end)
        for first, last, label in sorted(dict.fromkeys(kept))
        if _is_meant(label, tuple(stems[first:last]), [other for a, b, other in kept if (a, b) == (first, last)])
    ]


def _is_meant(label: str, said: tuple[str, ...], same: Sequence[str]) -> bool:
    """Whether words mean one label of those that they fit: the one that is no more than them ("S2ORC (PDF)" is not)."""
    if len(set(same)) == 1:
        return True
    whole = [other for other in set(same) if forms(other)[:1] == (said,)]
    return whole == [label]


def _in_case(label: str, text: str, words: Sequence[Token]) -> bool:
    """A label of few capitals ("IT", "P") is no common word of the text ("it")."""
    if len(words) > 1 or len(label) > 4 or not label.isupper():
        return True
    said = text[words[0].start : words[0].end]
    return said != said.lower() or len(said) > len(label)


def _numbered(label: str, corner: Sequence[str]) -> list[tuple[str, ...]]:
    """How a text names a row that is labelled by a number: by the header of its stub, "k = 5" or "5 layers"."""
    if not re.fullmatch(r"[\d.,]+[kKMB]?", label.strip()) or not corner:
        return []
    number = tuple(token.stem for token in tokens(label))
    return [way for name in corner for head in forms(name) for way in ((*head, *number), (*number, *head)) if number]


def ours(text: str) -> list[tuple[int, int]]:
    """Where a text speaks of the paper's own system: "our model", "we"."""
    return [match.span() for match in _WE.finditer(text)]


def is_full(entry: Entry) -> bool:
    """Whether a row is the system with all of its parts."""
    return bool(_FULL.match(_bare(entry.own)))
