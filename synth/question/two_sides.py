"""Questions on two sides: whether they differ or are the same, which of them something is, in which there is more."""

import re

from synth.language.lexicon import any_of, word_list, words_of
from synth.language.measures import measure_of
from synth.question import frames
from synth.question.frame import ADJECTIVE, Frame, append, has_content, trimmed
from synth.question.main_clause import PLURAL, read_clause
from synth.question.vocabulary import PREPOSITIONS, base_form, verbs

REACTS = rf"(?:{any_of(words_of('questions', 'reacts'))})"
"""Adjectives behind which "to" names what a side stands up to."""
_TIMES = ("at", "in", "during", "on", "under", "before", "after", "with")
"""Prepositions that stand for each other: "at night than during the day"."""
_PLACED = re.compile(rf"(?P<place>{any_of(words_of('questions', 'places'))}) (?P<side>.+)", re.I)
_THING_PLACED = re.compile(rf"(?P<thing>.+?) {_PLACED.pattern}", re.I)
_OF_TWO = {"best": "better", "worst": "worse", "most": "more", "least": "less"}
"""The comparative of a superlative that is said of two."""
_WHICH_ACTS = re.compile(
    r"(?:which|what)(?: one| of (?:the|these) two)? (?:(?P<before>better|best|more|most) )?(?!is |are |of )"
    r"(?P<verb>[\w-]+)(?P<rest>(?: .+?)?)(?: (?P<behind>more|better|best|most|faster|sooner))?",
    re.I,
)
"""Which of two sides, which stand before it, does something: "which drives Y more"."""
_LOST = re.compile(r"how (?:much|many) (?P<what>.+?) (?:is|are) (?:lost|gained|saved|needed)", re.I)
_EQUALLY_PLACED = re.compile(
    rf"(?P<left>.+?) as (?P<word>[\w-]+) (?P<place>{any_of(words_of('questions', 'places'))}) (?P<first>.+?) "
    r"as (?P=place) (?P<second>.+)",
    re.I,
)
"""The same done at two places: "walk as well on sand as on concrete"."""
_DONE_EQUALLY = re.compile(
    r"(?:do|does|did|can) (?P<left>.+?) and (?P<right>.+?) in the same (?:way|direction|manner|fashion)"
    r"(?P<where>(?: (?:in|on|at|among|across|within) .+)?)",
    re.I,
)
_RELATIVE = re.compile(r"\b(?:that|who|which) .+ or ", re.I)
"""A clause with "or" in it, which names one side: "those that delay or skip breeding"."""
_COUNTED = re.compile(rf"\b(?:more|fewer|less) than (?:{any_of(word_list('text', 'numerals'))})\s", re.I)
"""A "than" that compares with no other side: "fewer than ten people"."""
_BEFORE_NOUNS = frozenset(("the", "a", "an", "their", "this", "these", "same"))
_PRONOUNS = ("those", "that", "the ones")


def about_two(two: re.Match[str], body: str) -> str | None:
    """A question on two sides that stand before it, as one that has them; None of any other question.

    "A or B: which is better for Z" is "is A better for Z than B", "which drives Y" is "does A drive Y more than B".
    """
    left, right = with_shared_noun(two["left"], two["right"])
    if choice := frames.CHOICE_OF.fullmatch(body):
        degree, _, word = choice["how"].partition(" ")
        how = f"{_OF_TWO.get(degree.lower(), degree)} {word}".strip()
        is_so = re.fullmatch(frames.BE, choice["verb"], re.I)
        start = f"is {left}" if is_so else f"do {left} {base_form(choice['verb'])}"
        if is_so and choice["rest"].strip() and choice["rest"].split()[0].lower() not in PREPOSITIONS:
            start += " a"  # "which is the better proxy"
        return f"{start} {how}{choice['rest']} than {right}"
    if acting := _WHICH_ACTS.fullmatch(body):
        return _of_which_acts(acting, left, right)
    if lost := _LOST.fullmatch(body):
        return f"how do {left} and {right} differ in {lost['what']}"
    return f"{body} from {left} over {right}" if frames.GAIN.fullmatch(body) else None


def _of_which_acts(match: re.Match[str], left: str, right: str) -> str | None:
    """ "which better explains Y" of A and B: "do A explain Y better than B"; None of what is no clause."""
    how = _OF_TWO.get((match["before"] or "").lower(), match["before"] or match["behind"] or "more")
    verb, rest = base_form(match["verb"].lower()), match["rest"]
    if verb in ("do", "does", "did", "can"):
        clause = read_clause(f"{verb} {rest.strip()}")
        if clause is None or not clause.subject:
            return None
        return f"do {clause.subject} {clause.verb} {left} rather than {right} {clause.rest}".strip()
    return f"do {left} {verb}{rest} {how} than {right}" if verb in verbs() else None


def read_symmetric(frame: Frame, body: str) -> bool:
    """Read "do A and B differ in Y" or "do A and B have the same Y"; whether the question is one."""
    body = _done_alike(body) or body
    for pattern in (*frames.ALIKE, *frames.SYMMETRIC):
        match = pattern.fullmatch(body)
        if not match or not has_content(match["left"]) or not has_content(match["right"]):
            continue
        if re.match(r"(?:which|what) (?!is|are)[\w-]+ .*trade-?off", body, re.I):  # "which A has the best trade-off"
            continue
        groups = match.groupdict(default="")
        frame.compares = True
        add_sides(frame, match["left"], match["right"])
        frame.add_outcomes(groups.get("outcome") or groups.get("what") or "")
        if pattern in frames.ALIKE:
            frame.set_meaning("difference", -1)
        rest = groups.get("rest") or ""
        aspect = re.match(r"\s*in (.+)", rest, re.I)
        if aspect:
            frame.add_outcomes(aspect[1])
        else:
            frame.add_settings_behind(rest)
        return True
    return False


def _done_alike(body: str) -> str | None:
    """ "do A and B who are ill respond to treatment in the same way": "do A and B have the same treatment"."""
    match = _DONE_EQUALLY.fullmatch(body)
    words = match["right"].split() if match else []
    acts = [at for at in range(1, len(words)) if base_form(words[at]) in verbs() and words[at - 1] not in _BEFORE_NOUNS]
    if match is None or not acts:
        return None
    side = re.split(r"\b(?:who|that|which)\b", " ".join(words[: acts[-1]]))[0].strip()
    object_ = re.sub(r"^(?:to|on|with) |\btheir ", "", " ".join(words[acts[-1] + 1 :]))
    return f"do {match['left']} and {side} have the same {object_ or words[acts[-1]]}{match['where']}"


def read_identity(frame: Frame, body: str) -> bool:
    """Read "is the pairing s-wave rather than d-wave", "are bursts from stars or from mergers"; whether it is one."""
    match = next(filter(None, (pattern.fullmatch(body) for pattern in frames.IDENTITY)), None)
    if match is None or match["what"].lower().startswith("it "):
        return False
    known = filter(None, map(measure_of, f"{match['left']} {match['right']}".split()))
    if any(compared or measure.asks == "better" for measure, compared in known):
        return False
    frame.compares = True
    for side in (match["left"], match["right"]):
        frame.add_subject(side)
    frame.add_settings([match["what"]])
    frame.set_meaning("whether", 1)
    return True


def placed_sides(left: str, right: str) -> tuple[str, str, str] | None:
    """The two sides of "more A in P than in Q" ("is there more A in P", "in Q"), and the text without them."""
    placed = _PLACED.match(_without_noun(left, right))
    if placed is None:
        return None
    place = placed["place"].lower()
    for each in (place, *(_TIMES if place in _TIMES else ())):
        before = re.search(rf"\b{each}\b (?P<side>.+)", left, re.I)
        side = _up_to_comparative(before["side"]) if before else ""
        if before and side and (each != "to" or re.search(rf"{REACTS} $", left[: before.start()], re.I)):
            rest = (left[: before.start()] + left[before.start("side") + len(side) :].lstrip()).strip()
            return *with_shared_noun(side, placed["side"].strip()), rest
    return None


def _up_to_comparative(text: str) -> str:
    """A text up to the word that compares: "deep water" of "deep water more often"."""
    words = text.split()
    compares = (
        at for at, word in enumerate(words) if at and (word == "as" or ((known := measure_of(word)) and known[1]))
    )
    return " ".join(words[: next(compares, len(words))])


def _without_noun(left: str, right: str) -> str:
    """What a comparison is with, without the thing that stands on both sides: "in Q" of "those in Q", or of "A in Q"
    where the other side is "A in P"."""
    match = _THING_PLACED.fullmatch(right)
    if match is None or not re.match(rf"{frames.BE} ", left, re.I):
        return right  # "do A in P grow faster": where P ends is not told
    repeats = f" {match['thing']} {match['place']} ".lower() in f" {left} ".lower()
    return right[match.start("place") :] if repeats or match["thing"].lower() in _PRONOUNS else right


def with_shared_noun(first: str, second: str) -> tuple[str, str]:
    """Two sides with the noun that one of them leaves out: "early", "late disease"; "older people", "younger ones"."""
    heads, tails = first.split(), second.split()
    if tails[-1].lower() in ("ones", "one") and len(heads) > 1:
        until = next((at for at, word in enumerate(heads) if at and word.lower() in PREPOSITIONS), len(heads))
        plural = (word for word in reversed(heads[:until]) if PLURAL.match(word))
        return first, " ".join([*tails[:-1], next(plural, heads[until - 1])])
    if len(heads) == 1 and len(tails) > 1 and (ADJECTIVE.search(first) or measure_of(first)):
        return " ".join([*heads, *tails[1:]]), second
    return first, second


def add_sides(frame: Frame, left: str, right: str) -> None:
    """Add two sides, each possibly a list ("A, B and C"), and the settings behind the right one."""
    head, *tails = frames.parts_by_setting(right)
    if not head.strip():
        head, tails = right, []
    for side in frames.EITHER_OR.split(left):
        frame.add_subject(side)
    frame.add_listed(head)
    frame.add_settings(tails)


def take_comparator(frame: Frame, text: str) -> str:
    """The text without "than B" or "compared with B", whose sides are added to the frame before the subject."""
    if equally := _EQUALLY_PLACED.fullmatch(text):
        frame.or_equal = frame.compares = True
        frame.subjects += map(trimmed, with_shared_noun(equally["first"], equally["second"]))
        frame.settings.append("\0")
        return f"{equally['left']} as {equally['word']}"
    match = frames.EQUAL.fullmatch(text)
    if match:
        frame.or_equal = True
        as_much = match["word"].lower() in ("much", "many") and match["at"]
        left = f"{match['left']} more {match['at']}" if as_much else f"{match['left']} as {match['word']}"
    else:
        match = frames.COMPARATOR.fullmatch(text) or frames.BETTER_OVER.fullmatch(text)
        counted = match is not None and _COUNTED.search(f"{match['left']} than {match['right']}")
        if match is None or counted or match["right"][0].isdigit() or not match["left"].strip():
            return text
        if not has_content(match["right"]):
            if not frames.OTHERS.fullmatch(match["right"]):
                return text
            frame.compares = True
            frame.subjects.append(match["right"])
            return match["left"]
        left = match["left"]
        if match.re is frames.BETTER_OVER:
            frame.or_equal = match["word"].lower() in {
                "equivalent",
                "comparable",
                "equal",
                "similar",
                "noninferior",
                "non-inferior",
            }
            left = re.sub(rf"^{frames.AUX}\s", "", left, flags=re.I)
            left = f"is {left} {'worse' if match['word'] == 'inferior' else 'better'}"
    if not has_content(match["left"]):
        return text
    right = match["right"]
    if re.match(rf"{frames.AUX}\s", left, re.I) and read_clause(left) is None:  # "does using A instead of B improve Y"
        behind = read_clause(f"{left.split()[0]} {right}")
        if behind and behind.rest:
            frame.compares = True
            frame.subjects.append(trimmed(behind.subject))
            return f"{left} {behind.verb} {behind.rest}"
    at = re.search(r" at (.+)", right, re.I) if re.search(r"\b(?:better|worse|good|well)$", left, re.I) else None
    if at:
        frame.add_outcomes(at[1])
        right = right[: at.start()]
    to = re.search(r" to (.+)", right, re.I) if re.search(rf"{REACTS}$", left, re.I) else None
    if to:
        frame.add_settings([to[1]])
        right = right[: to.start()]
    done = re.search(r" to (?:be )?.+", right, re.I) if re.search(r"\blikely$", left, re.I) else None
    if done:  # "more likely than B to fail"
        left, right = f"{left}{done[0]}", right[: done.start()]
    keyed = re.fullmatch(r"([\w-]*\d[\w-]*) ([a-z].+)", right)
    if keyed and frames.ASKED.match(text) is None and not frames.SETTING.search(f" {right} "):  # "bm25 open domain qa"
        right = keyed[1]
        frame.add_settings([keyed[2]])
    frame.compares = True
    head, *tails = frames.parts_by_setting(right)
    if placed := placed_sides(left, right):
        *sides, left = placed
        frame.subjects += map(trimmed, sides)
        frame.settings.append("\0")  # the clause's subject is the outcome
        return left
    listed = frames.LIST.split(head) if "," in head else frames.EITHER_OR.split(head)
    for side in [head] if _RELATIVE.search(head) else listed:
        append(frame.subjects, re.sub(r" (?:do|does|did|is|are|was|were|can)$", "", side.strip()))
    frame.add_settings(tails)
    return left
