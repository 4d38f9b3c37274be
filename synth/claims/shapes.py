"""The shapes of findings, plans, procedures and definitions: named patterns of a sentence.

A model weighs them beside the words themselves; each has a name, so that its weight can be read and understood.
"""

import re
from collections.abc import Sequence

_LEXICON = {
    "superlative": "best worst highest lowest largest smallest strongest weakest most least",
    "change": """
        improve improves improved raise raises raised lift lifts lower lowers lowered reduce reduces reduced increase
        increases increased decrease decreases decreased drop drops dropped fall falls fell rise rises rose grow grows
        grew decline declines declined degrade degrades degraded deteriorate deteriorates worsen worsens gain gains
        boost boosts boosted hurt hurts help helps helped harm harms save saves plateaus saturates levels shrinks""",
    "quality": """
        effective robust superior competitive comparable consistent consistently significant significantly substantial
        substantially notable notably marginal marginally slightly strong strongly similar identical sufficient
        beneficial helpful useful promising state-of-the-art""",
    "denial": "no not little hardly neither without cannot",
    "ability": "can could able allow allows enable enables possible",
    "demand": "must should would need want important crucial necessary challenge challenging challenges difficult",
    "condition": "when if as once while after beyond",
    "consisting": """
        consist consists consisted comprise comprises contain contains contained include includes included including
        involve involves represent represents refer refers denote denotes mean means""",
    "outlook": "will future plan encourage hope potential direction research",
}
_OF_WORD: dict[str, list[str]] = {}
for _name, _members in _LEXICON.items():
    for _word in _members.split():
        _OF_WORD.setdefault(_word, []).append(f"shape={_name}")

NUMBER, NAME = "#", "@"
"""Placeholders for any number and for any name of a system among the words that trigger a pattern."""
_N = r"[-+−]?\d+(?:[.,]\d+)*\s?(?:%|×|x\b|points?\b|percent\b|percentage\b)?"
_SYSTEM = r"[A-Z][\w-]*[A-Z0-9][\w-]*"
_NAMED = re.compile(_SYSTEM)
_WE = "we our"
_FLOAT = "table tables tab figure figures fig figs appendix section sec"
_PATTERNS: tuple[tuple[str, str, str], ...] = (
    ("more than", "than", r"\b(?:more|less|fewer|better|worse|\w{3,}er)\b(?: \S+){0,4} than\b"),
    ("as good as", "as", r"\bas (?:\w+ )?\w+ as\b"),
    (
        "best where",
        _LEXICON["superlative"],
        r"\b(?:best|worst|highest|lowest|largest|(?:most|least) \w+)\b(?: \S+){0,5} (?:when|where|if|at|in|on|among|"
        r"for|with)\b",
    ),
    ("from to", "from", rf"\bfrom {_N}.{{0,40}}? to {_N}"),
    (
        "by how much",
        "by",
        rf"\bby (?:up to |about |around |over |more than |nearly |only |at least |an? (?:\w+ )*)?(?:{_N}|(?:large|wide|"
        r"significant|substantial|considerable) (?:margin|amount))",
    ),
    ("decimal", NUMBER, r"\d\.\d"),
    ("percent", NUMBER, r"\d ?%|\d (?:percent|points?)"),
    ("two numbers", NUMBER, r"\d\D*\s.*?\d"),
    (
        "against a number",
        NUMBER,
        r"\b(?:than|over|above|below|against|versus|vs\.?|compared (?:to|with)|and|from) (?:the )?\d+\.\d",
    ),
    (
        "scores a number",
        NUMBER,
        r"\b(?:achiev|reach|obtain|scor|attain|yield|get|got|averag|deliver|record|find|answer)\w*(?: \S+){0,6} \(?\d",
    ),
    (
        "does well",
        """best better new state-of-the-art highest strong superior competitive comparable similar higher lower good
        consistent significant significantly""",
        r"\b(?:achiev|reach|obtain|attain|yield|show|giv|perform|demonstrat|exhibit|display|establish|"
        r"set)\w*(?: \S+){0,3} (?:best|"
        r"better|new|state-of-the-art|highest|strong|superior|competitive|comparable|similar|higher|lower|good|"
        r"consistent|significant|significantly)\b",
    ),
    (
        "system does",
        NAME,
        rf"\b{_SYSTEM}(?:['’]s)?(?: \S+){{0,4}}? (?:outperform|surpass|exceed|beat|match|achiev|reach|obtain|scor|"
        rf"perform|"
        r"improv|rais|reduc|drop|fall|gain|get|answer|show|yield|lead|underperform|produc|generat|require|need|"
        r"hallucinat|"
        r"benefit|fail|struggl|generaliz|remain|is|are|was|were|has|ha[sd])\w*",
    ),
    ("opens with a system", NAME, rf"^\W*(?:The |Our |On [\w ,-]+, )?{_SYSTEM}"),
    (
        "subject changes",
        _LEXICON["change"],
        rf"^\W*(?!We |Our |To |In |On |For )[A-Z][\w-]*(?: [\w-]+){{0,5}} (?:{'|'.join(_LEXICON['change'].split())})\b",
    ),
    (
        "on a data set",
        "on for over in",
        r"\b(?:on|for|over|in) (?:the )?(?:[A-Z][\w-]*[A-Z0-9][\w-]*|[A-Z]\w+ [A-Z]\w+)",
    ),
    (
        "across",
        "across over on",
        r"\b(?:across|over|on) (?:all|every|most|both|\w+ of|the \w+|\d+|two|three|four|five|six|seven|nine|multiple|"
        r"various|"
        r"several|different)\b",
    ),
    (
        "names a float",
        _FLOAT,
        r"\b(?:Table|Tab\.|Figure|Fig\.|Figs\.|Figures|Tables|Appendix|Section|Sec\.) ?\(?[A-Z]?\d",
    ),
    ("float in brackets", _FLOAT, r"\((?:see )?(?:Table|Tab\.|Figure|Fig\.)"),
    (
        "results show",
        f"{_WE} {_FLOAT} result results experiment experiments finding findings analysis comparison ablation curve "
        f"curves "
        "study evaluation",
        r"(?i)\b(?:tables?|figures?|fig\.|results?|experiments?|findings?|analysis|comparison|ablation|curves?|we|"
        r"study|"
        r"evaluation)\b.{0,60}?\b(?:show|demonstrate|indicate|suggest|reveal|confirm|illustrate|find|found|observe|see|"
        r"verif|highlight)\w*(?: \w+ly)?,? (?:that|how|the|an?|no|clear|significant|consistent|little|similar)",
    ),
    (
        "we find",
        "we",
        r"(?i)\bwe (?:\w+ )?(?:find|found|observed?|show|showed|see|saw|note|noticed?|conclude|demonstrated?|"
        r"discover\w*|"
        r"confirm\w*|verif\w+) (?:that|\w+ing|the|no|a|little|how)\b",
    ),
    (
        "we achieve",
        _WE,
        r"(?i)\b(?:we|our \w+(?: \w+)?) (?:\w+ )?(?:achiev|outperform|obtain|improv|match|surpass|establish|reach|"
        r"reduc|can|"
        r"are able)\w*",
    ),
    (
        "we do",
        "we",
        r"(?i)\bwe (?:\w+ly |also |then |first |further |only |do not |have )?(?:use|train|set|follow|sample|compute|"
        r"consider|"
        r"evaluate|compare|apply|select|adopt|employ|construct|collect|choose|chose|report|perform|conduct|experiment|"
        r"split|filter|fine-?tune|initialize|take|include|run|ran|measure|test|vary|generate|ask|analy[sz]e|"
        r"investigate|study|"
        r"explore|build|design|define|denote|assume|let|refer|focus|adapt|implement|create|extend|formulate|extract|"
        r"describe|provide|make|pre-?train|keep|replace|add|modify|derive|retrieve|aim|discard|remove)(?:e?d)?\b",
    ),
    (
        "proposes",
        "we paper work",
        r"(?i)\bwe (?:\w+ )?(?:propose|present|introduce|develop|design|describe|build|create)\b|\b(?:paper|work) "
        r"(?:proposes|presents|introduces|describes|studies|investigates)\b",
    ),
    (
        "is done",
        "is are was were be been",
        r"\b(?:is|are|was|were|be|been) (?:then |also |first |further |\w+ly )?(?:trained|computed|used|set|selected|"
        r"sampled|split|given|defined|denoted|obtained|calculated|generated|collected|annotated|initialized|applied|"
        r"evaluated|fed|passed|added|chosen|extracted|replaced|constructed|created|performed|asked|designed|based|"
        r"divided|"
        r"concatenated|fixed|considered|retrieved|taken|converted|parsed|provided|included|described|called|known|"
        r"implemented|optimized|measured|stored|partitioned|released|instructed|fine-?tuned|pre-?trained|removed|"
        r"truncated|"
        r"masked|filtered|kept)\b",
    ),
    ("is a", "is are", r"\b(?:is|are) (?:a|an|the)\b"),
    ("commands", "", r"^\W*(?:Answer|Given|Generate|Consider|Let|Note|Use|Please|Write|See|Recall|Choose)\b"),
    (
        "gives an example",
        "",
        r"^\W*(?:For (?:example|instance)|E\.g|Specifically|In particular|Formally|Intuitively)\b",
    ),
    ("purpose", "to for in", r"^\W*(?:To|In order to|For) \w+"),
    ("symbols", "", r"[=∈∑θφβαλ≥≤∥∆]|\b[a-z]\d\b| [b-hj-zB-HJ-Z] (?:and|is|be|are|for|of|to|in)\b"),
    ("quotes", "", r"[“”\"‘]"),
    ("year", NUMBER, r"\b(?:19|20)\d\d\b"),
    ("unfinished", "", r"[:;]\s*$"),
)
"""Name, the words of which the pattern needs at least one (none: always tried), and the pattern."""
_SHAPES = [
    (f"shape={name}", re.compile(pattern).match if pattern.startswith("^") else re.compile(pattern).search)
    for name, _, pattern in _PATTERNS
]
_ALWAYS = frozenset(place for place, (_, triggers, _) in enumerate(_PATTERNS) if not triggers)
_TRIGGERED: dict[str, list[int]] = {}
for _place, (_, _triggers, _) in enumerate(_PATTERNS):
    for _word in _triggers.split():
        _TRIGGERED.setdefault(_word, []).append(_place)


def shapes(sentence: str, tokens: Sequence[str]) -> list[str]:
    """The names of the shapes of a sentence, as feature names; `tokens` are its words in lower case."""
    present = set(tokens)
    if any(token[0].isdigit() for token in tokens):
        present.add(NUMBER)
    if _NAMED.search(sentence):
        present.add(NAME)
    found = [name for word in sorted(present & _OF_WORD.keys()) for name in _OF_WORD[word]]
    places = _ALWAYS.union(*(_TRIGGERED[word] for word in present & _TRIGGERED.keys()))
    found += [_SHAPES[place][0] for place in sorted(places) if _SHAPES[place][1](sentence)]
    return list(dict.fromkeys(found))
