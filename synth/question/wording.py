"""How a question was understood, in plain English."""

import re

from synth.language.phrasing import listed
from synth.language.text import WORD
from synth.models import Question

_FOREIGN = frozenset(
    """
    der das dem den ein eine einer einem einen und oder nicht ist sind wird werden bei beim mit von zur zum wie warum
    welche welcher welches auf für über durch führt gegenüber les des du une et ou est sont dans pour avec sur aux par
    que qui quel quelle quels quelles pourquoi comment sans plus el los las del una y es son en para con por como cuál
    cuáles qué porque más il lo gli della delle dei nel nella è sono perché quale come di da do dos das um uma são mais
    het een van niet zijn wordt voor bij welke waarom och att för inte är av som hur
    """.split()
)
_ENGLISH = frozenset(
    """
    the of and in to for with on by from is are was were does do did can could should will would has have how why which
    what when where whether than or versus vs between among under a an as at that not be it their its more less better
    """.split()
)
_ASKS_FOREIGN = re.compile(r"[¿¡]|\b(?:est-ce|qu['’]|l['’]\w|d['’]\w)", re.I)
MIN_FOREIGN = 2
"""The least number of foreign function words; a Spanish name in an English title has one or two."""


def describe_question(question: Question) -> str:
    """One or two sentences on how a question was understood."""
    subject, *others = question.subjects
    outcomes, settings = listed(question.outcomes), listed(question.settings)
    on = f" on {outcomes}" if outcomes else ""
    where = f" (setting: {settings})" if settings else ""
    if question.kind == "comparison" and others:
        about = f"Compares {subject} with {listed(others)}{on}{where}"
    elif question.kind == "effect" and question.asks == "change" and not outcomes:
        return f"Asks whether there is {'more' if question.sign > 0 else 'less'} of {subject} than before{where}."
    elif question.kind == "effect":
        about = f"Asks for the effect of {subject}{on}{where}"
    elif question.kind == "whether":
        about = f"Asks whether something is true of {subject}{f': {outcomes}' if outcomes else ''}{where}"
    elif question.kind == "which":
        about = f"Asks which {subject} to choose{f', by {outcomes}' if outcomes else ''}{where}"
    elif question.kind == "how_much":
        amount = f"{outcomes}, of {listed(question.subjects)}" if outcomes else subject
        about = f"Asks for amounts: {amount}{where}"
    elif question.kind == "how":
        about = f"Asks how or when, of {listed(question.subjects)}{f' and {outcomes}' if outcomes else ''}{where}"
    else:
        about = f"Takes {listed(question.subjects)} as a topic{f', with {outcomes}' if outcomes else ''}{where}"
    return f"{about}; {_yes(question)}." if _yes(question) else f"{about}."


def remarks(question: Question) -> tuple[str, ...]:
    """What the user should know about a question: a second one is not answered, or it is not English."""
    notes = []
    if question.other:
        notes.append(f"the text has a second question, which is not answered: “{question.other}”; ask it separately")
    if is_foreign(question.text):
        notes.append(
            "the question does not seem to be English: its words are searched as they are, and most papers are English"
        )
    return tuple(notes)


def is_foreign(text: str) -> bool:
    """Whether a text is in another language than English, by its script or its function words."""
    letters = [char for char in text if char.isalpha()]
    if sum(not _is_latin_or_greek(char) for char in letters) > len(letters) / 2:
        return True
    tokens = WORD.findall(text.replace("'", " ").replace("’", " "))
    small = [
        word
        for n, word in enumerate(tokens)
        if word.islower()
        and not (n + 1 < len(tokens) and tokens[n + 1][0].isupper() and n and tokens[n - 1][0].isupper())
    ]
    foreign = sum(word in _FOREIGN for word in small) + bool(_ASKS_FOREIGN.search(text)) * 2
    english = sum(word.lower() in _ENGLISH - _FOREIGN for word in tokens)
    return foreign >= MIN_FOREIGN and foreign > 2 * english


def _is_latin_or_greek(char: str) -> bool:
    return char < "\u0400" or "\u1e00" <= char <= "\u2bff" or "\U0001d400" <= char <= "\U0001d7ff"


def _yes(question: Question) -> str:
    """What a yes means; "" where the question cannot be answered by one."""
    subject, outcome = question.subjects[0], listed(question.outcomes)
    if question.kind in ("open", "how", "how_much", "which"):
        return ""
    if question.asks_identity:
        return f"a yes means that it is {subject}"
    if question.asks == "whether":
        return "a yes means that it does" if question.sign >= 0 else "a yes means that it does not"
    if question.asks_same:
        return "a yes means that they do not differ"
    if question.asks == "difference":
        return (
            "neither side is expected to be better"
            if question.kind == "comparison"
            else "a yes means that it makes a difference"
        )
    equal = " or no different" if question.or_equal else ""
    if question.asks == "better":
        degree = "better" if question.sign > 0 else "worse"
        if question.kind == "comparison":
            return f"a yes means that {subject} is {degree}{equal}"
        return f"a yes means that {outcome or 'the outcome'} is {degree} with {subject}"
    degree = "more" if question.sign > 0 else "less"
    return f"a yes means {degree} of {outcome or 'it'} with {subject}{equal}"
