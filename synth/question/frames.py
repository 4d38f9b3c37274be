"""The forms of research questions, as tables of words and patterns."""

import re

from synth.language.lexicon import any_of, words_of

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
"""Words of the question frame: they occur in any question and do not belong to its topic."""

AUX = r"(?:does|do|did|is|are|was|were|can|could|should|will|would|has|have|had|may|might|must)(?:n['’]t)?"
BE = r"(?:is|are|was|were)"
NOT = r"(?:rather than|instead of)"
OR = r"(?:rather than|instead of|or)"
"""Between a side and one that it is not, and between two sides of which something is one."""
ASKED = re.compile(rf"(?:{AUX}|how|why|which|what|when|where|who|whether|to what extent|under what|in what)\b", re.I)
"""How a question begins."""
SECOND = re.compile(
    rf",? (?:and|or|but)(?: if so,?)? (?=(?:{AUX}|how|why|which|what|when)\s(?!best\b|are not\b|is not\b|not\b)\w)",
    re.I,
)
"""The start of a second question in the same sentence: ", and does it come from supernovae"."""

EXAMPLES = re.compile(r",? (?:such as|including|for example|for instance|e\.g\.,?) ", re.I)
"""What leads to examples: "symptoms such as fatigue and pain"."""

PRELUDE = re.compile(
    r"(?:(?:please|so|and|but|well|now|hi|hello|also)\b,?\s"
    r"|(?:(?:i|we)(?: want| need| wish|(?: would|['’]d) like) to (?:know|find out|understand|learn)|"
    r"(?:i|we) (?:wonder|ask)|(?:(?:i|we)(?: am| are| was| were|['’]m|['’]re) )?(?:just )?(?:wondering|curious)|"
    r"tell me|(?:can|could) (?:you|any(?:one|body)) tell me|do(?:es)? (?:we|you|any(?:one|body)) know|"
    r"is it (?:true|known|clear))(?: about)?(?: (?:whether|if|that|how far))?\s"
    r"|(?:is|are) there (?:any |some |good |enough |strong )*(?:evidence|proof|signs?|research|studies)"
    r"(?: (?:that|for|of|on|about))?\s"
    r"|(?:what|which|how much) (?:do we know|evidence|research|work)\b(?: is| are| exists)?(?: there)?(?: known)?"
    r"(?: (?:about|that|for|on|of))?\s"
    r"|(?:is|are|was|were) there (?:(?:an?|any|some)\s)?(?!between|among)"
    r"|what (?:is|are) known (?:about|of)\s"
    r"|(?:we|i) (?:are|am) looking for (?:studies|papers|evidence|research|work) (?:on|about|that)\s"
    r"|(?:please )?(?:summari[sz]e|review|describe|explain|list) "
    r"(?:what is known (?:about|of)|the (?:evidence|literature|research) (?:on|for|about|that))\s"
    r"|what (?:methods|approaches|techniques|ways|strategies) (?:exist|are there) (?:for|of|to)\s"
    r"|(?:under|in|at|for|on) (?:what|which) [\w-]+\s(?=(?:is|are|do|does|did|can)\b)"
    r"|(?:whether|if)\s)+",
    re.I,
)
"""An introduction before the question itself."""

ASIDE = re.compile(
    r", (?:such as|including|for example|for instance|e\.g\.,?) (?:[^,]+(?:, [^,]+){0,3} (?:and|or) )?[^,]+,"
    r"|, (?:whether |be it |either )?(?:from|by|via|through|with|in) [^,]+ or [^,]+,"
    r"|, (?:which|who|whose) [^,]+,(?= \w+ \w)"
    r"|,? (?:whatever|regardless of|no matter) .+$",
    re.I,
)
"""Examples, kinds and remarks between two commas: "the context, such as its location, controls"."""
IN_TERMS_OF = re.compile(
    r",? (?:in terms of|with (?:respect|regard)s? to|as regards|(?:as )?(?:measured|judged) by|when it comes to) "
    r"(?P<outcome>.+?)(?= (?:in|on|for|among|at|under|during|with|across|when) |$)",
    re.IGNORECASE,
)
LEADING_SETTING = re.compile(
    rf"(?:in|for|among|on|at|under|during|within|with) ([^,]+), (?={AUX}\s|how\b|which\b|what\b)", re.I
)
"""A setting before the question: "In patients with sepsis, do ..."."""

EFFECT_NOUN = re.compile(
    r"(?:.*?\b)?(?P<kind>effects?|effectiveness|efficacy|impacts?|influences?|roles?|benefits?|consequences?|"
    r"contributions?|dependence|harms?) of (?P<subject>.+?) (?:on|upon|in|to|for) (?P<outcome>.+)",
    re.I,
)
RELATION = re.compile(
    r"(?:.*?\b)?(?:relation(?:ship)?|correlation|connection|link|association|trade-?off)s?(?: exists?)? between "
    r"(?P<subject>.+?) and (?P<outcome>.+)",
    re.I,
)
ROLE = re.compile(
    r"(?:what|which) (?:roles?|effects?|impacts?|influences?|part) (?:does|do|did) (?P<subject>.+?) (?:play|have) "
    r"(?:in|on|for) (?P<outcome>.+)",
    re.I,
)
LIGHT = re.compile(
    r"(?:(?:have|play|exert|show|take|bring) )?(?:an?|any|some|the|no|a significant)? ?(?:[\w-]+ )?"
    r"(?:effects?|impacts?|influences?|difference|role|bearing|relation(?:ship)?|part|association)(?: (?:on|"
    r"upon|in|to|for|with) (?P<outcome>.+))?",
    re.I,
)
"""Behind the verb: "[have] an effect on Y", "[make] a difference to Y"."""

SYMMETRIC = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"(?:how |whether )?(?:do|does|did) (?P<outcome>.+?) (?:differ|vary) between (?P<left>.+?) and (?P<right>.+)",
        r"(?:.*?\b)?(?:differences?|comparison|trade-?offs?|choos(?:e|ing)|choice)(?: in (?P<outcome>.+?))? "
        r"between (?P<left>.+?) (?:and|or|versus|vs) (?P<right>.+)",
        r"(?:please )?(?:a )?(?:comparison of|comparing|compare|differences? of) (?P<left>.+?) "
        r"(?:and|with|to|against|versus|vs) (?P<right>.+)",
        r"(?:how |in what |whether )?(?:do |does |did |can )?(?P<left>.+?) (?:and|or) (?P<right>.+?) (?:compare|"
        r"differ|perform)\b(?P<rest>.*)",
        r"(?:how )?(?:do |does |did )?(?P<left>.+?) (?:compare|compares|differ|differs|fare|fares)(?: (?:with|"
        r"to|from|against)) (?P<right>.+)",
        r"(?:is|are|was|were) there (?:an?|"
        r"any) (?:\w+ )?differences? in (?P<outcome>.+?) between (?P<left>.+?) and (?P<right>.+)",
    )
)
"""Two sides without an order: whether and how they differ."""
ALIKE = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"(?:do|does|did) (?P<left>.+?) (?:agree|coincide|concur) with (?P<right>.+?)(?: (?:on|in) (?P<outcome>.+))?",
        r"(?:is|are|was|were) (?P<left>.+?) (?:(?:consistent|compatible|in line|in (?:\w+ )?agreement) with|"
        r"the same as|(?:identical|equal) to) (?P<right>.+)",
        r"(?:do|does|did) (?P<left>.+?) and (?P<right>.+?) (?:(?:agree|coincide)(?: (?:on|in) (?P<outcome>.+))?|"
        r"\w+ the same (?P<what>.+))",
        r"(?:is|are|was|were) (?P<left>.+?) and (?P<right>.+?) (?:the same|alike|identical|similar|equal|consistent|"
        r"equivalent)(?: (?:on|in) (?P<outcome>.+))?",
    )
)
"""Two sides without an order: whether they are the same."""

_FROM = rf"(?P<left>.+?) {OR} (?:(?P=lead) )?(?P<right>.+)"
IDENTITY = tuple(
    re.compile(sides, re.I)
    for sides in (
        rf"(?:does|do|did) (?P<what>.+?) (?:{any_of(words_of('questions', 'sources'))}) (?P<lead>from) {_FROM}",
        rf"(?:does|do|did) (?P<what>.+?) (?P<lead>in|through|via|by|at|during) (?P<left>.+?) {OR} (?P=lead) "
        r"(?P<right>.+)",
        rf"{BE} (?P<what>.+?) (?P<lead>from|due to|caused by|driven by|powered by|made of) {_FROM}",
        rf"{BE} (?P<what>.+?) (?P<lead>\w+) (?P<left>.+?) {OR} (?P=lead) (?P<right>.+)",
        rf"{BE} (?P<what>.+?) (?P<lead>\w+(?:ed|en|wn|ght) (?:by|on|from|through|with)) (?P<left>.+?) {NOT} "
        r"(?:(?:by|on|from|through|with) )?(?P<right>.+)",
        rf"{BE} (?P<what>[^,]+ of) (?P<left>[^,]+?) {NOT} (?:of )?(?P<right>.+)",
        rf"{BE} (?P<what>(?:(?! (?:that|which|who) ).)+?) an? (?P<left>.+?) {OR} an? (?P<right>.+)",
        rf"(?:does|do|did) (?P<what>.+?) (?:have|obey|follow) an? (?P<left>.+?) {OR} an? (?P<right>.+)",
        rf"{BE} (?P<what>(?:(?! (?:in|to|of|by|on) \S+ {OR} | than ).)+) (?P<left>(?!\w+ed {OR} \w+ed )\S+) {OR} "
        r"(?P<right>\S+)",
    )
)
"""What something is, of two: "is the pairing s-wave or d-wave"."""

COMPARATOR = re.compile(
    r"(?P<left>.+?),? (?:(?P<plain>(?:when |as |if )?compared? (?:with|to|against)|in comparison (?:with|to)|"
    r"versus|v\.?s\.?|"
    r"relative to|as opposed to|in contrast (?:to|with))|(?P<choice>instead of|rather than)|"
    r"(?<!\bother )(?P<than>than)|"
    r"(?<=\bas) (?P<equal>[\w-]+(?: [\w-]+){0,3}? as)) (?P<right>.+)",
    re.I,
)
"""A comparator behind the word that announces it."""
EQUAL = re.compile(r"(?P<left>.+?) as (?P<word>[\w-]+)(?: (?P<at>[\w-]+(?: [\w-]+){0,2}))? as (?P<right>.+)", re.I)
BETTER_OVER = re.compile(
    r"(?P<left>.+?) (?:is |are )?(?:an? )?(?P<word>improv(?:e|es|ement|ements)|advantages?|benefits?|gains?|"
    r"preferred|superior|"
    r"inferior|non-?inferior|preferable|equivalent|comparable|equal|similar|prefer|chosen) "
    r"(?:over|to|with) (?P<right>.+)",
    re.I,
)
NOUN_OVER = re.compile(r"(?:the )?(?:advantages?|benefits?|gains?) of (?P<left>.+?) over (?P<right>.+)", re.I)
CHOICE = re.compile(
    r"(?:which|what|who)(?: (?!of\b)[\w-]+){0,3}? (?P<verb>is|are|works?|performs?|generali[sz]es?|scales?|has|"
    r"have|gives?)(?: the)? "
    r"(?P<word>better|best|worse|worst|preferable|(?:more|most|less|least) [\w-]+|[\w-]{2,}e(?:r|st)(?: [\w-]+)?)"
    r"(?P<rest>(?: (?:for|at|on|in|under|when) [^,:]+?)?)[,:]? (?P<left>[^,]+?),? (?:or|versus|vs) (?P<right>.+)",
    re.I,
)
"""A choice: "which is better for Z, A or B"."""
CHOICE_OF = re.compile(
    r"(?:which|what)(?: one| of (?:the|these) two)? (?P<verb>[\w-]+) (?:the )?"
    r"(?P<how>best|better|worst|worse|(?:more|most|less|least) [\w-]+|[\w-]{3,}er)\b(?P<rest>.*)",
    re.I,
)
"""A choice between two sides that stand before it: "A or B: which is better for Z"."""
TWO = re.compile(r"(?P<left>.+?),? (?:versus|vs|or(?!.* (?:versus|vs) )) (?P<right>.+)", re.I)
A_GAIN = r"(?:any |an? )?(?:[\w-]+ )?(?P<gain>advantage|speed-?up|benefit|gain|improvement|difference)s?"
GAIN = re.compile(rf"(?:is|are) there {A_GAIN}", re.I)
"""Whether one of two sides, which stand before it, is better."""
WHICH_OF = re.compile(
    r"which of (?P<sides>.+?(?:, | and | or ).+?) (?P<clause>(?:is|are|has|have|gives?|performs?|works?|[\w-]+s) .+)",
    re.I,
)

MEASURES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"how (?:much|many) (?:of )?(?P<outcome>(?:(?!more|less|faster|better)[\w-]+ ){1,4}?)(?:is|are|was|"
        r"were) (?:needed|required|necessary|"
        r"enough|sufficient|used|saved|lost|gained|explained|optimal|recommended) (?:to \w+|for|by|with|through|"
        r"in) (?P<subject>.+)",
        r"how (?:much|many) (?P<outcome>(?:(?!do|does|did|can|should)[\w-]+ ){1,4}?)(?:be \w+|are|is|does|do|"
        r"did|can|could|will|would|should|must) "
        r"(?P<subject>.+?) (?:save|need|require|use|take|cost|consume|gain|lose|bring|give|yield|add|have|find|"
        r"detect|produce|"
        r"cause|achieve|explain|contain|carry|emit|generate|miss|reach|cover|provide|get|see|make|store|host|"
        r"share)\b(?P<rest>.*)",
        r"how many (?P<outcome>(?:[\w-]+ ){1,4}?)(?:should|can|must|may) be [\w-]+(?: (?:to|for|by) (?P<subject>.+))?",
        r"how (?P<outcome>[\w-]+ )(?:must|should|does|do|can|need) (?P<subject>.+?) (?:have to |need to )?be\b"
        r"(?: (?:in order )?to (?P<aim>.+))?",
        r"how (?:much )?(?P<outcome>(?!much|many)[\w-]+ (?:and [\w-]+ )?)(?:is|are|was|were) "
        r"(?P<subject>(?:(?!compared?\b|than\b).)+?)(?: (?:to|against) (?P<setting>.+))?",
        r"how (?:much )?(?P<outcome>(?!much|many)[\w-]+ (?:and [\w-]+ )?)(?:is|are|was|were) (?P<subject>.+)",
        r"what(?: is| are|'s|’s| was| were) (?:the )?(?P<outcome>(?:average |typical |mean |median |total |"
        r"optimal |best |minimum |maximum |expected |true )?"
        r"(?:[\w-]+ ){0,2}?(?:[\w-]+(?:ity|ness)|accuracy|rates?|size|levels?|values?|number|amount|costs?|mass|"
        r"age|time|length|duration|"
        r"period|prevalence|incidence|frequency|temperature|fraction|ratio|percentage|proportion|share|speed|magnitude|"
        r"strength|distance|lifetime|radius|energy|risk|dose|limit|yield|price|elasticity)) (?:of|for|in|at|"
        r"that) (?P<subject>.+)",
    )
)
"""A measure before its subject: the group `outcome`."""

HOW_FAST = re.compile(
    r"how (?P<how>fast|long|soon|close|closely|\w+ly) (?P<aux>do|does|did|can|could|will|would) (?P<clause>.+)", re.I
)
"""How something is done: "how quickly do forests regain their carbon"."""
OTHERS = re.compile(r"(?:those|people|ones) (?:who|that) (?:do|does|did|are|were|have|had|can)(?: not|n't)", re.I)
"""Those of whom the other side's clause is not true: "those who do not"."""
HOW_MUCH = re.compile(r"(?:by )?how (?:much|many|far|often|strongly|well)\b|to what (?:extent|degree)\b", re.I)
BEST_THING = re.compile(
    r"what (?:is|are) (?:the |an? )?(?P<word>best|worst|most [\w-]+|[\w-]+est|optimal) (?P<thing>.+)", re.I
)
WHICH = re.compile(r"(?:which|what) (?P<rest>.+)", re.I)

_PLACES = (
    "on|in|for|across|among|under|during|within|at|when|while|throughout|inside|amongst|after|before|following|despite"
)
SETTING = re.compile(rf"\s(?:{_PLACES}|without)\s", re.I)
"""Prepositions before the setting: on what, or for whom."""
SETTING_OF_SUBJECT = re.compile(rf"\s(?:{_PLACES})\s", re.I)
"""The same behind a subject, which may be what it lacks: "networks without attention"."""
GERUND = re.compile(r"(?:[\w-]+ )?[\w-]{2,}ing", re.I)
"""A gerund, which keeps its preposition: "training on code"."""
GENERIC = frozenset("method methods technique techniques approaches strategies ways algorithms use".split())
"""Nouns that name no subject by themselves: in "what methods exist for Z" the subject is Z."""
QUANTITY = re.compile(
    r"(?:an? |the )?(?:(?:much|significantly|substantially|far|statistically|clinically) )*(?P<word>more|less|"
    r"fewer|higher|lower|better|worse|greater|larger|smaller|longer|shorter|"
    r"faster|slower|increased|reduced|decreased|improved|elevated|stronger|weaker|impaired)(?: (?:risks? of|"
    r"rates? of|odds of))? (?P<outcome>.+)",
    re.I,
)
"""How much of what: "fewer hallucinations", "lower mortality"."""
MADE = re.compile(r"(?P<outcome>.+?) (?P<word>(?:more|less) [\w-]+|[\w-]+er|worse)(?P<rest>(?: .+)?)", re.I)
"""Behind "make": "models less diverse"."""

LIST = re.compile(r"\s*,\s*(?:and\s|or\s)?|\s(?:and/or|and|or|as well as)\s", re.I)
EITHER_OR = re.compile(r"\s*,\s*(?:and\s|or\s)?|\s+or\s+", re.I)


def parts_by_setting(phrase: str) -> list[str]:
    """A phrase up to the first preposition before a setting, then each setting without its preposition."""
    return SETTING.split(f" {phrase} ")
