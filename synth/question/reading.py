"""One question becomes a frame: its kind, what a yes states, subject, comparators, outcomes, settings."""

import re

from synth.language.lexicon import pairs_of, words_of
from synth.language.measures import Measure, measure_of
from synth.question import frames
from synth.question.frame import Frame, append, has_content, trimmed
from synth.question.kinds import kind_of, mood_of, without_interrogative
from synth.question.main_clause import Clause, read_clause
from synth.question.plain_forms import plainly
from synth.question.predicates import HELP, MEANING, RELATE, degree, interpret
from synth.question.side_clauses import attach, conditioned, happening
from synth.question.two_sides import (
    about_two,
    add_sides,
    read_identity,
    read_symmetric,
    take_comparator,
    with_shared_noun,
)
from synth.question.vocabulary import base_form, effect_verbs, verbs
from synth.question.wordy_forms import concise

_THERE = re.compile(r"\b(?:is|are|was|were) there (?:(?:an?|any|some)\s)?$", re.I)
"""How a question begins that asks whether something is there: "is there a fifth force"."""


def read_frame(body: str, about: str = "") -> Frame:
    """Read a question without punctuation; `about` is the phrase before it ("Nasal fractures: is surgery needed?").

    What follows "in terms of" is an outcome, wherever it is.
    """
    if (two := frames.TWO.fullmatch(about)) and (asked := about_two(two, body)):
        body, about = asked, ""
    if about and (sides := frames.TWO.fullmatch(body)) and not frames.ASKED.match(body) and read_clause(body) is None:
        return _of_two_causes(about, sides)
    outcomes = [match["outcome"] for match in frames.IN_TERMS_OF.finditer(body)]
    if rate := frames.HOW_FAST.fullmatch(body):
        return _read_rate(rate)
    frame = _read_body(frames.ASIDE.sub("", frames.IN_TERMS_OF.sub("", body)), about)
    for outcome in outcomes:
        frame.add_outcomes(outcome)
    return frame


def _read_rate(rate: re.Match[str]) -> Frame:
    """ "How quickly do forests regain their carbon": the rate at which, or how far, something does what it does."""
    frame = Frame(kind="how_much")
    beside = conditioned(f"does {rate['clause']}")
    clause = read_clause(beside.main if beside else f"{rate['aux']} {rate['clause']}")
    if clause is None or not clause.subject:
        return _read_body(rate[0], "")
    frame.add_subject(clause.subject)
    head, *tails = frames.parts_by_setting(clause.rest)
    measured = pairs_of("questions", "rates").get(rate["how"].lower(), "")
    frame.add_outcomes(" ".join(part for part in (clause.word or clause.verb, head.strip(), measured) if part))
    frame.add_settings([*tails, beside.clause if beside else ""])
    return frame


def _of_two_causes(about: str, sides: re.Match[str]) -> Frame:
    """ "Loss of Y: A or B?": which of two things is behind it."""
    frame = Frame(compares=True, kind="comparison")
    frame.add_subject(sides["left"])
    frame.add_subject(sides["right"])
    frame.add_outcomes(about)
    return frame


def _read_aims(frame: Frame) -> None:
    """Read what one side does better at from the settings: "more effective than B in raising attendance"."""
    for setting in list(frame.settings):
        verb, _, what = setting.partition(" ")
        if what and verb.endswith("ing") and base_form(verb) in effect_verbs():
            frame.settings.remove(setting)
            frame.add_outcomes(what)


def _read_body(body: str, about: str) -> Frame:
    body = concise(body)
    if happens := happening(body):
        return happens
    frame = Frame()
    leading = frames.LEADING_SETTING.match(body)
    if leading:
        frame.add_settings([leading[1]])
        body = body[leading.end() :]
    prelude = frames.PRELUDE.match(body)
    if prelude and has_content(body[prelude.end() :]):
        body = body[prelude.end() :]
    body = concise(body)
    beside, plain = conditioned(body), plainly(body)
    if beside and plain != body and plainly(beside.main) == beside.main:
        beside = None  # a form of its own: "do A work better when they are B"
    if beside:
        inner = _read_body(f"{prelude[0] if prelude else ''}{beside.main}", about)
        inner.add_settings(frame.settings)
        attach(inner, beside)
        return inner
    body = plain
    mood = mood_of(
        body,
        bool(prelude and re.search(r"evidence|whether|\bif\b|true|proof|signs|that|there\b", prelude[0], re.I)),
    )
    if prelude and re.match(r"(?:under|in|at|for|on) (?:what|which)", prelude[0], re.I):
        mood = "how"
    if re.search(r"\b(?:it|they|this|these|them)\b", body, re.I) and about:
        body = re.sub(r"\b(?:it|they|this|these|them)\b", about.replace("\\", " "), body, count=1, flags=re.I)
    elif about:
        frame.add_settings([about])
    if _read_special(frame, body, mood):
        return frame
    done = (
        _read_nouns(frame, body)
        or read_symmetric(frame, body)
        or _read_measure(frame, body)
        or _read_choice(frame, body)
        or read_identity(frame, body)
    )
    if not done and prelude and _THERE.search(prelude[0]) and " than " not in body:
        frame.add_subject(body)
        frame.set_meaning("whether", 1)
    elif not done:
        _read_clause(frame, without_interrogative(body, mood), mood)
    if (
        mood == "whether"
        and words_of("questions", "being there").issuperset(frame.outcomes)
        and not re.match("c(?:an|ould) ", body, re.I)
    ):
        frame.outcomes.clear()
    if frame.compares and not frame.outcomes:
        _read_aims(frame)
    if len(frame.subjects) == 2 and re.search(rf"{re.escape(frame.subjects[1])} ones\b", body, re.I):
        frame.subjects[:] = with_shared_noun(frame.subjects[0], f"{frame.subjects[1]} ones")
    elif len(frame.subjects) == 2 and frame.subjects[1].endswith(" ones"):
        frame.subjects[:] = with_shared_noun(*frame.subjects)
    frame.kind = kind_of(frame, mood)
    if (
        frame.kind == "open"
        or (frame.kind in {"how", "how_much"} and frame.asks == "whether")
        or re.match(r"why\b", body, re.I)
    ):
        frame.set_meaning("difference", 0)
    return frame


def _read_special(frame: Frame, body: str, mood: str) -> bool:
    """ "What causes ball lightning", "should children receive antibiotics or watchful waiting"."""
    causes = re.match(r"what ([a-z]+s) (.+)", body, re.I)
    if causes and base_form(causes[1]) in effect_verbs() and " or " not in body:
        frame.add_subject(causes[2])
        return True
    given = re.match(r"should (.+?) (?:receive|use|get|be given|take|choose|have|undergo) (.+? or .+)", body, re.I)
    if given and mood == "whether":
        if not re.fullmatch(r"(?:we|one|i|you|researchers|practitioners)", given[1], re.I):
            frame.add_settings([given[1]])
        frame.add_subjects(given[2])
        frame.kind = "comparison"
        return True
    return False


def _read_nouns(frame: Frame, body: str) -> bool:
    """ "effect of A on Y", "relationship between A and Y", "what role does A play in Y"."""
    low = body.lower()
    if re.match(r"(?:do|does|did|can|could|should|has|have|will)\b", low):
        return False
    over = frames.NOUN_OVER.fullmatch(body)
    if over:
        frame.compares = True
        frame.set_meaning("better", 1)
        add_sides(frame, over["left"], over["right"])
        return True
    if frames.COMPARATOR.fullmatch(body):
        return False
    if re.match(r"which|what (?!is|are)", low) and not frames.ROLE.fullmatch(body):
        return False
    for pattern in (frames.ROLE, frames.RELATION, frames.EFFECT_NOUN):
        match = pattern.fullmatch(body)
        if (
            match
            and has_content(match["subject"])
            and has_content(match["outcome"])
            and len(body[: match.start("subject")].split()) < 9
        ):
            if re.match(r"(?:is|are|was|were)\b", low) and pattern is frames.EFFECT_NOUN:
                return False
            frame.add_subject(match["subject"])
            frame.add_outcomes(match["outcome"])
            return True
    return False


def _read_measure(frame: Frame, body: str) -> bool:
    for pattern in frames.MEASURES:
        match = pattern.fullmatch(body)
        if not match or not has_content(match["outcome"]):
            continue
        groups = match.groupdict(default="")
        subject, rest = groups.get("subject") or "", groups.get("rest") or ""
        found = frames.COMPARATOR.fullmatch(f"{subject}{rest}")
        if found:
            frame.compares = True
            add_sides(frame, found["left"].removesuffix(" compare"), found["right"])
        else:
            frame.add_subjects(subject) if " or " not in subject else frame.add_subject(subject)
            frame.add_settings_behind(rest)
        for adjective in frames.LIST.split(match["outcome"].strip()):
            known = measure_of(adjective)
            if known and (frame.compares or known[1]):
                frame.set_meaning(known[0].asks, known[0].sign)
            append(frame.outcomes, known[0].noun if known and known[0].noun else adjective)
        frame.add_outcomes(groups.get("aim") or "")
        frame.add_settings([groups.get("setting") or ""])
        return bool(frame.subjects or frame.outcomes)
    return False


def _read_choice(frame: Frame, body: str) -> bool:
    match = frames.CHOICE.fullmatch(body)
    if match and has_content(match["left"]):
        frame.compares = True
        sides = [match["left"], *frames.EITHER_OR.split(match["right"])]
        for side in sides:
            frame.add_subject(side)
        frame.add_settings_behind(match["rest"])
        degree(frame, match["word"])
        return True
    match = frames.WHICH_OF.fullmatch(body)
    if match:
        frame.compares = True
        for side in frames.LIST.split(match["sides"]):
            frame.add_subject(side)
        clause = read_clause(f"x {match['clause']}")
        if clause:
            interpret(frame, clause._replace(subject=""))
        return True
    match = frames.BEST_THING.fullmatch(body)
    if match:
        thing = match["thing"]
        frame.add_subject(re.sub(r"^(?:way|method|approach)s? (?:to|of|for) ", "", thing))
        degree(frame, match["word"])
        return True
    match = frames.WHICH.fullmatch(body)
    if match and re.match(r"which|what (?!is|are|do|does|did|can)", body, re.I):
        _read_which(frame, match["rest"])
        return True
    return False


def _read_which(frame: Frame, rest: str) -> None:
    """ "retrievers work best for Z", "A has the highest Y on Z", "ways of learning reduce Y"."""
    compared = take_comparator(frame, rest)
    clause = read_clause(compared)
    if clause is None or not clause.subject:
        frame.add_subject(compared)
        frame.set_meaning("better", 1)
        return
    inserted = Frame()
    inserted.add_subject(clause.subject)
    frame.subjects[:0] = inserted.subjects
    frame.add_settings(inserted.settings)
    most = re.search(
        r"(?:^|\s)(?:the )?(most|least|best|worst|[\w-]{2,}est)\b(?: (?!on|in|for|at|among|under|to|with|when|"
        r"of|trade)([\w-]+))?(.*)",
        clause.rest,
        re.I,
    )
    if most:
        before = clause.rest[: most.start()].strip()
        word, noun, after = most[1].lower(), most[2] or "", most[3]
        trade_off = re.match(r" trade-?off between (.+)", after, re.I)
        if trade_off:
            frame.set_meaning("better", 1)
            for part in frames.LIST.split(trade_off[1]):
                append(frame.outcomes, part)
            return
        known = measure_of(noun) if noun else None
        if word in {"most", "least"} and known:
            frame.add_measure(known[0], 1 if word == "most" else -1)
        else:
            of = measure_of(word)
            frame.add_measure(of[0] if of else Measure("", "better", 1), 1)
            phrase = re.split(r"\s(?:on|in|for|at|among|under|when|to|with)\s", f"{noun}{after} ")[0]
            if noun and (of is None or not of[0].noun or has_content(noun)):
                frame.outcomes[:] = []
                frame.add_outcomes(phrase)
                after = after[len(phrase) - len(noun) :] if phrase.startswith(noun) else after
            elif before and has_content(before):
                frame.add_outcomes(before)
            elif clause.verb not in HELP | {"be", "have", "perform", "give", "do"} and not frame.outcomes:
                append(frame.outcomes, clause.verb)
        frame.add_settings_behind(after)
        return
    interpret(frame, clause._replace(subject=""))


def _read_clause(frame: Frame, body: str, mood: str) -> None:
    left = take_comparator(frame, body)
    reversed_sides = "\0" in frame.settings
    if reversed_sides:
        frame.settings.remove("\0")
    clause = read_clause(left)
    if clause is None or (mood == "bare" and clause.verb == "be" and not frame.compares):
        waiting, frame.subjects = frame.subjects, []
        opened = re.sub(rf"^(?:{frames.AUX}|should (?:one|we) (?:use|choose|prefer)|the|a|an)\s", "", left, flags=re.I)
        quantified = re.fullmatch(r"(?:more|less|fewer) (.+)", opened, re.I)
        is_whole = mood == "whether" and not frame.compares  # what was not understood has no sides
        (frame.add_subject if is_whole else frame.add_subjects)(quantified[1] if quantified else opened)
        frame.subjects += [side for side in waiting if side not in frame.subjects]
        if mood == "whether":
            frame.set_meaning("better" if frame.compares else "whether", 1)
        return
    waiting, frame.subjects = frame.subjects, []
    subject = clause.subject
    if (
        re.search(r"instead of|rather than", body, re.I)
        and waiting
        and has_content(frames.parts_by_setting(clause.rest)[0])
        and clause.verb not in effect_verbs()
    ):
        if not re.fullmatch(r"(?:we|one|i|you|people|researchers|practitioners)", subject.strip(), re.I):
            frame.add_settings([subject])
        frame.add_subject(clause.rest)
        frame.subjects += waiting
        frame.set_meaning("better", 1)
        return
    if (
        re.fullmatch(r"(?:we|one|i|you|it|there|researchers|practitioners)", subject.strip(), re.I)
        and clause.verb not in HELP
    ):
        subject, clause = clause.rest, Clause("", clause.verb, "")
        frame.add_subjects(subject)
        frame.subjects += waiting
        frame.set_meaning("better" if frame.compares else "whether", 1)
        return
    if reversed_sides:
        frame.subjects = waiting
        frame.add_outcomes(subject)
    else:
        passive_by = clause.passive and re.search(r"(?:^|\s)(?:by|through|via) (.+)", clause.rest)
        effect = effect_verbs().get(clause.verb)
        if passive_by and clause.verb not in RELATE - {"affect", "influence", "determine", "drive", "shape"}:
            frame.add_outcomes(subject)
            subject = passive_by[1]
            head, *tails = frames.parts_by_setting(subject)
            frame.add_subjects(head)
            frame.add_settings([*tails, *frames.SETTING.split(f" {clause.rest[: passive_by.start()]} ")[1:]])
            frame.set_meaning(*MEANING[effect] if effect else ("whether", 1))
            frame.subjects += waiting
            return
        # "A or B" are rivals in "Is A or B better", and one side together in "Does A or B help more than C"
        compared = [known for word in clause.rest.split() if (known := measure_of(word.strip(","))) and known[1]]
        rivals = not waiting and bool(compared)
        if rivals and (" or " in f" {subject} " or "," in subject):
            frame.add_subjects(subject)
        elif frames.GERUND.fullmatch(trimmed(frames.parts_by_setting(subject)[0])):
            append(frame.subjects, subject)
        else:
            frame.add_subject(subject)
        frame.subjects += [side for side in waiting if side not in frame.subjects]
    if len(frame.subjects) > 1:
        frame.compares = True
    if mood == "bare" and clause.word and clause.word == clause.verb and verbs().get(clause.verb):
        frame.subjects, frame.compares = [], False
        frame.add_subject(left)
        return
    interpret(frame, clause)
