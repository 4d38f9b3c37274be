"""Questions that are others in disguise, put plainly: "is Y caused by A" asks whether A causes Y."""

import re
from collections.abc import Callable

from synth.language.measures import measure_of
from synth.question.frames import BE, OR
from synth.question.vocabulary import base_form, verbs

_CAUSED = {"rise": "raise", "fall": "lower", "grow": "increase", "drop": "reduce", "decline": "reduce"}
"""Verbs that say of a thing itself what others do to it."""
_UNDER = r"(?:with|under|due to|because of|in response to|following|as a result of|after|during)"
_NO_THAN = r"(?:(?!\b(?:than|or|not)\b).)+?"
_MAINLY = r"(?:largely|mainly|mostly|primarily|partly|strongly)"
_ALIKE = (
    r"(?:the same as|(?:similar|identical|equal|equivalent) to|"
    r"(?:consistent|compatible|in (?:\w+ )?agreement|agree) with)"
)
_OFFERS_TWO = re.compile(rf"\b{OR}\b")
_MORE = r"(?:more|less) \w+|\w{3,}er"


def plainly(body: str) -> str:
    """The question without punctuation as one that asks what acts on what, or what differs from what."""
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
    return f"does {match['agent']} {verb} {match['patient']}" if is_one else None


def _compared(match: re.Match[str]) -> str:
    return f"do {match['left']} agree with {match['right']} in {match['what']}"


def _caused(match: re.Match[str]) -> str | None:
    """ "has Y increased with A": "does A increase Y"."""
    verb = base_form(match["verb"].lower())
    verb = _CAUSED.get(verb, verb)
    return f"does {match['cause']} {verb} {match['what']}" if verb in _TURNED else None


def _made(match: re.Match[str]) -> str | None:
    """ "is Y lower under A": "does A make Y lower"."""
    compares = " " in match["how"] or measure_of(match["how"].lower())
    return f"does {match['cause']} make {match['what']} {match['how']}" if compares else None


_TURNED = frozenset((*_CAUSED.values(), "decrease", "improve", "worsen", "degrade", "change"))
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (
        re.compile(r"(?P<asked>.+? .+?),? (?:instead of|rather than) (?:staying|remaining|being|keeping) .+", re.I),
        lambda match: plainly(match["asked"]),
    ),
    (re.compile(r"(?P<asked>(?:do|does|did|has|have) .+? \w+) (?:with|over) time", re.I), lambda match: match["asked"]),
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
            rf"{BE} (?P<what>(?:(?!\bthan\b).)+?) (?P<how>{_MORE}) {_UNDER} (?P<cause>(?:(?!\bthan\b).)+)", re.I
        ),
        _made,
    ),
    (
        re.compile(rf"{BE} (?P<what>.+?) of (?:any )?(?:benefit|use|value|help) (?:in|to|for) (?P<whom>.+)", re.I),
        lambda match: f"does {match['what']} help {match['whom']}",
    ),
    (
        re.compile(rf"{BE} (?P<left>.+?) (?P<verb>\w+ed) (?P<how>more|less)(?: often)? than (?P<right>.+)", re.I),
        lambda match: f"do {match['left']} get {match['how']} {match['verb']} than {match['right']}",
    ),
    (
        re.compile(r"(?P<do>do|does|did|can) (?P<what>.+?) protect (?P<whom>.+?) (?:against|from) (?P<harm>.+)", re.I),
        lambda match: f"{match['do']} {match['what']} prevent {match['harm']} in {match['whom']}",
    ),
)
