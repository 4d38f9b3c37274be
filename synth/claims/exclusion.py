"""Why a sentence is no claim of the paper that it stands in: others' work, questions, plans, definitions, dangling."""

import re

from synth.models import Document, Section, SectionRole, Sentence
from synth.text import words

MIN_WORDS, MAX_WORDS = 6, 70
"""Bounds on a claim that can be read by itself."""

_SILENT_ROLES: frozenset[SectionRole] = frozenset({"background", "acknowledgement"})
_SILENT_HEADING = re.compile(
    r"related work|previous work|prior work|literature|background|preliminar|acknowledg|references|bibliograph|"
    r"funding|author contrib|conflict of interest|competing interest|ethic|checklist|notation|future work|"
    r"reproducib|licen[cs]e|prompt|annotat\w+ (?:guide|instruct)",
    re.IGNORECASE,
)
_CITATION = (
    r"(?:\[\d+(?:\s?[,;–-]\s?\d+)*\]|\((?:[^()]*?\bet al\b[^()]*|[^()]*\b(?:19|20)\d\d[a-z]?)\)|"
    r"\b[A-Z][\w’'-]+(?: et al\.?| (?:and|&) [A-Z][\w’'-]+),? ?[\[(](?:\d+|(?:19|20)\d\d[a-z]?)[\])])"
)
_OUR_OWN = re.compile(r"\b(?:we|our|ours|us)\b|\b(?:this|the present) (?:paper|work|study)\b", re.IGNORECASE)

_REASONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("question", re.compile(r"\?\s*[\"'”’)]*$")),
    (
        "others' work",  # "Lewis et al. (2020) show that ...", "[12] found", "recent work has shown", "prior approaches"
        re.compile(
            rf"^\W*(?:(?:in|by|following|as|according to|like|unlike|similar(?:ly)? to)\s)?{_CITATION}[^.]{{0,12}}"
            r"|\bet al\.?,? ?[\[(]?\S{0,10}[\])]?,? (?:also |further |have |has |first )*"
            r"(?:show|found|find|propos|introduc|demonstrat|report|argu|observ|stud|develop|use|present|suggest)"
            r"|\b(?:prior|previous|recent|earlier|existing|past|concurrent|other|several|many|some|related|follow-up|"
            r"subsequent) (?:\w+ ){0,2}(?:work|works|stud(?:y|ies)|research|researchers|authors|papers|literature|efforts|"
            r"approaches|methods|attempts) (?:\w+ )?(?:have|has|had|show|find|found|propos|use|suggest|demonstrat|focus|"
            r"report|argue|explor|investigat|stud|rely|relies|observ|also)"
            r"|\b(?:has|have) (?:\w+ )?been (?:\w+ )?(?:shown|proposed|demonstrated|reported|studied|explored|proven|used|"
            r"applied|suggested|found|observed|introduced|developed)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "hypothesis",  # "we hypothesize that", "this may be due to", "we expect"
        re.compile(
            r"\b(?:hypothesi[sz]e[sd]?|hypothesis|conjecture[sd]?|speculate|suspect|presumably|presume|we (?:\w+ )?(?:expect|"
            r"believe|assume|think|hope|anticipate)|might|may|perhaps|possibly|could be|would be|should be|it is (?:likely|"
            r"possible|plausible) that|one (?:possible )?(?:explanation|reason))\b",
            re.IGNORECASE,
        ),
    ),
    (
        "plan",  # "we leave ... to future work", "we will release", "we aim to", "in order to study X, we ..."
        re.compile(
            r"\b(?:future (?:work|research|stud|direction)|we (?:\w+ )?(?:leave|plan|aim|intend|seek|want|wish|need|will|ask)\b|"
            r"(?:our|the|this) (?:\w+ )?(?:goal|aim|objective|purpose|focus|motivation) (?:is|was|of)\b|remains? to be|"
            r"remains an open|open (?:question|problem)|let us|to investigate (?:whether|how|if)|research questions?)",
            re.IGNORECASE,
        ),
    ),
    (
        "describes the paper",  # "Section 3 describes", "Table 2 shows the results of", "see Appendix B", "is shown in Fig. 4"
        re.compile(
            r"^\W*(?:in )?(?:section|sec\.|§|appendix|chapter|the (?:next|following|remainder|rest))\b"
            r"|^\W*(?:figure|fig\.?|table|tab\.?|algorithm|equation|eq\.?|listing|panel) ?\(?\w{0,3}\d*[a-z]?\)?:"
            r"|\b(?:is|are) (?:shown|given|listed|presented|reported|provided|described|summari[sz]ed|detailed|depicted|"
            r"illustrated|discussed|included|available|defined|plotted|displayed) (?:\w+ )?(?:in|at|from|by|below|above|here)\b"
            r"|^see\b|\((?:see|cf\.) |\b(?:refer to|details (?:are|can)|can be found|as follows|organi[sz]ed as|publicly available|"
            r"we (?:\w+ )?(?:release|open-source|summari[sz]e|list|describe|discuss|detail|review|refer|report the|"
            r"present the|provide (?:the|details|more|an?)|show the))\b"
            r"|\b(?:code|data|models?) (?:is|are|will be) (?:\w+ )?available",
            re.IGNORECASE,
        ),
    ),
    (
        "definition",  # "We define recall as", "let X denote", "where k is the number of", "is defined as"
        re.compile(
            r"^\W*(?:let|where|suppose|assume|given|denote|recall that|consider|note that (?:we|for)|"
            r"e\.g\.|i\.e\.)\b|\b(?:defined? (?:\w+ ){0,3}as|we (?:define|denote)|denotes?|refers? to|stands for|"
            r"is (?:called|known as|referred to)|are (?:called|known as|referred to)|we (?:\w+ )?call)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "acknowledgement",
        re.compile(r"\b(?:we (?:would like to )?thank|supported by|grateful|funded by)\b", re.IGNORECASE),
    ),
)

_DANGLING = re.compile(
    r"^\W*(?:(?:this|that|it|they|these|those|such|he|she|both|either|neither|the (?:former|latter|above|same|other|"
    r"second|third|first|two|three|following|reason|difference|opposite|result is|results are|rest))\b"
    r"(?! (?:paper|work|study|article|survey|report)\b)"
    r"|(?:and|or|but|because|since|so|then|also|hence|therefore|thus|moreover|furthermore|additionally|similarly|likewise|"
    r"conversely|instead|nevertheless|nonetheless|otherwise|however|meanwhile|specifically|second(?:ly)?|third(?:ly)?|"
    r"first(?:ly)?|last(?:ly)?|finally|in (?:addition|contrast|particular|fact|this case|these cases|other words|that case)|"
    r"for this reason|as (?:a result|such|before|above|mentioned)|on the (?:other|contrary)|at the same time|"
    r"by contrast|to (?:this|that) end|despite (?:this|these)|with this|from this|after (?:this|that)|under this|for these)"
    r"\b,? (?:this|that|it|they|these|those|such|its|their|he|she|both|the (?:former|latter|same|above|two))\b"
    r"|(?:because|so|which|and|or|but|for this reason|the reason)\b)",
    re.IGNORECASE,
)
_ANAPHOR = re.compile(
    r"\b(?:the (?:former|latter|aforementioned)|(?<!all )these (?:two|three|four)|(?:as|described|mentioned|listed) "
    r"(?:above|below)|"
    r"this (?:is|was|means|shows|suggests|indicates|implies|makes|allows|leads|can))\b",
    re.IGNORECASE,
)
_SURVEY = re.compile(
    r"\b(?:a|an|this|our|comprehensive|systematic|literature|brief|critical|the) (?:\w+ )?(?:survey|review|overview)\b"
    r"(?! (?:paper|article)s?\b)|: a? ?(?:survey|review)\b|\b(?:survey|review) (?:of|on)\b",
    re.IGNORECASE,
)
ABSTRACT_CHARS = 1_500
_THEIRS = re.compile(
    r"\b(?:their|they|the authors?(?:’|')?s?|he|she)\b.{0,60}\b(?:work|method|model|approach|results?|"
    r"show|find|found|propos|report|adapt|improv|achiev|use)",
    re.IGNORECASE,
)
_OTHERS_SUBJECT = re.compile(rf"^\W*(?:[\w-]+ ){{0,4}}{_CITATION}|^.{{0,40}}\bet al\b")
_CONTINUES = re.compile(
    r"^\W*(?:the (?:authors?|proposed|method|model|approach|system|framework|study|work|paper|results?|technique|"
    r"experiments?)|here|in (?:their|this|the)|experiments?|results?|it|this|these|such)\b",
    re.IGNORECASE,
)
_OWN_FINDING = re.compile(
    r"\bwe (?:\w+ )?(?:find|found|show|showed|observe|observed|demonstrate|demonstrated|see|achieve|obtain)\b"
    r"|\bour (?:\w+ ){0,2}(?:results?|findings?|experiments?|analysis|evaluation|model|method|approach)\b",
    re.IGNORECASE,
)
_YIELDING = frozenset({"others' work", "hypothesis"})
"""Reasons that yield to the paper's own finding, where that comes first: "we find that X, which may be due to Y"."""


def silent_section(section: Section) -> bool:
    """Whether a section as a whole speaks of others' work, thanks, plans or rules, not of this paper's findings."""
    return section.role in _SILENT_ROLES or bool(_SILENT_HEADING.search(section.heading))


def exclusion(sentence: Sentence) -> str | None:
    """Why a sentence must not be a claim, in a few words; None where nothing speaks against it."""
    if sentence.unfit is not None:
        return sentence.unfit
    text = sentence.text
    length = len(words(text))
    if not MIN_WORDS <= length <= MAX_WORDS:
        return "too short" if length < MIN_WORDS else "too long"
    if _mostly_symbols(text):
        return "mostly symbols"
    own = _OWN_FINDING.search(text)
    for reason, pattern in _REASONS:
        match = pattern.search(text)
        if match and not (own and reason in _YIELDING and (reason == "others' work" or own.start() < match.start())):
            return reason
    if sentence.citations and not _OUR_OWN.search(text):
        return "others' work"
    if _DANGLING.search(text) or _ANAPHOR.search(text):
        return "dangling"
    return None


def _mostly_symbols(text: str) -> bool:
    """Whether less than 70 % of the characters are letters and spaces: a table row or a formula."""
    return sum(char.isalpha() or char.isspace() for char in text) < 0.7 * len(text)


class OthersWork:
    """Where a document tells of others' work without saying so in each sentence.

    "Guu et al. (2018) proposed ... Their method improves ...": what follows in the paragraph without "we" is theirs too.
    In a survey nearly every sentence is, so there only sentences with "we" or "our" are its own.
    """

    def __init__(self, document: Document) -> None:
        opening = f"{document.title or ''} {document.abstract[:ABSTRACT_CHARS]}"
        self.is_survey = bool(_SURVEY.search(opening))

    def told_in(self, section: Section, index: int) -> bool:
        """Whether the sentence at `index` of the section tells of others' work by its surroundings."""
        sentence = section.sentences[index]
        if _OUR_OWN.search(sentence.text):
            return False
        if self.is_survey and section.role not in ("abstract", "conclusion"):
            return True
        if _THEIRS.search(sentence.text):
            return True
        if not _CONTINUES.search(sentence.text):
            return False
        before = [other for other in section.sentences[:index] if other.paragraph == sentence.paragraph]
        last_own = max((place for place, other in enumerate(before) if _OUR_OWN.search(other.text)), default=-1)
        return any(_OTHERS_SUBJECT.search(other.text) for other in before[last_own + 1 :])
