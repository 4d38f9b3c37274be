"""The frames in which research questions are put, as tables of words and patterns: nothing here runs."""

import re

SCAFFOLD = frozenset(
    """
    affect affects approach approaches beat beats best better choose compare compared comparing comparison difference
    differences done effect effective effectively effects evidence exist exists extent good help helps impact impacts
    influence influences instead know known like likely literature made make makes many measured much need needed one
    ones opposed outperform outperforms really relation relationship relative research role show shows studies study
    superior trade-off trade-offs tradeoff tradeoffs true use used useful uses using v versus vs want way ways well
    work works worse
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

RELATION = re.compile(
    r"(?:relation(?:ship)?|correlation|connection|link|association)s? between (?P<subject>.+?) and (?P<outcome>.+)",
    re.I,
)
"""GOES WITH: "relationship between A and Y"."""

ROLE = re.compile(
    r"(?:what )?(?:roles?|effects?|impacts?|influences?) (?:does|do|did) (?P<subject>.+?) (?:play|have) "
    r"(?:in|on|for) (?P<outcome>.+)",
    re.I,
)
"""ACTS ON: "what role does A play in Y"."""

EFFECT_MAKE = re.compile(
    r"(?P<subject>.+?) makes? (?P<outcome>(?:[\w-]+ ){1,4}?(?:(?:more|less|fewer) .+|[\w-]{3,}er))", re.I
)
"""ACTS ON: "A makes Y less diverse"."""

_ASKED_HOW = r"(?:(?:how|why|when|where|whether|to what extent)\s)?"
EFFECT_PASSIVE = re.compile(
    rf"{_ASKED_HOW}(?:is|are|was|were|(?:can|could|may|might|should|will|would|has|have|had)(?=.* be(?:en)?\b)) "
    rf"(?P<outcome>.+?)(?: be| been)? (?:{_EFFECTS})e?d? (?:by|through|via) (?P<subject>.+)",
    re.I,
)
"""IS ACTED ON: "can Y be reduced by A"."""

PASSIVE = re.compile(
    rf"{_ASKED_HOW}(?:can|could|may|might|must|should|will|would|has|have|had)(?:n['’]t)? (?P<subject>.+?) be(?:en)?\b"
    rf"(?: (?:(?:shown|found|proven|known|expected)(?: to(?: be)?)?|(?:{_EFFECTS})e?d?)(?=\s|$))?(?P<outcome>.*)",
    re.I,
)
"""IS DONE TO: "can A be detected", "how can A be reduced", "has A been shown to be robust"."""

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
        # "how much faster is A than B", its measure taken off
        r"(?P<left>.+?) than (?P<right>.+)",
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
    r"|(?:in|under|for|on|at|to) (?:what|which) [\w-]+\s"
    r"|(?:how|why|when|where|what|whether|if)\s"
    r"|(?:does|do|did|can|could|will|would|is|are|was|were|should|has|have|had|may|might|must)(?:n['’]t)?\s"
    r"|(?:the|a|an|any|we|i|one|you|it|there|using|use|that|state of the art (?:in|on|for|of))\s)+",
    re.I,
)
"""What a question opens with before its topic: interrogatives, auxiliaries, articles."""

CHOICE = re.compile(
    r"(?:which|what)(?: [\w-]+){0,3}? (?:is|are|works?|performs?|generalizes?|scales?)(?: the)? "
    r"(?:better|best|worse|preferable|(?P<outcome>(?:more|most|less|least) [\w-]+|[\w-]{2,}e(?:r|st)))"
    r"(?P<rest>(?: (?:for|at|on|in|under|when) [^,]+?)?),? (?P<left>[^,]+?),? (?:or|versus|vs) (?P<right>.+)",
    re.I,
)
"""ASKS TO CHOOSE: "which is better for Z, A or B"."""

MEASURES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        # "how much memory does A save compared with B", "how many examples does A need"
        r"how (?:much|many) (?P<outcome>(?:[\w-]+ ){1,4}?)(?:does|do|did|can|could|will|would|should|must) "
        r"(?P<subject>.+?) (?:save|need|require|use|take|cost|consume|gain|lose|bring|give|yield|add|have)\b"
        r"(?P<rest>.*)",
        # "how much data is needed to train A", "how much memory is saved by A"
        r"how (?:much|many) (?:of )?(?P<outcome>(?:[\w-]+ ){1,4}?)(?:is|are|was|were) (?:needed|required|necessary|"
        r"enough|sufficient|used|saved|lost|gained|explained) (?:to \w+|for|by|with|through) (?P<subject>.+)",
        # "how large must A be to reason"
        r"how (?P<outcome>[\w-]+ )(?:must|should|does|do|can|need) (?P<subject>.+?) (?:have to |need to )?be\b"
        r"(?: (?:in order )?to (?P<aim>.+))?",
        # "how accurate is A on Z", "how much faster is A than B", "how robust is A to Z"
        r"how (?:much )?(?P<outcome>(?!much|many)[\w-]+ (?:and [\w-]+ )?)(?:is|are|was|were) "
        r"(?P<subject>(?:(?!compared?\b).)+?)(?: (?:to|against) (?P<setting>.+))?",
        r"how (?:much )?(?P<outcome>(?!much|many)[\w-]+ (?:and [\w-]+ )?)(?:is|are|was|were) (?P<subject>.+)",
    )
)
"""ASKS FOR A MEASURE, which stands before its subject: the group `outcome`; what follows is read on without it."""

WHICH_MOST = re.compile(
    r"(?:which|what) (?P<thing>(?:[\w-]+ ){1,5}?)(?:[\w-]+s |have |are )(?:the )?"
    r"(?:most (?P<most>[\w-]+)|(?P<outcome>(?:fast|slow|cheap|high|low|larg|small|strong|weak|great|few|quick|simpl|"
    r"saf|short|long)e?st(?: (?!(?:on|in|for|at|among|under|to|with|when|of)\b)[\w-]+)?))\b ?(?P<rest>.*)",
    re.I,
)
"""ASKS FOR THE EXTREME: "which A converges fastest on Z", "which A has the highest accuracy"."""

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

GERUND = re.compile(r"(?:[\w-]+ )?[\w-]{2,}ing", re.I)
"""What is done, whose preposition belongs to it: "training on code"."""
GENERIC = frozenset("method methods technique techniques approaches strategies ways algorithms".split())
"""Nouns that name no subject by themselves: in "what methods exist for Z" it is Z."""

LIST = re.compile(r"\s*,\s*(?:and\s|or\s)?|\s(?:and|or|as well as)\s", re.I)
EITHER_OR = re.compile(r"\s*,?\s+or\s+", re.I)
