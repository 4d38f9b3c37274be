"""Wordy questions put in fewer words, before the forms of `plain_forms` are tried."""

import re

from synth.language.outcomes import polarity
from synth.question.frames import ASKED, AUX, BE, OR
from synth.question.main_clause import read_clause
from synth.question.vocabulary import base_form, verbs

_AS_THEY_DO = re.compile(
    r"(?P<clause>(?:do|does|did|can) .+?) (?:(?:in )?the (?:same )?way(?: that| as)?|(?:just )?like|as) "
    r"(?P<right>[\w-]+(?: [\w-]+){0,3}?) (?:do|does|did|can|would)",
    re.I,
)
_RATHER = re.compile(
    r"(?P<before>.+? )(?P<verb>[\w-]+) (?:rather than|instead of|and not) (?P<other>[\w-]+) (?P<rest>.+)", re.I
)
_TITLE = re.compile(
    r"(?P<left>(?:(?! and )[^,])+) and (?P<right>(?P<what>(?:the )?[\w-]+(?: [\w-]+)?) (?:of|in|among) .+)", re.I
)
"""A title of two things, of which the second is an outcome."""
_NO_TITLE = re.compile(rf"\b(?:{AUX}|than|between|versus|vs|compar\w+|(?:effects?|impacts?|roles?) of)\b", re.I)


def _is_better(match: re.Match[str]) -> str:
    """ "at a disadvantage compared with B": "worse than B"."""
    return "worse than " if match["side"] else "better than "


_WRITTEN = tuple(
    (re.compile(pattern, re.I), written)
    for pattern, written in (
        (r"\bat an? (?P<side>dis)?advantage (?:compared (?:with|to)|over|relative to|against) ", _is_better),
        (r"\bany (?=(?:better|worse|more|less|faster|slower|safer)\b)", ""),
        (
            r"^how (?P<much>much|many) (?P<what>.+?) (?:does|did|do|will|would) it take to (?P<rest>.+)",
            r"how \g<much> \g<what> are needed for \g<rest>",
        ),
        (
            rf"^how (?:strongly|closely|tightly) (?={BE} .+ (?:associated|linked|correlated|related|connected) )",
            "to what extent ",
        ),
        (r"^what can be done to ", "how to "),
        (rf"^{BE} it worth \w+ing (?=.+ {OR} )", "should we use "),
        (r"[\s,–-]+is (?:that|this|it) (?:so|true)$", ""),
        (r"^how (?P<much>much|many) of (?P<rest>.+)\baccounts? for$", r"how \g<much> of \g<rest>explain"),
        (rf"^{BE} (?P<what>.+?) worth (?:it|the \w+|doing)\b", r"does \g<what> help"),
        (
            r"^(?P<left>.+?) as an? (?:\w+ )?(?:substitute|alternative|replacement)s? (?:for|to) (?P<right>.+)$",
            r"compare \g<left> with \g<right>",
        ),
        (r",? an? (?:\w+ )?review(?: and meta-analysis)?$", ""),
        (
            r"^comparative (?:effectiveness|efficacy|safety|performance) of (?P<left>.+?) (?:and|versus|vs)\b",
            r"compare \g<left> with",
        ),
        (r"^evidence (?P<of>for|that)\b", r"is there evidence \g<of>"),
        (r"^reasons (?:why|for)\b", "why"),
        (r"(?:do|does|did) (?:it|they|this) do any good$", "does it help"),
    )
)


def concise(body: str) -> str:
    """The question without punctuation in fewer words."""
    for pattern, written in _WRITTEN:
        body = pattern.sub(written, body)
    for rewrite in (_same_as_they_do, _without_other_verb, _effect_of_title):
        body = rewrite(body) or body
    return body


def _same_as_they_do(body: str) -> str | None:
    """ "do A judge Y the way B do": "do A and B have the same Y"."""
    match = _AS_THEY_DO.fullmatch(body)
    clause = read_clause(match["clause"]) if match else None
    if match is None or clause is None or not clause.subject:
        return None
    return f"do {clause.subject} and {match['right']} have the same {clause.rest or clause.verb}"


def _without_other_verb(body: str) -> str | None:
    """ "does A raise rather than lower Y": "does A raise Y"."""
    match = _RATHER.fullmatch(body)
    is_two = match is not None and base_form(match["verb"]) in verbs() and base_form(match["other"]) in verbs()
    return f"{match['before']}{match['verb']} {match['rest']}" if match and is_two else None


def _effect_of_title(body: str) -> str | None:
    """ "A and the adoption of Y", a title: "effect of A on the adoption of Y"."""
    match = _TITLE.fullmatch(body)
    if match is None or ASKED.match(body) or _NO_TITLE.search(body):
        return None
    is_outcome = match["what"].lower().startswith("the ") or polarity(match["what"])
    return f"effect of {match['left']} on {match['right']}" if is_outcome else None
