"""The meaning of a question's verb and predicate: the outcome, and what a yes states."""

import re

from synth.language.lexicon import words_of
from synth.language.measures import measure_of
from synth.models import QuestionAsks, QuestionSign
from synth.question import frames
from synth.question.frame import Frame, append, has_content
from synth.question.main_clause import Clause, read_clause
from synth.question.two_sides import with_shared_noun
from synth.question.vocabulary import PREPOSITIONS, VerbEffect, base_form, effect_verbs, verbs

OUTDO = frozenset("outperform beat surpass exceed outlast outweigh outnumber outpace outcompete overcome".split())
EQUAL = frozenset("match equal replace rival approach".split())
HELP = frozenset("help work benefit pay suffice succeed".split())
RELATE = frozenset("associate link relate correlate connect tie couple affect influence determine drive shape".split())
LEAD = frozenset(
    "cause lead produce give result yield make find show have need require get achieve use detect earn see host".split()
)
_PARTICLES = dict(
    pair.split(":")
    for pair in (
        "contribute:to lead:to result:in depend:on correlate:with interfere:with speed:up slow:down relate:to "
        "cut:down account:for interact:with matter:for benefit:from associate:with"
    ).split()
)
"""The particle before a verb's object: "correlates with"."""
_EQUALLY = re.compile(r"(?:(?P<object>.+?) )?as (?P<word>[\w-]+)", re.I)
"""Behind a verb: how both sides do something, "heal tissue as fast"."""
_GIVES = re.compile(r"(?P<whom>(?!an? |the )[^,]+?) (?P<what>an? .+)", re.I)
MEANING: dict[VerbEffect, tuple[QuestionAsks, QuestionSign]] = {
    "better": ("better", 1),
    "worse": ("better", -1),
    "raise": ("change", 1),
    "lower": ("change", -1),
    "touch": ("difference", 0),
}
_COMPARED = {
    "increased": ("change", 1), "elevated": ("change", 1), "reduced": ("change", -1), "decreased": ("change", -1),
    "improved": ("better", 1), "impaired": ("better", -1),
}  # fmt: skip
_DEGREES = words_of("questions", "degrees")
_THEORIES = words_of("questions", "theories")
_LEADS = words_of("questions", "particles")
"""What may stand between a verb and its object."""


def degree(frame: Frame, phrase: str) -> None:
    """Read what a degree asks: "more effective", "best", "least biased", "faster", "highest recall"."""
    first, _, second = phrase.lower().partition(" ")
    more = -1 if first in {"less", "least", "fewer", "fewest"} else 1
    if first in {"more", "most", "less", "least", "fewer", "fewest"}:
        known = measure_of(second) or measure_of(second.removesuffix("ly")) if second else None
        if known:
            frame.add_measure(known[0], more)
        else:
            frame.set_meaning("change", more)
            append(frame.outcomes, second)
        return
    known = measure_of(first)
    if known:
        frame.set_meaning(known[0].asks, known[0].sign)
        append(frame.outcomes, second or known[0].noun)
    else:
        frame.set_meaning("better", 1)


def interpret(frame: Frame, clause: Clause) -> None:
    """Read verb and object: the outcome, and what a yes states."""
    verb, rest = clause.verb, clause.rest.strip()
    if verb == "fail" and rest.startswith("to ") and (inner := read_clause(f"does it {rest[3:]}")):
        interpret(frame, inner)
        frame.set_meaning(frame.asks, -frame.sign)
        return
    kept = re.fullmatch(r"(?P<what>.+?) from (?P<done>.+)", rest) if verb in {"keep", "stop", "prevent"} else None
    if kept:
        frame.set_meaning("change", -1)
        frame.add_outcomes(f"{kept['what']} {kept['done']}")
        return
    if verb == "be":
        _predicate(frame, rest)
        return
    if clause.passive:
        _passive(frame, verb, rest, clause.word)
        return
    if verb in OUTDO | EQUAL | {"underperform"} and rest and not re.match(r"(?:on|in|for) ", rest):
        frame.compares = True
        frame.or_equal = verb in EQUAL
        head, *tails = frames.parts_by_setting(rest)
        frame.add_listed(head)
        frame.add_settings(tails)
        frame.set_meaning("better", -1 if verb == "underperform" else 1)
        return
    preferred = re.fullmatch(r"(.+?) (?:to|over) (.+)", rest) if verb == "prefer" else None
    if preferred:
        frame.add_settings(frame.subjects)
        frame.subjects[:] = []
        frame.compares = True
        frame.set_meaning("better", 1)
        for side in with_shared_noun(preferred[1], preferred[2]):
            frame.add_subject(side)
        return
    if verb in {"compare", "differ", "vary"}:
        frame.set_meaning("difference", 0)
        aspect = re.match(r"(?:in|on|by|across|with|between) (.+)", rest, re.I)
        if aspect:
            frame.add_outcomes(aspect[1]) if rest.lower().startswith("in") else frame.add_settings([aspect[1]])
        return
    light = frames.LIGHT.fullmatch(rest)
    if light and verb in {"have", "make", "play", "exert", "show", "take"}:
        frame.set_meaning("difference", 0)
        frame.add_outcomes(light["outcome"] or "")
        return
    made = frames.MADE.fullmatch(rest) if verb in {"make", "render"} else None
    if made and not frames.QUANTITY.fullmatch(rest):
        degree(frame, made["word"])
        frame.add_outcomes(
            f"{made['outcome']}{made['rest']}"
            if not frame.outcomes
            else f"{frame.outcomes.pop()} of {made['outcome']}{made['rest']}"
        )
        return
    if frame.compares and (equally := _EQUALLY.fullmatch(rest)):
        known = measure_of(equally["word"]) or measure_of(equally["word"].removesuffix("ly"))
        frame.set_meaning("better", 1)
        if known:
            frame.add_measure(known[0], 1)
        frame.add_outcomes(equally["object"] or "")
        if not frame.outcomes and has_content(verb):
            append(frame.outcomes, verb)
        return
    gives = _GIVES.fullmatch(rest) if verb in {"give", "offer", "bring", "provide", "cost"} else None
    if gives and (quantity := frames.QUANTITY.fullmatch(gives["what"])):  # "give home teams a larger advantage"
        _compared(frame, quantity)
        frame.add_settings([gives["whom"]])
        return
    lead, _, behind = rest.partition(" ")
    acts = verb in effect_verbs() or verb in HELP or verb in {"result", "account"}
    leads = lead.lower() in _LEADS and acts and lead not in {"on", "in", "for", "with"}
    rest = behind if (behind and leads) or _particle(verb, rest) else rest
    if verb == "help" and rest:
        first, _, behind = rest.removeprefix("to ").partition(" ")
        if base_form(first) in effect_verbs() and behind:
            interpret(frame, Clause("", base_form(first), behind))
            return
        whom = rest.split()
        acting = (at for at in range(1, len(whom) - 1) if whom[at] in effect_verbs() and not verbs()[whom[at]])
        if at := next(acting, 0):  # "help girls improve their education"
            interpret(frame, Clause("", whom[at], " ".join(whom[at + 1 :])))
            return
    quantity = frames.QUANTITY.fullmatch(rest)
    if quantity and (verb not in effect_verbs() or verb in LEAD):
        _compared(frame, quantity)
        return
    effect = effect_verbs().get(verb)
    tail = re.fullmatch(
        r"(?:(?P<object>.*?) ?)?\b(?P<word>better|worse|best|more|less|faster|slower|more \w+|less \w+|well|"
        r"(?!her\b)[\w-]{3,}er)(?P<rest>(?: (?:on|in|for|at|under|when|with) .+)?)",
        rest,
        re.I,
    )
    if (
        tail
        and (frame.compares or tail["word"] in {"better", "worse"})
        and effect in {None, "touch", "better"}
        and measure_of(tail["word"].split()[0])
    ):
        degree(frame, tail["word"])
        if tail["object"]:
            frame.outcomes[:] = []
            frame.add_outcomes(tail["object"])
        elif verb not in HELP | {"perform", "do", "be"} and not frame.outcomes:
            append(frame.outcomes, verb)
        elif re.match(r" at ", tail["rest"]):
            frame.add_outcomes(tail["rest"][4:])
            return
        frame.add_settings_behind(tail["rest"])
        return
    if tail and not tail["object"] and not frame.compares and verb not in HELP:
        compared = measure_of(tail["word"].split()[0])
        if compared and compared[1]:  # "hallucinate less", "degrade faster"
            frame.set_meaning("change", compared[0].sign)
            append(frame.outcomes, clause.word or verb)
            frame.add_settings_behind(tail["rest"])
            return
    if verb in HELP:
        frame.set_meaning("better", 1)
        frame.add_outcomes(
            re.sub(r"^(?:with|from|to|for|in|on) ", "", rest)
            if rest.split(" ")[0] not in {"in", "for", "on", "under"}
            else ""
        )
        if rest.split(" ")[0] in {"in", "for", "on", "under"}:
            frame.add_settings_behind(rest)
        return
    if effect:
        frame.set_meaning(*MEANING[effect])
        if verb == "predict" and any(side.split()[-1].lower() in _THEORIES for side in frame.subjects):
            frame.set_meaning("whether", 1)
        rest = _second_verb(frame, rest)
        frame.add_outcomes(rest)
        if rest and not frame.outcomes and not frame.settings:
            frame.outcomes.append(rest)  # "discourage work"
        return
    frame.set_meaning("better" if frame.compares else "whether", 1)
    head = frames.parts_by_setting(rest)[0]
    if has_content(head):
        frame.add_outcomes(_second_verb(frame, rest))
    else:
        if not frame.compares and has_content(verb):
            append(frame.outcomes, verb)
        frame.add_settings_behind(rest)


def _particle(verb: str, rest: str) -> bool:
    first = rest.split(" ")[0].lower()
    return _PARTICLES.get(verb) == first


def _second_verb(frame: Frame, rest: str) -> str:
    """The object without "and raise Z", which is another outcome where both verbs are good or bad alike, else a second
    question.
    """
    for match in re.finditer(r",? (?P<link>or|and|but) ([\w-]+) ", rest):
        if (match[2] in effect_verbs() and not verbs()[match[2]]) or (
            match[2] in {"increase", "decrease", "raise", "cause"}
        ):
            if (
                match["link"] == "and"
                and frame.sign
                and MEANING[effect_verbs().get(match[2], "touch")][1] == frame.sign
            ):
                frame.add_outcomes(rest[: match.start()])
                frame.add_outcomes(rest[match.end() :])
                return ""
            frame.other = frame.other or rest[match.start(2) :]
            return rest[: match.start()]
    return rest


def _compared(frame: Frame, quantity: re.Match[str]) -> None:
    """Read what a comparison asks of an outcome: "lower mortality", "more bugs"."""
    word = quantity["word"].lower()
    known = measure_of(word)
    asks, sign = _COMPARED.get(word, (known[0].asks, known[0].sign) if known else ("change", 1))
    frame.set_meaning("better" if asks == "better" else "change", sign)
    frame.add_outcomes(quantity["outcome"])


def _passive(frame: Frame, verb: str, rest: str, word: str = "") -> None:
    target = re.match(r"(?:with|to|by|in|from) (.+)", rest, re.I)
    if verb in RELATE and target:
        quantity = frames.QUANTITY.fullmatch(target[1])
        if quantity:
            _compared(frame, quantity)
        else:
            frame.set_meaning("difference", 0)
            frame.add_outcomes(target[1])
        return
    effect = effect_verbs().get(verb)
    needed = re.fullmatch(r"(?:at all )?(?:for|to) (.+)", rest) if verb in {"need", "require"} else None
    if needed and not frame.compares:
        frame.set_meaning("better", 1)
        frame.add_outcomes(needed[1])
        return
    if effect and not frame.compares:
        frame.set_meaning(*MEANING[effect])
    else:
        worse = frame.compares and effect == "worse"  # "are A discriminated against more than B"
        frame.set_meaning("better" if frame.compares else "whether", -1 if worse else 1)
        if verb not in {"use", "do", "be", "perform"} and not frame.compares:
            append(frame.outcomes, word)
    frame.add_settings_behind(rest)


def _predicate(frame: Frame, rest: str) -> None:
    words_ = rest.split()
    while len(words_) > 1 and words_[0].lower() in _DEGREES:
        words_.pop(0)
    rest = " ".join(words_)
    if not words_:
        frame.set_meaning("better" if frame.compares else "whether", 1)
        return
    first = words_[0].lower()
    tail = " ".join(words_[1:])
    if first in {"more", "less", "fewer", "most", "least"} and len(words_) > 1:
        count = 3 if words_[2:] and not measure_of(words_[1]) and words_[2].lower() not in PREPOSITIONS else 2
        phrase, tail = " ".join((first, *words_[1:count])), " ".join(words_[count:])  # "more risk averse"
        likely = re.match(r"to (?:be )?(.+)", tail, re.I) if words_[1].lower() == "likely" else None
        degree(frame, phrase)
        if likely:
            frame.outcomes[:] = []
            frame.add_outcomes(likely[1])
            return
    elif re.match(r"(?:associated|linked|related|correlated|connected)$", first):
        _passive(frame, "associate", tail)
        return
    elif re.match(r"(?:able|unable|likely|sufficient|enough|possible) to [\w-]+ ", rest, re.I) and not frame.compares:
        verb, _, behind = rest.split(" to ", 1)[1].partition(" ")
        interpret(frame, Clause("", base_form(verb), behind, word=verb))
        return
    elif target := re.match(
        r"(?:predictive|indicative|dependent|(?:an? )?(?:[\w-]+ )?(?:predictor|determinant|driver|indicator|factor)s?) "
        r"(?:of|for|on|in|behind) (.+)",
        rest,
        re.I,
    ):
        frame.set_meaning("difference", 0)
        frame.add_outcomes(target[1])
        return
    elif known := measure_of(first):
        asked = known[1] or frame.compares or (known[0].asks == "better" and first not in {"good"})
        at = re.match(r"(?:at|in terms of|with respect to|regarding) (.+)", tail, re.I)
        if asked:
            frame.set_meaning(known[0].asks, known[0].sign)
        else:
            frame.set_meaning("whether", known[0].sign)
        if at:
            frame.add_outcomes(at[1])
            return
        noun = re.match(
            r"(?!on|in|for|at|among|under|to|with|when|of|and|or|than|enough)([\w-]+(?: [\w-]+)?)(?= (?:on|in|"
            r"for|at|among|under|to|with|when)\b|$)",
            tail,
            re.I,
        )
        if noun and known[1]:
            frame.add_outcomes(noun[1])
        elif not (known[0].asks == "better" and first in {"effective", "efficacious", "useful", "successful"}):
            append(frame.outcomes, known[0].noun)
    else:
        frame.set_meaning("change" if frame.compares else "whether", 1)
        frame.add_outcomes(rest)
        return
    against = re.match(r"against (.+)", tail, re.I) if frame.asks == "better" and not frame.compares else None
    if against:
        frame.add_outcomes(against[1])
        return
    to = re.match(r"to (.+)", tail, re.I)
    frame.add_settings([to[1]] if to else frames.SETTING.split(f" {tail} ")[1:])
