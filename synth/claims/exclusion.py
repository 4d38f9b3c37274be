"""Reasons why a sentence may not be a finding of its paper, by its own words: exclusions and doubts.

Excluded are sentences that cannot be quoted by themselves (unfit, a question, a fragment, dangling), and those whose
main clause is about others' work. A guess, a plan, a proposal, a set-up, a definition, or others' work in a tail are
doubts, which the model of `findings` weighs: "BM25 wins, which may be due to overlap" has one and is a finding.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from synth.claims.citing import CITATION, OUR_OWN, OWN_FINDING, any_of
from synth.language.lexicon import word_list, words_of
from synth.language.text import words
from synth.models import Section, SectionRole, Sentence

MIN_WORDS, MAX_WORDS = 6, 70
"""Bounds on the words of a claim that can be read by itself."""
_NO_LETTERS = re.compile(r"[^\w\s]|[\d_]")
MIN_LETTERS = 0.7
"""The share of letters and spaces below which a sentence is a table row or a formula."""

_EXCLUDED_ROLES: frozenset[SectionRole] = frozenset({"background", "acknowledgement"})
_EXCLUDED_HEADING = any_of(
    r"related work|previous work|prior work|literature|background|preliminar|notation|^\W*future work",
    "acknowledg|references|bibliograph|funding|author contrib|conflict of interest|competing interest|licen[cs]e",
    r"ethic|checklist|reproducib|^prompts?\b|prompts? (?:templates?|formats?|details)|annotat\w+ (?:guide|instruct)",
)

OTHERS_WORK, HYPOTHESIS, DESCRIBES, CITES = "others' work", "hypothesis", "describes the paper", "cites"
DANGLING, FAR_BACK = "dangling", "points far back"
TAIL = " in a tail"
"""Suffix of a doubt whose cause is an aside, mostly behind the main clause."""
_NO_CONTEXT = frozenset({"question", "too long", "mostly symbols", FAR_BACK})
_ON_OTHERS = frozenset({OTHERS_WORK, CITES})
_FLOAT = (
    r"(?:figures?|figs?\.|tables?|tab\.) ?\(?(?:[a-z]?\.?\d\S*|[ivx]+\b)"
    r"(?: (?:and|to) (?:figure|table)? ?\d\S*)?(?: \(\w+\))?"
)
_NAMES_FLOAT = re.compile(
    rf"^\W*{_FLOAT}|^\W*we (?:show|plot|report|present|give|compare)\b(?! that\b)|^\*", re.IGNORECASE
)
_SHOWN = "show|find|found|propos|introduc|demonstrat|report|argu|observ|stud|develop|use|present|suggest"
_OPENERS = (
    "(?:similarly|likewise|in contrast|conversely|however|for (?:example|instance)|(?:more )?recently|finally|moreover"
    "|furthermore|additionally|in addition|also)"
)
_QUESTION = re.compile(r"\?\s*[\"'”’)]*$")
_DOUBTS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    (
        OTHERS_WORK,
        "[ ( al shown been work works study studies research researchers authors papers literature efforts approaches "
        "methods attempts existing previous prior current earlier traditional while although despite their evidence "
        "paper study thought believed known accepted claimed argued calculations simulations experiments measurements "
        "observations analyses reports trials surveys indicated",
        # "Lewis et al. (2020) ...", "In [12] ..."
        any_of(
            rf"^\W*(?:{_OPENERS},\s)?(?:(?:in|by|following|as|according to|like|unlike|similar(?:ly)? to)\s)?{CITATION}"
            r"[^.]{0,12}",
            # "Doe's paper focuses on", "Their results imply", "was demonstrated in their study"
            r"^\W*(?:[A-Z][\w-]+[’']s|the authors[’']) (?:\w+ )?(?:paper|study)\b",
            r"^\W*their (?:\w+ ){0,2}(?:results?|findings?|estimates?|study|studies|work|paper|analys[ei]s)\b",
            r"\bin their (?:\w+ )?(?:study|work|paper)\b",
            # "Increasing evidence has indicated", "Recently, studies have found"
            r"\b(?:increasing|growing|accumulating|mounting|emerging|recent|previous) (?:\w+ )?evidence "
            r"(?:has |have )?(?:\w+ )?(?:indicat|suggest|show|demonstrat|support|accumulat)",
            rf"\b(?:studies|researchers|papers) have (?:\w+ )?(?:{_SHOWN}|indicat|shown)",
            rf"\bet al\.?,? ?[\[(]?\S{{0,10}}[\])]?,? (?:also |further |have |has |first )*(?:{_SHOWN})",
            # "similar to our paper, Rathner (2012) also studies"
            rf"\b[a-z][\w’'-]+ \((?:19|20)\d\d[a-z]?\),? (?:also |further |has |first )*(?:{_SHOWN}|conclud|examin)",
            # "recent work has shown", "prior approaches rely on"
            r"\b(?:prior|previous|recent|earlier|existing|past|concurrent|other|several|many|some|related|follow-up|"
            r"subsequent) (?:\w+ ){0,2}(?:works?|stud(?:y|ies)|research|researchers|authors|papers|literature|efforts|"
            r"approaches|methods|attempts)(?: [\[(][^\])]{1,60}[\])])? (?:\w+ )?"
            rf"(?:have|has|had|{_SHOWN}|focus|explor|investigat|rel(?:y|ies))",
            # "As indicated in several reports", "That study also documented", "Doe (2007), which finds"
            r"^\W*as (?:\w+ed|shown|found|seen) (?:in|by) (?:several|many|most|other|previous|prior|earlier|recent|some"
            r"|numerous|various) ",
            r"^\W*(?:that|those|the (?:former|earlier|original|other)) "
            r"(?:study|studies|papers?|authors?|works?|article)\b",
            rf"\b[A-Z][\w’'-]+ \((?:19|20)\d\d[a-z]?\),? (?:which|who) (?:\w+ )?(?:{_SHOWN})",
            rf"^\W*(?:{_OPENERS},\s)?[A-Z][\w’'-]+(?: (?:and|&) [A-Z][\w’'-]+| et al\.)?,? \((?:19|20)\d\d[a-z]?\) "
            r"(?:\w+ )?\w+(?:ed|ts|ds|ws)\b",
            # "Doe [30] reports the experiences", "The general literature on frogs suggests"
            rf"^\W*[A-Z][\w’'-]+(?: (?:and|&) [A-Z][\w’'-]+)? \[\d[^\]]{{0,12}}\] (?:\w+ )?(?:{_SHOWN}"
            rf"|conclud|estimat|not)",
            rf"\bliterature (?:on (?:[\w-]+ ){{1,4}})?(?:{_SHOWN}|has|have|indicat|conclud|assum|agree|tends)",
            # "recent calculations of the gap have shown"
            r"\b(?:prior|previous|recent|earlier|past) (?:\w+ ){0,2}(?:calculations|simulations|experiments|"
            r"measurements|observations|analyses|reports|trials|surveys) (?:(?:of|in|on|with) (?:[\w-]+ ){1,4})?"
            r"(?:have|had) ",
            # "Most existing LMs employ", "While LLMs excel, they still face challenges"
            r"^\W*(?:most |many |several |some |all |the )?(?:existing|previous|prior|current|earlier|traditional)\b",
            r"^\W*(?:while|although|despite)\b.*\b(?:they|it) (?:still |also )?(?:face|suffer|struggle|lack)s?\b",
            # "as shown by Talmor et al."
            r"\b(?:as|was|were) (?:\w+ )?(?:\w+ed|shown|found) (?:by|in) (?:\w+ ){1,3}(?:et al|\()",
            # "RALM methods were shown to improve", "has been shown to"
            r"\b(?:was|were) (?:\w+ )?shown to\b",
            r"\b(?:has|have) (?:\w+ )?been (?:\w+ )?(?:shown|proposed|demonstrated|reported|studied|explored|proven|"
            r"used|applied|suggested|found|observed|introduced|developed|claimed|argued|believed|thought)\b",
            # "It is commonly thought that", "it is known [2] that"
            r"\bit is (?:\w+ )?(?:thought|believed|known|accepted|claimed|argued)(?: [\[(][^\])]{1,40}[\])])? that\b",
        ),
    ),
    (
        HYPOTHESIS,
        "hypothesis hypothesize hypothesizes hypothesized hypothesise hypothesises hypothesised conjecture "
        "conjectures conjectured speculate suspect presumably presume expect believe assume think hope anticipate "
        "might may perhaps possibly could would should likely possible plausible explanation reason",
        # "we hypothesize that", "which may be due to", "we expect"
        any_of(
            r"(?<!\bas )\bhypothesi[sz]ed\b|(?<!confirming our )\bhypothesis\b",
            r"\b(?:hypothesi[sz]es?|conjecture[sd]?|speculate|suspect|presumably|presume)\b",
            r"\bwe (?:\w+ )?(?:expect|believe|assume|think|hope|anticipate)\b",
            r"\b(?:might|may|perhaps(?! (?:un)?surprising)|possibly|could be|would be|should be|"
            r"it is (?:likely|possible|plausible) that)\b",
            r"\bone (?:possible )?(?:explanation|reason)\b",
        ),
    ),
    (
        "plan",
        "future goal aim aims objective purpose focus motivation remain remains open let research investigate leave "
        "plan intend seek want wish need will ask",
        # "we leave ... to future work", "our goal is", "to investigate whether"
        any_of(
            r"\bfuture (?:work|research|stud|direction)",
            r"\bwe (?:\w+ )?(?:leave|plan|aim|intend|seek|want|wish|need|will(?! (?:show|see))|ask)\b",
            r"\b(?:our|the|this) (?:\w+ )?(?:goal|aim|objective|purpose|focus|motivation) (?:is|was|of)\b",
            r"\b(?:remains? to be (?!done)|remains an open|open (?:question|problem)|let us|research questions?)",
            r"\baims? to\b",
            r"\bto investigate (?:whether|how|if)",
        ),
    ),
    (
        DESCRIBES,
        "§ : section sec appendix chapter next following remainder rest see cf refer details found figure figures "
        "fig figs table tables tab follows organized organised available shown given listed presented reported "
        "provided described summarized summarised detailed depicted illustrated discussed included defined plotted "
        "displayed release open summarize summarise list describe discuss detail review report present provide show "
        "how effectiveness efficacy utility potential",
        # "Section 3 describes", "Table 2: ...", "is shown in Fig. 4", "we release", "(see Appendix B)"
        any_of(
            r"^\W*(?:in )?(?:section|sec\.|§|appendix|chapter|the (?:next|following|remainder|rest))\b",
            r"^\W*(?:figure|fig\.?|table|tab\.?|algorithm|equation|eq\.?|listing|panel) ?\(?\w{0,3}\d*[a-z]?\)?:",
            r"\b(?:is|are) (?:shown|given|listed|presented|reported|provided|described|summari[sz]ed|detailed|"
            r"depicted|illustrated|discussed|included|available|defined|plotted|displayed) "
            r"(?:\w+ )?(?:in|at|from|by|below|above|here)\b",
            r"\bwe (?:\w+ )?(?:release|open-source|summari[sz]e|list|describe|discuss|detail|review|refer|"
            r"report the|present the|provide (?:the|details|more|an?)|show the)\b",
            r"^see\b|\((?:see|cf\.) |\brefer to\b|\bdetails (?:are|can)\b|\bcan be found\b",
            # "Figure 2 compares the two", "In Figure 30, we show accuracy as a function of size"; not "shows that"
            rf"^\W*(?:finally, |next, )?{_FLOAT} (?:also )?(?:compares?|presents?|lists?|gives?|describes?|plots?|"
            r"depicts?|illustrates?|provides?|reports?|summari[sz]es|analy[sz]es|"
            r"shows? (?:the|our|an?|examples?|some|ablations?)\b)(?!.*\b(?:that|outperform|improv|than)\w*)",
            # "in §6.1 we show performance gains", "we show how it rewards retrievals"
            r"\bin (?:section|sec\.|§) ?[\d.]+,? we\b|\bwe (?:show|demonstrate|explain|illustrate|study) how\b",
            r"\bwe (?:\w+ )?(?:demonstrate|show|evaluate|study) the (?:effectiveness|efficacy|utility|potential)"
            r" of\b(?!.*\d)",
            rf"^\W*in {_FLOAT},? we (?:show|present|plot|compare|visuali[sz]e)\b(?! that\b)",
            r"\b(?:as follows|organi[sz]ed as|publicly available)\b",
            r"\b(?:code|data|models?) (?:is|are|will be) (?:\w+ )?available",
        ),
    ),
    (
        "proposal",
        "we paper work",
        # "We propose a retriever"; "We propose a retriever that outperforms BM25 by 3.1 points" reports a finding
        any_of(
            r"\b(?:we|this paper|this work) (?:\w+ )?(?:propose|introduce|present|develop|design)s?\b"
            r"(?!.*(?:\d\s?%|\d\.\d|\b(?:outperform|surpass|state-of-the-art|significant|improv|achiev|better)\w*))"
        ),
    ),
    (
        "set-up",
        "rate rates size sizes decay dropout warmup up steps temperature = ≈ search sweep tuning selection "
        "optimization optimisation use used set train trained tune tuned finetune finetuned initialize initialized "
        "initialise initialised sample sampled evaluate evaluated experiment experimented compare compared conduct "
        "conducted collect collected discard discarded",
        # "a learning rate of 0.001", "we found that ℓ = 32 was optimal", "We train the reader on 79,168 questions"
        any_of(
            r"\b(?:learning rates?|batch sizes?|weight decay|dropout(?: rate)?|warm-?up(?: steps)?|beam size|"
            r"temperature) (?:of|is|was|are|were|between|from|to)\b ?(?:set |fixed |to )*\S*\d",
            r"\b(?:found|find|set|use|used|choose|chose|select) (?:that )?\S{1,12} ?[=≈] ?[\d.]+",
            r"\bhyper-?parameter (?:search|sweep|tuning|selection|optimi[sz]ation)\b",
            r"^\W*(?:(?:for|using|with|on|in|following) [^,]{3,60}, )?we (?:then |first |also )?"
            r"(?:use|set|train|fine-?tune|initiali[sz]e|sample|"
            r"evaluate|experiment|compare|conduct|collect|discard)(?:e?d)?\b(?!.*\b(?:outperform|improv"
            r"|achiev|find|found|show|better|"
            r"than|observ|significant)\w*)",
        ),
    ),
    (
        "definition",
        "let where suppose assume given denote denotes recall consider note e i define defined refer refers referred "
        "stands call called known abbreviated",
        # "We define recall as", "where k is the number of", "is called"
        any_of(
            r"^\W*(?:let|where|suppose|assume|given|denote|recall that|consider|note that (?:we|for)|e\.g\.|i\.e\.)\b",
            r"\b(?:defined? (?:\w+ ){0,3}as|we (?:define|denote)|denotes?|refers? to|stands for|we (?:\w+ )?call)\b",
            r"\b(?:is|are) (?:called|known as|referred to)\b|\babbreviated as\b",
        ),
    ),
)
"""Doubt, the words or signs of which its pattern needs at least one, and the pattern."""
_EARLIER = re.compile(r"\W*(?:in|from) (?:our |the )?(?:prior|previous|earlier|past) work\b", re.IGNORECASE)
"""What an earlier paper found, be it by the same authors: "In prior work [51], we found"."""
_ENDS_CITED = re.compile(r"(?:\([^()]*(?:19|20)\d\d[^()]*\)|\[\d[\d, –-]*\])\W*$")
_ENDS_NUMBERED = re.compile(r"\(\d+(?:[,–-]\s?\d+)*\)\W*$")
"""The same with numbers in parentheses, which an interval may be: "(4, 18)"."""
_SETS_BESIDE = re.compile(
    rf"\b(?:{'|'.join(word_list('openness', 'beside'))}|line with|than\b|as in\b|cf\b"
    r"|(?:these|our) (?:findings|results))",
    re.IGNORECASE,
)
"""What a sentence says that sets its own result beside another's: "as in earlier trials (Doe, 2010)"."""
_THANKS = any_of(
    r"\b(?:we (?:would like to )?thank|grateful|funded by)\b",
    r"\bsupported (?:in part )?by\b.*\b(?:grants?|fellowship|foundation|program|awards?|council|centers?)\b",
)
_THANKING = frozenset("thank grateful funded supported".split())
_TRIGGERS = [frozenset(listed.split()) for _, listed, _ in _DOUBTS]
_RUN = re.compile(r"[^\W\d_]+|[?\[(:§=≈]")
"""A run of letters, or one of the signs among the triggers."""
_YIELDING = frozenset({OTHERS_WORK, HYPOTHESIS})
"""Doubts that the paper's own finding overrides: "we find that X, which may be due to Y", "like [3], we find"."""

_PLAIN = (
    "evident|clear|apparent|(?:un)?surprising|interesting|notable|noteworthy|remarkable|striking|encouraging|worth|"
    "important|possible"
)
_ALL_OF_THEM = "methods?|models?|approaches|systems|variants|settings|cases|are|is|were|have|show|perform|achieve"
_AFTERTHOUGHT = any_of(
    r"(?:,|;|\() ?(?:which|suggesting|implying|indicating|pointing|confirming|since|because|perhaps|possibly|probably|"
    r"presumably|likely|although|though|whereas|while|but|so|and|e\.g\.|i\.e\.|see|cf\.)\b|"
    r"\b(?:because|since|although|whereas|unless|due to|so that)\b"
)
"""A guess behind this does not weaken the finding before it: "Reptile is worse, which might be explained by"."""
_AND_SHOWS = any_of(r"\b(?:showing|indicating|revealing|demonstrating|confirming|suggesting) (?:that|how|an?|the|no)\b")
"""An outline before this is not the point of the sentence: "The results are in Figure 6, showing that X is worse"."""
MIN_MAIN_CLAUSE = 25
"""The least length of a main clause, in characters."""
_POINTING = (
    rf"this|that|it(?! (?:(?:is|was) (?:\w+ )?(?:{_PLAIN})|can be (?:seen|observed)|(?:should|must) be noted)\b)|"
    rf"its|they|their|these|those|such|he|she|"
    rf"both(?= (?:of )?(?:{_ALL_OF_THEM})\b)"
)
_JOINING = (
    "and|or|but|because|since|so|then|also|hence|therefore|thus|moreover|furthermore|additionally|similarly|likewise|"
    "conversely|instead|nevertheless|nonetheless|otherwise|however|meanwhile|specifically|second(?:ly)?|third(?:ly)?|"
    "first(?:ly)?|last(?:ly)?|finally|in (?:addition|contrast|particular|fact|this case|these cases|other words)|"
    "for this reason|as (?:a result|such|before|above|mentioned)|on the (?:other|contrary)|at the same time|"
    "by contrast|to (?:this|that) end|despite (?:this|these)|with this|from this|after (?:this|that)|under this"
)
_DANGLING_OPENING = any_of(
    # "These two steps", "It also"; "this paper" can be read by itself
    rf"^\W*(?:{_POINTING}|either|neither|the (?:former|latter|above|same|other|second|third|first|two|three|"
    r"following|reason|difference|opposite|result is|results are|rest))\b(?! (?:paper|work|study|article|survey)\b)",
    # "However, they"
    rf"^\W*(?:{_JOINING})\b,? (?:{_POINTING}|the (?:former|latter|same|above|two))\b",
    r"^\W*(?:because|so|which|and|or|but|for this reason|the reason|despite (?:this|that|these|those))\b",
)
_POINTING_WORDS = frozenset("former latter aforementioned above below this that such these them it those so".split())
"""The patterns of reference below can only match a sentence with one of these."""
_POINTING_FAR = any_of(
    r"\bthe aforementioned\b",
    r"\b(?:as|described|mentioned|listed|recommended|discussed|defined|introduced|noted) (?:above|below)\b",
)
"""References to what need not be in the sentence before: "the four tasks mentioned above"."""
_DANGLING = any_of(
    r"(?<!all )\bthese (?:two|three|four)\b",
    r"\b(?:in|under) (?:this|that|such|these) (?:[\w-]+ )?(?:scenario|setting|case|situation|regime|condition)s?\b",
    r"\bthat this (?:is|was|means|shows|suggests|indicates|implies|makes|allows|leads|can)\b",
)
_DANGLING_EARLY = any_of(
    r"\bthe (?:former|latter)\b",
    # "our model outperforms them by 10%", "REALM does so with 30 times fewer parameters"
    r"\b(?:outperform|surpass|exceed|beat|underperform)\w* (?:both )?(?:them|it|these|those)\b(?! \w+s\b)|"
    r"\b(?:does|do|did) so\b",
)
ANTECEDENT_CHARS = 60
"""Beyond this many characters the sentence itself has the antecedent: "X and Y agree, but the latter"."""


def is_excluded_section(section: Section) -> bool:
    """Whether a section as a whole is about others' work, thanks, plans or rules, not this paper's findings."""
    return section.role in _EXCLUDED_ROLES or bool(_EXCLUDED_HEADING.search(section.heading))


def is_legend(sentence: Sentence) -> bool:
    """Whether a sentence of a caption explains or names what is shown: "The dashed line is chance", "Table 2: AUC"."""
    if not words_of("legends").isdisjoint(words(sentence.text)) or DESCRIBES in doubts(sentence):
        return True
    return _NAMES_FLOAT.match(sentence.text) is not None


def exclusion(sentence: Sentence) -> str | None:
    """Why a sentence must not be a claim, in a few words; None where nothing excludes it (see `doubts`)."""
    if sentence.unfit is not None:
        return sentence.unfit
    text = sentence.text
    tokens = words(text)
    length = len(tokens)
    if not MIN_WORDS <= length <= MAX_WORDS:
        return "too short" if length < MIN_WORDS else "too long"
    if len(text) - len(_NO_LETTERS.findall(text)) < MIN_LETTERS * len(text):
        return "mostly symbols"
    if _QUESTION.search(text):
        return "question"
    if OTHERS_WORK in doubts(sentence) or _EARLIER.match(text) or _is_cited(sentence):
        return OTHERS_WORK
    if not _THANKING.isdisjoint(tokens) and _THANKS.search(text):
        return "acknowledgement"
    if not _POINTING_WORDS.isdisjoint(tokens) and _POINTING_FAR.search(text):
        return FAR_BACK
    return DANGLING if _dangles(text, tokens) else None


def _is_cited(sentence: Sentence) -> bool:
    """Whether a sentence ends in the citation of whoever found what it says: "Frogs sing at night (Doe, 2010)."."""
    text = sentence.text
    ends = _ENDS_CITED.search(text) or (sentence.citations and _ENDS_NUMBERED.search(text))
    return bool(ends) and not any(own.search(text) for own in (OUR_OWN, OWN_FINDING, _SETS_BESIDE))


def doubts(sentence: Sentence) -> tuple[str, ...]:
    """The names of doubts that a sentence is a finding of its paper, each once, with `TAIL` where an aside raises it.

    "We hypothesize that X wins" is a guess; "X wins, which might be due to Y" has the guess in its tail only.
    """
    return _doubts(sentence.text, bool(sentence.citations))


@lru_cache(maxsize=100)
def _doubts(text: str, cites: bool) -> tuple[str, ...]:
    own = OWN_FINDING.search(text)
    afterthought = next((each for each in _AFTERTHOUGHT.finditer(text) if each.start() >= MIN_MAIN_CLAUSE), None)
    present = frozenset(_RUN.findall(text.lower()))
    names = []
    for (name, _, pattern), triggers in zip(_DOUBTS, _TRIGGERS, strict=True):
        found = None if triggers.isdisjoint(present) else pattern.search(text)
        if found is None or (own and name in _YIELDING and (name == OTHERS_WORK or own.start() < found.start())):
            continue
        is_aside = (afterthought and afterthought.start() <= found.start()) or (
            name == DESCRIBES and _AND_SHOWS.search(text, found.end())
        )
        names.append(name + TAIL if is_aside else name)
    if cites and not OUR_OWN.search(text):
        names.append(CITES)
    return tuple(names)


def can_be_context(sentence: Sentence) -> bool:
    """Whether a sentence can be quoted as the context of the next: fit to quote, on its paper's own work, not dangling.

    A sentence that refers back to others' work is about it too: "Prefix caching [33] stores the cache. It does not hurt
    quality."
    """
    if sentence.unfit is not None or exclusion(sentence) in _NO_CONTEXT or not _ON_OTHERS.isdisjoint(doubts(sentence)):
        return False
    return not _dangles(sentence.text, words(sentence.text))


def _dangles(text: str, tokens: Sequence[str]) -> bool:
    """Whether a sentence cannot be read without its neighbour."""
    pointing = not _POINTING_WORDS.isdisjoint(tokens)
    if _DANGLING_OPENING.match(text):
        return True
    if not pointing:
        return False
    early = _DANGLING_EARLY.search(text)
    return (early is not None and early.start() < ANTECEDENT_CHARS) or _DANGLING.search(text) is not None
