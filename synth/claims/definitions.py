"""Definitions of names in a sentence: "X, a Y that", "a Y called X", "Ys such as X1 and X2", "X is a Y", "Y (X)".

Recognised by their context: closed-class words, capitals, brackets, whatever the topic.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from synth.claims.acronyms import definitions as acronym_definitions
from synth.claims.citing import CITATION
from synth.language.lexicon import any_word, words_for
from synth.language.naming import is_name
from synth.language.text import STOP_WORDS, idf, stem

MAX_KIND_WORDS = 9
"""A longer noun phrase is a clause."""

SPECIFIC_IDF = 3.9
"""The least IDF of a word that distinguishes things: "fuzzer", not "technique" (3.3)."""

_TOKEN = r"(?:[A-Z][\w+*/’'-]*(?:\.\d+)?|[a-z]{1,3}[A-Z][\w+-]*|[a-z]+-?\d+[\w-]*)"
NAME = rf"{_TOKEN}(?: (?:{_TOKEN}|\d[\w.]*)){{0,3}}"
_CITED = rf"(?: ?{CITATION})?"
_KIND = r"([^,;:()\[\]“”]{3,120})"
_LIST = rf"{NAME}{_CITED}(?:(?:, ?(?:and |or )?| and | or ){NAME}{_CITED}){{0,9}}"
_CALLED = f"(?:{any_word('called')})"
_HAS_CALLED, _HAS_EXAMPLES, _HAS_CITATION = map(re.compile, (_CALLED, any_word("examples"), CITATION))
_HAS_APPOSITION = re.compile(", (?:an? |our |the |one of the |another )")
_HAS_COPULA = re.compile(" (?:is|are|was|were) (?:an? |the |our |one of the )")
_HAS_NAME_IN_BRACKETS = re.compile(rf" \({_TOKEN}")
"""What the patterns below need somewhere: most sentences lack it and need not be tried at every position."""
_MEMBER = re.compile(rf"({NAME})({_CITED})")
_WE = r"(?:[Ww]e|[Tt]his (?:paper|work|article|study|letter|report)|(?:[Tt]he|our) (?:paper|authors))"
_THEN = r"(?:\w+ly |also |then |first |further |thus |here )?"

_APPOSITION = re.compile(rf"\b({NAME}){_CITED}, (?:an? |our |the |one of the |another ){_KIND}")
_COPULA = re.compile(
    rf"(?:^|[,;:.(] ?|that |[Tt]he |[Oo]ur |[Ww]hile )({NAME}){_CITED} (?:is|are|was|were) "
    rf"(?:an? |the |our |one of the ){_KIND}"
)
_NAMED = re.compile(rf"\b(?:an? |our |the )(?:\w+ly )?{_KIND}[,(]? ?\(?{_CALLED} (?:the |as )?[“\"‘']?({NAME})")
_PHRASE = re.compile(r"[\w’' -]{3,90}\Z")
_SUCH_AS = re.compile(rf",? \(?(?:{any_word('examples')}) (?:the )?({_LIST})")  # behind a phrase
_AND_OTHER = re.compile(rf"\b({_LIST}),? (?:and|or) (?:other|similar) {_KIND}")
_IN_BRACKETS = re.compile(rf" \(({_LIST})\)")  # behind a phrase
_BEFORE_CITED = re.compile(
    rf"\b(?:an?|the|our|two|three|other|and|with|of) ((?:[a-z][\w-]+ ){{1,4}})({NAME})(?= ?{CITATION})"
)
_BEFORE = re.compile(
    rf"\b(?:the|our|an?) ((?:[a-z][\w-]+ ){{1,5}})({NAME})(?=[,.;)]| (?:is|are|that|which|to|and|for|on|with)\b)"
)
_OWN_PHRASE = re.compile(rf"\b{_WE} {_THEN}(?:{any_word('proposes')})\w* (?:and \w+ )?([^;:.]{{3,200}})")
_ALONE = rf"(?=[,.;:()’”\"]|$| (?:{any_word('ends')}|[a-z]+s)\b)"
"""What follows a name that is not part of a longer phrase: "our QA system" is not called QA."""
_OWN_NAMED = re.compile(
    rf"\b(?:[Ww]e (?:call|name|term|dub|refer to)(?: (?:it|this|our|the|these|them)(?: [\w-]+){{0,4}}?)?(?: as| by)? "
    rf"[“\"‘']?({NAME})|[Oo]ur (?:\w+ )?({NAME}){_ALONE}|[Oo]ur (?:[a-z][\w-]+ ){{1,4}}(?:, |\()({NAME}))"
)
_STUDIES = re.compile(rf"\b{_WE} {_THEN}(?:{any_word('studies')})\w* ([^;:.]{{3,160}})")


class Definition(NamedTuple):
    """A name and one kind of thing that a text says it is; `cited` where a citation follows the name."""

    name: str
    kind: str
    cited: bool


_ENDS, _TAILS, _OPENING, _EMPTY = (words_for(key) for key in ("ends", "tails", "openings", "empty"))
_SUBJECTS, _OBJECTS = frozenset(("we", "they", "it", "i")), frozenset(("them", "it", "us"))
_ADJECTIVE = re.compile(r"(?:ed|ing|ive|al|ous|ic|ful|ble|ary|based|free|scale|level|domain)$")
"""An attribute before a name that is not its kind: "retrieval-augmented LMs"."""
_ADVERB = re.compile(r"\w+ly")


def noun_phrase(text: str, *, tail: bool = False) -> str:
    """The noun phrase that a text opens with, without its article; with `tail`, with what follows "for", "of", "on".

    "a fast greybox fuzzer that finds bugs" gives "fast greybox fuzzer"; "" where there is none.
    """
    chosen: list[str] = []
    for word in text.strip(" \"“‘'").split():
        if chosen and word.startswith("("):
            break
        bare = word.strip("“”\"‘’',.()")
        lower = bare.lower()
        if not chosen and (lower in _OPENING or _ADVERB.fullmatch(lower) or lower in _EMPTY):
            continue
        if lower in _ENDS or (lower in _TAILS and (not tail or not chosen)) or not bare:
            break
        if lower in STOP_WORDS and lower not in _TAILS | _OPENING:
            if len(chosen) > 1 and lower in _OBJECTS:
                chosen.pop()  # "surveys found them": the word before a pronoun is a verb
            break
        if chosen and tail and lower in _OPENING:
            continue
        chosen.append(bare)
        if word[-1] in ",.;:" or len(chosen) >= MAX_KIND_WORDS:
            break
    while chosen and chosen[-1].lower() in _TAILS | _OPENING:
        chosen.pop()
    phrase = " ".join(chosen)
    return phrase if any(char.isalpha() for char in phrase) and len(phrase) > 2 else ""


def last_noun_phrase(text: str) -> str:
    """The noun phrase that a text ends with: "we compare with dense retrievers" gives "dense retrievers"."""
    chosen: list[str] = []
    for word in reversed(text.split()):
        lower = word.lower()
        if lower in STOP_WORDS or lower in _ENDS or lower in _TAILS or len(chosen) >= 6 or word.endswith((".", ",")):
            if chosen and lower in _SUBJECTS:
                chosen.pop()  # "we use solvers": the word after a pronoun is a verb
            break
        chosen.append(word)
    while chosen and _ADVERB.fullmatch(chosen[-1].lower()):
        chosen.pop()
    return " ".join(reversed(chosen))


def is_specific(kind: str) -> bool:
    """Whether a noun phrase says what a thing is; "key techniques" and "method" fit any paper."""
    return any(
        idf(stem(word)) >= SPECIFIC_IDF
        for word in re.findall(r"[a-z]{2,}", kind.lower())
        if word not in STOP_WORDS and not _ADVERB.fullmatch(word)
    )


def own_phrases(text: str) -> Iterator[str]:
    """What the paper proposes: the text behind "we propose", up to the end of the clause."""
    for match in _OWN_PHRASE.finditer(text):
        yield match[1]


def studied_phrases(text: str) -> Iterator[str]:
    """What the paper studies: the text behind "we examine"."""
    for match in _STUDIES.finditer(text):
        yield match[1]


def own_names(text: str) -> Iterator[str]:
    """Names behind "our" and "we call it"."""
    for match in _OWN_NAMED.finditer(text):
        name = next(group for group in match.groups() if group)
        if is_name(name):
            yield name


def own_definitions(phrase: str) -> Iterator[Definition]:
    """Name and kind of what is proposed: "DPR, a dense retriever", "a fuzzer called X", "a model (X)"."""
    kind = noun_phrase(phrase, tail=True)
    match = re.match(
        rf"(?:the |our )?({NAME})(?:{_CITED}| \(([^)]*)\))(?:,| -| –|—| as|:)? (?:which is )?(?:an? |the |our )(.+)",
        phrase,
    )
    if match and is_name(match[1]):
        yield Definition(match[1], noun_phrase(match[3], tail=True), False)
        return
    match = re.match(
        rf"(?:an? |the |our |\w+ )?([^,;()]{{3,120}}?),? ?\(?(?:{_CALLED}|,|—|–|i\.e\.,?) ?(?:the )?[“\"‘']?({NAME})",
        phrase,
    )
    if match and is_name(match[2]):
        yield Definition(match[2], noun_phrase(match[1], tail=True), False)
        return
    match = re.match(rf"(?:an? |the |our )?([^,;()]{{3,120}}) \(({NAME})\)", phrase)
    if match and is_name(match[2]):
        yield Definition(match[2], noun_phrase(match[1], tail=True), False)
        return
    match = re.match(rf"(?:the |our )?({NAME})\b", phrase)
    if match and is_name(match[1]):
        yield Definition(match[1], noun_phrase(phrase[match.end() :], tail=False), False)
        return
    match = re.match(rf"(?:an? |the |our )?((?:[a-z][\w-]* ){{1,6}})({NAME}){_ALONE}", phrase)
    if match and is_name(match[2]) and _ENDS.isdisjoint(match[1].split()) and _TAILS.isdisjoint(match[1].split()):
        yield Definition(match[2], noun_phrase(match[1]), False)
        return
    if kind:
        yield Definition("", kind, False)


def definitions_in(text: str) -> list[Definition]:
    """All definitions of names in a sentence, each once, in order of the patterns."""
    found: list[Definition] = []

    def add(name: str, kind: str, cited: bool = False) -> None:
        name = name.strip(" ,.'’")
        if kind and is_name(name) and kind.lower() != name.lower() and not _is_bare(kind):
            found.append(Definition(name, kind, cited))

    for match in _APPOSITION.finditer(text) if _HAS_APPOSITION.search(text) else ():
        add(match[1], noun_phrase(match[2], tail=True))
    for match in _COPULA.finditer(text) if _HAS_COPULA.search(text) else ():
        add(match[1], noun_phrase(match[2], tail=True))
    for match in _NAMED.finditer(text) if _HAS_CALLED.search(text) else ():
        add(match[2], noun_phrase(match[1], tail=True))
    for pattern, has in ((_SUCH_AS, _HAS_EXAMPLES), (_IN_BRACKETS, _HAS_NAME_IN_BRACKETS)):
        for phrase, match in _behind_phrases(pattern, text) if has.search(text) else ():
            kind = last_noun_phrase(phrase)
            for member in _MEMBER.finditer(match[1]):
                add(member[1], kind, bool(member[2]))
    for match in _AND_OTHER.finditer(text) if " other " in text or " similar " in text else ():
        for member in _MEMBER.finditer(match[1]):
            add(member[1], noun_phrase(match[2]), bool(member[2]))
    for pattern in (_BEFORE_CITED, _BEFORE) if _is_citing(text) else (_BEFORE,):
        for match in pattern.finditer(text):
            if not _ADJECTIVE.search(kind := last_noun_phrase(match[1])):
                add(match[2], kind, pattern is _BEFORE_CITED)
    if "(" in text:
        for short, long_form in acronym_definitions(text):
            add(short, long_form)
    return list(dict.fromkeys(found))


def _behind_phrases(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Each match behind a phrase, with the phrase: ten times as fast as one pattern for both, which would try each
    character of the text as the first of a phrase.
    """
    start = free = 0
    while match := pattern.search(text, start):
        phrase = _PHRASE.search(text, max(free, match.start() - 90), match.start())
        if phrase:
            yield phrase[0], match
            start = free = match.end()
        else:
            start = match.start() + 1


def cited_names(text: str) -> Iterator[str]:
    """Names followed by a citation."""
    for match in _MEMBER.finditer(text) if _is_citing(text) else ():
        if match[2] and is_name(match[1]):
            yield match[1]


def _is_citing(text: str) -> bool:
    return ("(" in text or "[" in text) and _HAS_CITATION.search(text) is not None


def _is_bare(kind: str) -> bool:
    return all(word.lower() in STOP_WORDS or len(word) < 2 for word in kind.split())
