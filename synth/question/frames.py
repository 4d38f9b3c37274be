"""The frames in which research questions are put, as tables of words and patterns: nothing here runs."""

import re

SCAFFOLD = frozenset(
    """
    affect affects approach approaches best better beat beats choose compare compared comparing comparison
    difference differences effect effects effective effectively evidence exist exists extent good help helps impact
    impacts influence influences instead know known like likely literature make makes many measured much need needed
    one ones opposed outperform outperforms really relative relation relationship research role show shows studies study
    superior tradeoff tradeoffs trade-off trade-offs true use used useful using v versus vs want way ways well work
    works worse
    """.split()
)
"""Words of a question's frame: they stand in any question and say nothing of its topic."""

_EFFECTS = (
    r"reduc|improv|increas|decreas|affect|influenc|impact|mitigat|prevent|boost|enhanc|degrad|eliminat|alleviat|"
    r"accelerat|shap|determin|stabili[sz]|minimi[sz]|maximi[sz]|caus|hurt|harm|rais|lower|help|strengthen|weaken|"
    r"predict|limit|lead|cut|speed up|slow down|suppress|promot|worsen|chang|lessen"
)
EFFECT_VERB = re.compile(rf"(?P<subject>.*?)\s?\b(?:{_EFFECTS})(?:s|es|e|ed|d)?(?: to| with)?\s+(?P<outcome>.+)", re.I)
"""ACTS ON: "A reduces Y". The gerund is left out: in "reducing cost" it is part of a name."""

EFFECT_NOUN = re.compile(
    r"(?P<kind>effects?|impacts?|influences?|roles?|benefits?|consequences?|contributions?) of (?P<subject>.+?) "
    r"(?:on|upon|in|to|for) (?P<outcome>.+)",
    re.I,
)

COMPARISONS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        # "differences between A and B", "trade-off in cost between A and B"
        r"(?:.*\b)?(?:differences?|differ|comparison|trade-?offs?|choos(?:e|ing)|choice)(?: in (?P<outcome>.+?))? "
        r"between (?P<left>.+?) (?:and|or|versus) (?P<right>.+)",
        r"(?:a )?(?:comparison of|comparing|compare|differences? of) (?P<left>.+?) "
        r"(?:and|with|to|against|versus) (?P<right>.+)",
        # "how do A and B compare on Z"
        r"(?P<left>.+?) (?:and|or) (?P<right>.+?) (?:compare|differ)\b(?P<rest>.*)",
        r"(?P<left>.+?),? (?:(?:when |as |if )?compared (?:with|to|against)|in comparison (?:with|to)|versus|vs|"
        r"relative to|instead of|rather than|as opposed to|in contrast (?:to|with)|(?:superior|inferior|preferable) to|"
        r"(?:compare|compares|fare|fares) (?:with|to|against)) (?P<right>.+)",
        # "is A more accurate than B", "does A give fewer hallucinations than B", "is A better than B"
        r"(?P<left>.+?) (?:better|worse) (?:(?:at |in |on )?(?P<outcome>(?:[\w-]+ ){1,5}?))?than (?P<right>.+)",
        r"(?P<left>.+?)(?: (?:leads? to|gives?|yields?|produces?|shows?|needs?|requires?|makes?|has|have))? "
        r"(?:more|less|fewer) (?P<outcome>(?:[\w-]+ ){1,4}?)than (?P<right>.+)",
        r"(?P<left>.+?) (?P<outcome>[\w-]+) (?:more|less)(?: often)? than (?P<right>.+)",
        r"(?P<left>.+?) (?P<outcome>[\w-]{2,}er )(?:[\w-]+ ){0,2}?than (?P<right>.+)",
        r"(?P<left>.+?) as (?:good|well|(?P<outcome>[\w-]+)) as (?P<right>.+)",
        r"(?P<left>.+?) (?:outperform|beat|surpass|exceed|replace|match|substitute for)(?:e?s|ed)? (?P<right>.+)",
        # "over" compares only behind a word of preference: "question answering over knowledge graphs" does not
        r"(?P<left>.+?) (?:is |are )?(?:an? )?(?:improv(?:e|es|ement|ements)|advantages?|benefits?|gains?|preferred|"
        r"better|prefer|work|chosen) over (?P<right>.+)",
        r"(?:prefer|choose|use|favou?r|(?:advantages?|benefits?|gains?) of) (?P<left>.+?) over (?P<right>.+)",
    )
)
"""The two sides are the groups `left` and `right`; some have `outcome` or `rest`. The first that matches counts."""

OPENING = re.compile(
    r"(?:(?:please|so|and|but|well|now)\b,?\s"
    r"|(?:is|are) there (?:any |some |good |enough )*(?:evidence|proof|signs?|research|studies)"
    r"(?: (?:that|for|of|on|about))?\s"
    r"|(?:what|which|how much) (?:do we know|evidence|research|work)\b(?: is| are| exists)?(?: there)?(?: known)?"
    r"(?: (?:about|that|for|on|of))?\s"
    r"|(?:what|which|who) (?:is|are|was|were)(?: known about)?\s"
    r"|do (?:we|you) know (?:whether|if|that|how)\s"
    r"|(?:to what extent|under (?:what|which) (?:conditions|circumstances)|by how much)\s"
    r"|how (?:much|many|far|well|often|strongly|large|big|reliabl[ey]|accurate(?:ly)?|effective(?:ly)?|good|robust)\s"
    r"|(?:how|why|when|where|what|whether|if)\s"
    r"|(?:does|do|did|can|could|will|would|is|are|was|were|should|has|have|had|may|might|must)(?:n['’]t)?\s"
    r"|(?:the|a|an|any|we|i|one|you|it|there|using|use|that|state of the art (?:in|on|for|of))\s)+",
    re.I,
)
"""What a question opens with before its topic: interrogatives, auxiliaries, articles."""

WHICH = re.compile(
    r"(?:which|what) (?P<thing>(?:[\w-]+ ){1,8}?)(?:(?:is|are|was|were|does|do|can|will|should)\b|"
    r"(?=(?:best|most|better|works?|performs?|gives?|yields?|needs?|achieves?)\b))"
    r"(?: ?(?:the )?(?:best|most \w+|better|works?(?: best)?|performs?(?: best)?|gives?|yields?|needs?|achieves?|"
    r"should be used))?"
    r" ?(?P<rest>.*)",
    re.I,
)
"""ASKS FOR A CHOICE: "which retrievers work best for Z"."""

HOW_MUCH = re.compile(
    r"how (?:much|many|far|large|big|often|strongly|long|fast|well|effective|good)\b|to what extent\b|by how much\b",
    re.I,
)
YES_NO = re.compile(r"(?:is|are|was|were|does|do|did|can|could|will|would|should|has|have|had|may|might)\b", re.I)

SETTING = re.compile(
    r"\s(?:on|in|for|across|among|under|during|within|at|when|while|throughout|inside|without)\s", re.I
)
"""Prepositions that lead to the setting: on what, or for whom."""

LIST = re.compile(r"\s*,\s*(?:and\s|or\s)?|\s(?:and|or|as well as)\s", re.I)
EITHER_OR = re.compile(r"\s*,?\s+or\s+", re.I)
