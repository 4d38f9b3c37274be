"""Whose work a sentence is about, by its context: the paragraph before it, the paper's own names, its abstract."""

import re
from collections.abc import Iterable, Sequence

from synth.claims.citing import CITATION, OUR_OWN, any_of
from synth.language.text import STOP_WORDS, stem, words
from synth.models import Document, Section, Sentence

ABSTRACT_CHARS = 1_500
"""How much of an abstract is read to recognise a survey."""

_SURVEY = any_of(
    r"\b(?:a|an|this|our|comprehensive|systematic|literature|brief|critical|the) (?:\w+ )?(?:survey|review|overview)\b",
    r": a? ?(?:survey|review)\b",
    r"\b(?:survey|review) (?:of|on)\b",
)
_OF_PEOPLE = any_of(
    r"\brespondents?\b|\bquestionnaires?\b|\bsurvey(?:ed)? (?:experiment|data|question|sample|item)|meta-?analy"
)
"""A survey of people, or a meta-analysis, has findings of its own: "we field two surveys ... of respondents"."""
_OTHERS_DID = any_of(
    r"\b(?:their|they|the authors?(?:’|')?s?|he|she)\b.{0,60}\b(?:work|method|model|approach|results?|show|find|found|"
    r"propos|report|adapt|improv|achiev|use)"
)
_OTHERS_SUBJECT = re.compile(rf"^\W*(?:[\w-]+ ){{0,4}}{CITATION}|^.{{0,40}}\bet al\b")
_CONTINUES = any_of(
    r"^\W*(?:the (?:authors?|proposed|method|model|approach|system|framework|study|work|paper|results?|technique|"
    r"experiments?)|here|in (?:their|this|the)|experiments?|results?|it|this|these|such)\b"
)
_NAME = r"[A-Z][\w-]*[A-Z0-9][\w-]*"
_CITED_NAME = re.compile(rf"\b({_NAME})[\w ,-]{{0,20}}? ?{CITATION}")
_OWN_NAME = re.compile(
    r"\b(?:[Ww]e|[Oo]ur|[Tt]his (?:paper|work))\b(?: \S+){0,12}? (?:propose|introduce|present|develop|call|name|dub|"
    rf"release)\w*\b(?: \S+){{0,8}}? \(?({_NAME})|\b[Oo]ur (?:\w+ ){{0,2}}({_NAME})"
)
_OWN_OPENINGS = ("We ", "we ", "Our ", "our ", "This ", "this ")
"""`_OWN_NAME` can only match a text that contains one of these."""
_SUBJECT = re.compile(
    rf"^\W*(?:(?:[Aa]lthough|[Ww]hile|[Hh]owever|[Bb]ut|[Ii]n contrast|[Ss]imilarly),? )?(?:[Tt]he )?({_NAME})"
)
THEY = "they"
SUBJECT_CHARS = 40
"""A name that begins within this many characters is likely the subject."""
NEIGHBOURS = 3
"""How many sentences back a citation introduces the name that a sentence opens with."""


class Attribution:
    """Sentences of one document about the work of others, where the sentence itself does not show it.

    "Guu et al. (2018) proposed ... The method improves ...": the rest of the paragraph without "we" is about their work
    too. In a survey nearly every sentence is, so only sentences with "we" or "our" are its own. A sentence that opens
    with a name that a neighbour introduced with a citation, "ORQA (Lee et al., 2019)", is about others' work, unless
    the paper calls the name its own.
    """

    def __init__(self, document: Document) -> None:
        about = f"{document.title or ''} {document.abstract[:ABSTRACT_CHARS]}"
        self.is_survey = bool(_SURVEY.search(about)) and not _OF_PEOPLE.search(about)
        texts = [
            document.title or "",
            document.abstract,
            *(s.text for section in document.sections for s in section.sentences),
        ]
        own = (text for text in texts if any(opening in text for opening in _OWN_OPENINGS))
        self._own_names = {name for text in own for found in _OWN_NAME.findall(text) for name in found if name}
        self._own_names |= set(re.findall(_NAME, document.title or ""))
        self._abstract = frozenset(_topic(words(document.abstract)))
        self._own_name = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(self._own_names)))})\b")

    def own_name_features(self, text: str) -> list[str]:
        """Feature names for a text with one of the paper's own names, "our model DPR", or near its beginning."""
        named = self._own_name.search(text) if self._own_names else None
        if named is None:
            return []
        return ["own=named", "own=subject"] if named.start() < SUBJECT_CHARS else ["own=named"]

    def echo(self, tokens: Sequence[str]) -> list[str]:
        """The share of a sentence's topic that is in the abstract, in sixths, as a feature name; none without one.

        A paper repeats its findings in its abstract. `tokens` are the sentence's words in lower case.
        """
        if not self._abstract:
            return []
        topic = _topic(tokens)
        return [f"echo:abstract={min(5, 6 * len(topic & self._abstract) // max(1, len(topic)))}/6"]

    def is_others(self, section: Section, index: int) -> bool:
        """Whether the sentence at `index` of the section is about others' work, by its context."""
        if OUR_OWN.search(section.sentences[index].text):
            return False
        if self.is_survey and section.role not in ("abstract", "conclusion"):
            return True
        return self._opens_with_their_name(section, index) or self._continues_others_work(section, index)

    @staticmethod
    def doubts(sentence: Sentence) -> tuple[str, ...]:
        """`THEY`, where a sentence is about what "they" or "their method" did: other authors mostly, or patients."""
        is_doubted = not OUR_OWN.search(sentence.text) and _OTHERS_DID.search(sentence.text)
        return (THEY,) if is_doubted else ()

    def _continues_others_work(self, section: Section, index: int) -> bool:
        """Whether it continues on a cited work of its paragraph: "Guu et al. proposed ... The method ..."."""
        sentence = section.sentences[index]
        if not _CONTINUES.match(sentence.text):
            return False
        before = [other.text for other in section.sentences[:index] if other.paragraph == sentence.paragraph]
        last_own = max((place for place, text in enumerate(before) if OUR_OWN.search(text)), default=-1)
        return any(_OTHERS_SUBJECT.search(text) for text in before[last_own + 1 :])

    def _opens_with_their_name(self, section: Section, index: int) -> bool:
        """Whether it opens with a name that a neighbour cites: "Although ORQA shows that ..., it suffers from ..."."""
        subject = _SUBJECT.match(section.sentences[index].text)
        if subject is None or subject[1] in self._own_names:
            return False
        near = section.sentences[max(0, index - NEIGHBOURS) : index + 1]
        return any(name == subject[1] for sentence in near for name in _CITED_NAME.findall(sentence.text))


def _topic(tokens: Iterable[str]) -> set[str]:
    """The stems of words that carry a topic, without numbers."""
    return {stem(token) for token in tokens if len(token) > 1 and token not in STOP_WORDS and token[0].isalpha()}
