"""Questions that are others in disguise, put plainly: "is Y caused by A" asks whether A causes Y."""

import re
from collections.abc import Callable

from synth.language.lexicon import any_of, lines_of, words_of
from synth.language.measures import measure_of
from synth.question.frames import A_GAIN, BE, OR
from synth.question.main_clause import AUXILIARIES, read_clause
from synth.question.vocabulary import base_form, effect_verbs, verbs

_CAUSED = {
    "rise": "raise", "fall": "lower", "grow": "increase", "grown": "increase", "drop": "reduce", "decline": "reduce",
    "shrunk": "reduce",
}  # fmt: skip
"""Verbs that say of a thing itself what others do to it."""
_UNDER = r"(?:with|under|due to|because of|in response to|following|as a result of|after|during)"
_NO_THAN = r"(?:(?!\b(?:than|or|not|by)\b).)+?"
_MAINLY = r"(?:largely|mainly|mostly|primarily|partly|strongly)"
_ALIKE = (
    r"(?:the same as|(?:similar|identical|equal|equivalent) to|"
    r"(?:consistent|compatible|in (?:\w+ )?agreement|agree) with)"
)
_LOW, _HIGH = r"(?:ultra-?)?low", r"(?:ultra-?)?high"
_LEVEL = r"(?:ity|ness|nce|ure|rates?|levels?|costs?)"
"""How nouns end of which there is little or much."""
_DETERMINED = re.compile(r"(?:the|an?|this|these|their|its|all|some|any)\b", re.I)
_SOONER = r"(?:sooner|earlier|more often|more frequently|(?:for )?longer)"
_LATER = r"(?:later|less often|less frequently)"
_INTERROGATIVES = "how what which who why when where if".split()
_PHRASAL = dict(line.split("\t") for line in lines_of("phrasal_verbs.tsv"))
_ANY_PHRASAL = re.compile(rf"\b(?:{any_of(_PHRASAL)})\b", re.I)
_PLACE = r"(?:on|in|from|of|with|by|at)"
_THOSE = re.compile(rf"(?:those|that|the ones)(?: (?:\w+(?:ed|en|un|ne)|made))? (?P<place>{_PLACE}) (?P<side>.+)", re.I)
_OFFERS_TWO = re.compile(rf"\b{OR}\b")
_ASKS = f"(?:{any_of((*AUXILIARIES, *_INTERROGATIVES))})"
_WHERE = r"(?P<where>(?: (?:in|on|at|among|across|within) .+)?)"
_DOES = r"(?:do|does|did|can|could|will)"
_GOOD_FOR = any_of(words_of("questions", "good for"))
_BAD_FOR = any_of(words_of("questions", "bad for"))
_OFTEN = r"(?:often|frequently)"
_DO, _HAVE = r"(?:do|does|did)", r"(?:has|have|had)"
_AUX = f"{BE}|{_HAVE}|{_DO}"
_BECOMING = r"(?:becoming|become|became|getting|got|gotten|growing|grown)"
_MORE = r"(?:more|less) \w+|\w{3,}er"


def plainly(body: str) -> str:
    """The question without punctuation as one that asks what acts on what, or what differs from what."""
    body = _ANY_PHRASAL.sub(lambda match: _PHRASAL[match[0].lower()], body)
    for pattern, rewrite in _FORMS:
        match = pattern.fullmatch(body)
        restated = rewrite(match) if match else None
        if restated:
            return restated
    return body


def _active(match: re.Match[str]) -> str | None:
    """ "is the way a protein folds determined by topology": "does topology determine the way a protein folds"."""
    verb = base_form(match["verb"].lower())
    is_one = verb in verbs() and verb != match["verb"] and not _OFFERS_TWO.search(match["agent"])
    patient = match["patient"] if _DETERMINED.match(match["patient"]) else f"the {match['patient']}"
    return f"does {match['agent']} {verb} {patient}" if is_one else None


def _stated(match: re.Match[str]) -> str:
    """ "optically selected clusters are biased by A", behind "is there evidence that": a question of its own."""
    return plainly(f"{match['be']} {match['what']} {match['rest']}")


def _from(match: re.Match[str]) -> str:
    """ "does low Y come from A": "does A lower Y"."""
    verb = "lower" if re.fullmatch(_LOW, match["how"], re.I) else "raise"
    return f"does {match['source']} {verb} {match['what']}"


def _sooner(match: re.Match[str]) -> str | None:
    """ "do A leave school sooner than B": "are A more likely to leave school than B".

    "Do A cut costs sooner than B", whose verb says what happens to its object: "do A cut costs more than B".
    """
    clause = read_clause(match["does"])
    if clause is None or clause.verb == "be" or not clause.subject:
        return None
    more = "more" if re.fullmatch(_SOONER, match["how"], re.I) else "less"
    done = f"{clause.word} {clause.rest}"
    if effect_verbs().get(clause.verb, "touch") != "touch":
        return f"do {clause.subject} {done} {more} than {match['right']}"
    return f"are {clause.subject} {more} likely to {done} than {match['right']}"


def _compared(match: re.Match[str]) -> str:
    """ "do tests run on A give the same results as those on B": "do A agree with B in results"."""
    left, right = match["left"], match["right"]
    if those := _THOSE.fullmatch(right):
        right = re.sub(rf" or {_PLACE} ", " or ", those["side"], flags=re.I)
        placed = re.fullmatch(rf".+? {those['place']} (?P<side>.+)", left, re.I)
        placed = placed or re.fullmatch(rf".+? {_PLACE} (?P<side>.+)", left, re.I)
        left = placed["side"] if placed else left
    return f"do {left} agree with {right} in {match['what']}"


def _caused(match: re.Match[str]) -> str | None:
    """ "has Y increased with A": "does A increase Y"."""
    verb = base_form(match["verb"].lower())
    verb = _CAUSED.get(verb, verb)
    return f"does {match['cause']} {verb} {match['what']}" if verb in _TURNED else None


def _changed(match: re.Match[str]) -> str | None:
    """ "has Y grown", "is Y shrinking": "did Y increase", "did Y shrink"."""
    verb = base_form(match["verb"].lower())
    verb = _CAUSED.get(verb, verb)
    return f"did {match['what']} {verb}{match['where']}" if effect_verbs().get(verb, "touch") != "touch" else None


def _became(match: re.Match[str]) -> str | None:
    """ "have Y become more frequent": "did the frequency of Y increase"."""
    more, _, word = match["how"].lower().rpartition(" ")
    known = measure_of(word)
    if known is None or not known[0].noun or known[1] == bool(more):
        return None
    rises = (known[0].sign > 0) == (more != "less")
    return f"did the {known[0].noun} of {match['what']} {'increase' if rises else 'decrease'}{match['where']}"


def _first_of_two(match: re.Match[str]) -> str | None:
    """ "does A cool or warm Y": "does A cool Y", of which the other is the denial."""
    is_two = {match["verb"].lower(), match["other"].lower()} <= verbs().keys()
    return f"{match['does']} {match['verb']} {match['what']}" if is_two else None


def _done_by(match: re.Match[str]) -> str:
    """ "are news shared more often by A": "are A more likely to share news"."""
    return f"are {match['agent']} {match['more']} likely to {base_form(match['verb'].lower())} {match['what']}"


def _done_to(match: re.Match[str]) -> str:
    """ "are A paid less than B", "are A acquired earlier than B": "do A get less paid than B" and the like."""
    how, verb = match["how"].lower(), match["verb"]
    done = f"{how} {verb}" if how in ("more", "less") else f"{verb} {how}"
    return plainly(f"do {match['left']} get {done} than {match['right']}")


def _how(match: re.Match[str]) -> str:
    """ "does A control how warm Y is": "does A control the temperature of Y"."""
    known = measure_of(match["word"].lower())
    noun = known[0].noun if known else ""
    return plainly(f"{match['start']} {f'the {noun} of ' if noun else ''}{match['what']}{match['rest']}")


def _made(match: re.Match[str]) -> str | None:
    """ "is Y lower under A", "is A making Y lower": "does A make Y lower"."""
    compares = " " in match["how"] or measure_of(match["how"].lower())
    return f"does {match['cause']} make {match['what']} {match['how']}" if compares else None


def _made_by_more(match: re.Match[str]) -> str | None:
    """ "is Y stronger in larger populations": "do larger populations make Y stronger"."""
    known = measure_of(match["cause"].split()[0])
    return _made(match) if known and known[1] else None


def _good_for(match: re.Match[str]) -> str:
    """ "is A good for Y", "is A harmful to Y": "does A improve Y", "does A harm Y"."""
    verb = "improve" if re.fullmatch(_GOOD_FOR, match["how"], re.I) else "harm"
    return f"does {match['cause']} {verb} {match['what']}"


def _gained(match: re.Match[str]) -> str:
    """ "is there a speedup from A over B": "is A faster than B"."""
    if match["gain"].lower() == "difference":
        return f"do {match['left']} and {match['right']} differ"
    how = "faster" if match["gain"].lower().startswith("speed") else "better"
    return f"is {match['left']} {how} than {match['right']}"


_TURNED = frozenset((*_CAUSED.values(), "decrease", "improve", "worsen", "degrade", "change"))
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (re.compile(rf"(?!{_ASKS}\b)(?P<what>\w.+?) (?P<be>is|are|was|were) (?P<rest>\w+(?:ed|en|wn) .+)", re.I), _stated),
    (
        re.compile(
            rf"(?:do|does|did) (?:the )?(?P<how>{_LOW}|{_HIGH}) (?P<what>{_NO_THAN}{_LEVEL}) "
            rf"(?:{any_of(words_of('questions', 'sources'))}) from (?P<source>{_NO_THAN})",
            re.I,
        ),
        _from,
    ),
    (re.compile(rf"(?P<does>(?:do|does|did) .+?) (?P<how>{_SOONER}|{_LATER}) than (?P<right>.+)", re.I), _sooner),
    (
        re.compile(r"(?P<asked>.+? .+?),? (?:instead of|rather than) (?:staying|remaining|being|keeping) .+", re.I),
        lambda match: plainly(match["asked"]),
    ),
    (re.compile(r"(?P<asked>(?:do|does|did|has|have) .+? \w+) (?:with|over) time", re.I), lambda match: match["asked"]),
    (
        re.compile(
            rf"(?P<start>{_DOES} .+?) how (?P<word>\w+) (?P<what>.+?) (?:is|are|was|were|becomes?|gets?)"
            r"(?P<rest>(?: (?:and|in|on|at) .+)?)",
            re.I,
        ),
        _how,
    ),
    (
        re.compile(rf"(?P<start>{_DOES} .+? how) (?:fast|far|long|often|much|well|strongly) (?P<what>.+)", re.I),
        lambda match: f"{match['start']} {match['what']}",
    ),
    (
        re.compile(
            rf"{_HAVE} (?P<what>.+?) (?P<verb>\w+(?:ed|wn|en|ne)) (?:since|after) "
            rf"(?:the )?(?:{any_of(words_of('questions', 'introducing'))}) of (?P<cause>.+)",
            re.I,
        ),
        _caused,
    ),
    (
        re.compile(
            rf"{_HAVE} (?P<what>.+?) (?P<verb>\w+(?:ed|wn|en|ne)) (?:since|after) (?P<cause>.+?) {BE} "
            rf"(?:{any_of(words_of('questions', 'introduced'))})",
            re.I,
        ),
        _caused,
    ),
    (
        re.compile(
            r"(?P<asked>(?:has|have|had|do|does|did|is|are) .+?) (?:since .+|"
            r"(?:over|in|during|for) (?:the )?(?:(?:last|past|recent) .+|years|decades|centuries))",
            re.I,
        ),
        lambda match: plainly(match["asked"]),
    ),
    (re.compile(rf"(?:{_AUX}) (?P<what>.+?) {_BECOMING} (?P<how>{_MORE}){_WHERE}", re.I), _became),
    (
        re.compile(rf"(?:has|have|had) (?P<what>.+?) (?P<verb>\w+(?:ed|wn|en|ne))(?: (?:down|up|off))?{_WHERE}", re.I),
        _changed,
    ),
    (re.compile(rf"(?:is|are) (?P<what>{_NO_THAN}) (?P<verb>\w+ing){_WHERE}", re.I), _changed),
    (
        re.compile(
            rf"{BE} (?P<what>.+?) (?P<verb>\w+(?:ed|en|wn)) (?P<more>more|less) {_OFTEN} by (?P<agent>{_NO_THAN})", re.I
        ),
        _done_by,
    ),
    (
        re.compile(
            rf"(?:do|does|did) (?P<what>{_NO_THAN}) (?:vary|change|depend|scale|shift) (?:with|on|upon) (?P<cause>.+)",
            re.I,
        ),
        lambda match: f"does {match['cause']} affect {match['what']}",
    ),
    (
        re.compile(r"(?P<does>(?:do|does|did|can|will) .+?) (?P<verb>\w+) or (?P<other>\w+) (?P<what>.+)", re.I),
        _first_of_two,
    ),
    (
        re.compile(
            r"what (?P<share>fraction|share|proportion|percentage) of (?P<whole>.+?) "
            r"(?:(?:could|can|may|might) be|is|are|was|were|comes? from) (?P<what>.+)",
            re.I,
        ),
        lambda match: f"what is the {match['share']} of {match['what']} in {match['whole']}",
    ),
    (
        re.compile(
            rf"{BE} (?P<patient>{_NO_THAN}) (?:{_MAINLY} )?"
            rf"(?P<verb>\w+(?:ed|en|wn)|set|driven|built) (?:{_MAINLY} )?by (?P<agent>.+)",
            re.I,
        ),
        _active,
    ),
    (
        re.compile(
            r"(?:do|does|did|can) (?P<left>.+?) \w+ (?:the )?(?:same|similar|equivalent|comparable) "
            r"(?P<what>.+?) (?:as|to) (?P<right>.+)",
            re.I,
        ),
        _compared,
    ),
    (
        re.compile(
            rf"(?:{BE}|do|does|did) (?P<what>.+?) (?:from|of|by|in) (?P<left>.+?) {_ALIKE} "
            r"(?:those|that|the ones) (?:from|of|by|in) (?P<right>.+)",
            re.I,
        ),
        _compared,
    ),
    (
        re.compile(
            rf"(?:has|have|had|do|does|did) (?P<what>.+?) (?P<verb>\w+) {_UNDER} (?P<cause>.+)",
            re.I,
        ),
        _caused,
    ),
    (
        re.compile(
            rf"{BE} (?P<what>(?:(?!\bthan\b).)+?) (?:{_BECOMING} )?(?P<how>{_MORE}|worse) "
            rf"(?:{_UNDER}|because of) (?P<cause>(?:(?!\bthan\b).)+)",
            re.I,
        ),
        _made,
    ),
    (
        re.compile(
            rf"{_DO} (?:we|you|one|i|people|researchers) need (?P<cause>{_NO_THAN}) (?:for|to) (?P<what>.+)", re.I
        ),
        lambda match: f"does {match['cause']} help {match['what']}",
    ),
    (
        re.compile(
            r"should (?:we|one|you|i|researchers) (?:use|apply) "
            r"(?P<cause>(?:(?!\b(?:than|or|not|instead|rather)\b).)+?) (?:when|for|to) (?P<what>.+)",
            re.I,
        ),
        lambda match: f"does {match['cause']} help {match['what']}",
    ),
    (
        re.compile(
            rf"{_DOES} it (?P<verb>\w+) (?P<what>{_NO_THAN}) (?:if|when) "
            r"(?:(?:they|it|we|you|one|people)(?: are| is|['’]re|['’]s)? )?(?P<cause>.+)",
            re.I,
        ),
        lambda match: f"does {match['cause']} {match['verb']} {match['what']}",
    ),
    (
        re.compile(
            rf"{_DO} (?P<left>{_NO_THAN}) \w+ (?:at|with|in) (?P<more>\w+er|more|less) "
            rf"(?P<what>{_NO_THAN}) than (?P<right>.+)",
            re.I,
        ),
        lambda match: f"do {match['left']} have {match['more']} {match['what']} than {match['right']}",
    ),
    (
        re.compile(
            rf"{BE} (?P<left>{_NO_THAN}) an? (?P<how>better|worse) (?P<what>\w+ of .+?) than (?P<right>.+)", re.I
        ),
        lambda match: f"do {match['left']} give {match['how']} {match['what']} than {match['right']}",
    ),
    (
        re.compile(
            rf"{BE} (?P<what>{_NO_THAN}) of (?P<left>{_NO_THAN}) (?P<how>{_MORE}) than th(?:at|ose) of (?P<right>.+)",
            re.I,
        ),
        lambda match: f"is {match['what']} {match['how']} in {match['left']} than in {match['right']}",
    ),
    (re.compile(rf"{BE} (?P<cause>{_NO_THAN}) making (?P<what>{_NO_THAN}) (?P<how>{_MORE}|worse)", re.I), _made),
    (
        re.compile(
            rf"{BE} (?P<what>{_NO_THAN}) (?P<how>{_MORE}) (?:in|among|at|with|for) (?P<cause>(?:{_MORE}) {_NO_THAN})",
            re.I,
        ),
        _made_by_more,
    ),
    (
        re.compile(
            rf"{BE} (?P<cause>{_NO_THAN}) (?P<how>{_GOOD_FOR}|{_BAD_FOR}) (?:for|to) (?P<what>{_NO_THAN})", re.I
        ),
        _good_for,
    ),
    (
        re.compile(
            rf"(?:{BE} there )?{A_GAIN} (?:from|of|in|with) (?P<left>{_NO_THAN}) over (?P<right>.+)",
            re.I,
        ),
        _gained,
    ),
    (
        re.compile(
            rf"{_DO} (?P<what>{_NO_THAN}) (?:more|better) (?:when|if) (?:they|it|these|those) (?:are|is) (?P<cause>.+)",
            re.I,
        ),
        lambda match: f"does being {match['cause']} increase how {match['what']}",
    ),
    (
        re.compile(rf"{BE} (?P<what>.+?) of (?:any )?(?:benefit|use|value|help) (?:in|to|for) (?P<whom>.+)", re.I),
        lambda match: f"does {match['what']} help {match['whom']}",
    ),
    (
        re.compile(
            rf"{BE} (?P<left>.+?) (?P<verb>\w+(?:ed|en|wn)|paid) (?P<how>more|less|{_SOONER}|{_LATER})(?: often)? "
            r"than (?P<right>.+)",
            re.I,
        ),
        _done_to,
    ),
    (
        re.compile(r"(?P<do>do|does|did|can) (?P<what>.+?) protect (?P<whom>.+?) (?:against|from) (?P<harm>.+)", re.I),
        lambda match: f"{match['do']} {match['what']} prevent {match['harm']} in {match['whom']}",
    ),
    (
        re.compile(
            rf"(?P<do>{_DO}) (?P<what>.+?) (?:have|need) to (?:give up|sacrifice|forgo|forego) (?P<given>.+?) "
            r"(?:to|in order to) (?:get|have|achieve|reach|gain|obtain|provide|reduce|raise|improve) (?P<gained>.+)",
            re.I,
        ),
        lambda match: f"must {match['what']} give up {match['given']} for {match['gained']}",
    ),
)
