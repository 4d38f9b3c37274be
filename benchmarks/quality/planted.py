"""Pairs of sentences that differ in one planted number, negation, opposite or swapped relation, and paraphrases.

Each change is mechanical and has a form, so that the measure can tell which forms the check sees.
"""

import re
from collections.abc import Callable, Sequence
from random import Random

from synth.checking import check_claim

PARAPHRASE = "paraphrase"
PAIRS = 200
Change = Callable[[str, Random], str | None]

_NUMBER = re.compile(r"(?<![\w.,(\[-])\d+(?:\.\d+)?(?=%|\b(?![\w.-]))")
_PLACE = re.compile(
    r"\b(?:Tab(?:le)?|Fig(?:ure)?|Sec(?:tion)?|Appendix|Algorithm|Eq(?:uation)?)s?\.? \Z", re.IGNORECASE
)
_WORDS = "two three four five six seven eight nine ten".split()
_SPELLED = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b(?!-)")
_FROM_TO = re.compile(r"\bfrom (\d[\d.,]*%?) to (\d[\d.,]*%?)(?=[\s,;]|\.$)")
_VERB = re.compile(
    r"\b(is|are|was|were|can|does|do) (?!(?:not|only)\b)|"
    r"\b(improves|outperforms|reduces|increases|achieves|performs|leads|shows|provides|requires|yields|generalizes|"
    r"helps|hurts)\b"
)
_PLAIN_VERB = re.compile(
    r"\b(improve|outperform|reduce|increase|achieve|perform|lead|show|provide|require|yield|generalize|help|hurt)(s?)\b"
)
_OBJECT = re.compile(
    r"\b(provides?|shows?|gives?|yields?|has|have|offers?|brings?|achieves?|leads? to) (?:a |an )?"
    r"(?=(?:\w+ )?(?:improvements?|gains?|differences?|benefits?|effects?|advantages?|increases?|reductions?)\b)"
)
_DENIED = (
    (re.compile(r"\b(is|are|was|were|do|does|did|can|could|has|have) not (?!only\b)"), r"\1 "),
    (re.compile(r"\bcannot\b"), "can"),
    (re.compile(r"\bwithout (?=\w)"), "with "),
    (re.compile(r"\bno (?=significant|substantial|clear|further|additional|longer|performance|need|evidence)"), "a "),
    (re.compile(r"\bnever "), "always "),
    (re.compile(r"\bfails? to "), ""),
)
_OPPOSITES = (
    "improves worsens, improve worsen, improved worsened, improving worsening, increases decreases, increase decrease, "
    "increased decreased, increasing decreasing, higher lower, better worse, more less, faster slower, larger smaller, "
    "outperforms underperforms, outperform underperform, gains losses, gain loss, improvement degradation, "
    "improvements degradations, reduces increases, reduce increase, reduced increased, best worst, highest lowest, "
    "superior inferior, positive negative, strong weak, significant insignificant, consistent inconsistent, "
    "above below, beneficial harmful, easier harder, fewer more, longer shorter, stronger weaker"
)
_OPPOSITE: dict[str, str] = {}
for _pair in _OPPOSITES.split(", "):
    _one, _other = _pair.split()
    _OPPOSITE.setdefault(_one, _other)
    _OPPOSITE.setdefault(_other, _one)
_TURNING = re.compile(rf"\b(?:{'|'.join(_OPPOSITE)})\b")

_SIDE = r"(?:[\w’'-]+ ){1,5}?"
_RIGHT = r"(?:[\w’'-]+ ){0,3}?[\w’'-]+"
_END = r"(?: (?:on|in|by|for|across|with|when|at|while)\b.*|[,.;](?!\d).*)"
_ADJECTIVE = r"(?:better|worse|higher|lower|faster|slower|larger|smaller|stronger|weaker|more \w+|less \w+)"
_COMPARED = re.compile(
    rf"^(?P<before>(?:.*?(?:that|,) )?)(?P<left>{_SIDE})(?P<verb>(?:\w+ly )?(?:outperforms?|outperformed|"
    rf"surpass(?:es)?|exceeds?|beats|(?:is|are|was|were|performs?) (?:\w+ly )?{_ADJECTIVE} than)) (?P<right>{_RIGHT})"
    rf"(?P<after>{_END})$"
)
_EFFECT = re.compile(
    rf"^(?P<before>(?:.*?(?:that|,) )?)(?P<left>{_SIDE})(?P<verb>(?:\w+ly )?(?:improves?|increases?|reduces?|"
    rf"decreases?|affects?|leads? to|requires?|helps|hurts|boosts?)) (?:the |our )?(?P<right>{_RIGHT})"
    rf"(?P<after>{_END})$"
)
_WHEREAS = re.compile(
    r"^(?P<left>[A-Z][\w-]+)(?P<first> (?:\w+ly )?(?:is|are|was|were|has|have|[a-z]+s)\b[^.]*?,? (?:while|whereas) )"
    r"(?P<right>[A-Z][\w-]+)(?P<after> .*)$"
)
_UNFIT = frozenset(
    "it this they that those these which and both where but by does do not when while if there what as are is were "
    "was can could will would may might should to of although also than their its then".split()
)
"""Words that no side of a comparison may hold, else swapping the sides makes no sentence."""
_SYNONYMS = {
    "shows": "demonstrates",
    "show": "demonstrate",
    "find": "observe",
    "improves": "increases",
    "large": "big",
    "significantly": "substantially",
    "achieves": "obtains",
    "method": "approach",
    "results": "findings",
    "also": "additionally",
    "using": "with",
    "However": "But",
    "outperforms": "surpasses",
    "demonstrate": "show",
}
_EXPANDED = {
    "LLMs": "large language models",
    "LLM": "large language model",
    "LMs": "language models",
    "QA": "question answering",
    "RAG": "retrieval-augmented generation",
    "DPR": "dense passage retrieval",
    "NQ": "Natural Questions",
    "TQA": "TriviaQA",
    "EM": "exact match",
    "RL": "reinforcement learning",
    "SOTA": "state-of-the-art",
    "state-of-the-art": "SOTA",
    "i.e.": "that is",
    "doesn't": "does not",
    "cannot": "can not",
}


def _changed_number(sentence: str, random: Random) -> str | None:
    """One of its numbers changed by a fifth or more. "(1)" counts nothing, and "Table 2" only says where it stands."""
    places = [
        match
        for match in _NUMBER.finditer(sentence)
        if not 1900 <= float(match[0]) <= 2099 and not _PLACE.search(sentence, 0, match.start())
    ]
    if not places:
        return None
    place = random.choice(places)
    value, decimals = float(place[0]), len(place[0].partition(".")[2])
    changed = f"{value * random.choice((0.4, 0.6, 0.8, 1.25, 1.6)) + (0 if decimals else 1):.{decimals}f}"
    return None if float(changed) == value else sentence[: place.start()] + changed + sentence[place.end() :]


def _changed_spelled(sentence: str, random: Random) -> str | None:
    """ "two" set for "five"."""
    match = _SPELLED.search(sentence)
    if match is None:
        return None
    other = random.choice([word for word in _WORDS if word != match[0]])
    return sentence[: match.start()] + other + sentence[match.end() :]


def _swapped_ends(sentence: str, random: Random) -> str | None:
    """ "from 52.1 to 54.3" told as "from 54.3 to 52.1"."""
    match = _FROM_TO.search(sentence)
    if match is None or match[1] == match[2]:
        return None
    return f"{sentence[: match.start()]}from {match[2]} to {match[1]}{sentence[match.end() :]}"


def _with_not(sentence: str, random: Random) -> str | None:
    """Its first plain verb negated."""
    match = _VERB.search(sentence)
    if match is None:
        return None
    if match[1]:
        return f"{sentence[: match.end()]}not {sentence[match.end() :]}"
    base = re.sub(r"(?<=[^e])s$|(?<=ze|ve|ce|re|se)s$", "", match[2]) if match[2] != "achieves" else "achieve"
    return f"{sentence[: match.start()]}does not {base}{sentence[match.end() :]}"


def _denying(sentence: str, random: Random) -> str | None:
    """Its first plain verb denied in another way: "fails to", "cannot", "never", "rarely"."""
    match = _PLAIN_VERB.search(sentence)
    if match is None:
        return None
    denial = random.choice(
        (f"fail{match[2]} to {match[1]}", f"cannot {match[1]}", f"never {match[0]}", f"rarely {match[0]}")
    )
    return sentence[: match.start()] + denial + sentence[match.end() :]


def _with_no(sentence: str, random: Random) -> str | None:
    """ "provides an improvement" told as "provides no improvement"."""
    match = _OBJECT.search(sentence)
    return f"{sentence[: match.start()]}{match[1]} no {sentence[match.end() :]}" if match else None


def _undenied(sentence: str, random: Random) -> str | None:
    """A negation of it taken away."""
    for pattern, plain in _DENIED:
        if pattern.search(sentence):
            return pattern.sub(plain, sentence, count=1)
    return None


def _opposite(sentence: str, random: Random) -> str | None:
    """One of its direction words set for the opposite."""
    places = list(_TURNING.finditer(sentence))
    if not places:
        return None
    place = random.choice(places)
    return sentence[: place.start()] + _OPPOSITE[place[0]] + sentence[place.end() :]


def _sides(match: re.Match[str] | None) -> tuple[str, str] | None:
    if match is None:
        return None
    left, right = match["left"].strip(), match["right"].strip()
    if left == right or _UNFIT & {word.lower() for word in f"{left} {right}".split()}:
        return None
    return left, right


def _swapped(pattern: re.Pattern[str]) -> Change:
    def swap(sentence: str, random: Random) -> str | None:
        match = pattern.match(sentence)
        sides = _sides(match)
        if match is None or sides is None:
            return None
        return f"{match['before']}{sides[1]} {match['verb']} {sides[0]}{match['after']}"

    return swap


def _swapped_passive(sentence: str, random: Random) -> str | None:
    """ "A outperforms B" told as "A is outperformed by B"."""
    match = _COMPARED.match(sentence)
    sides = _sides(match)
    verb = re.search(r"(outperform|surpass|exceed)(s|es)?$", match["verb"]) if match else None
    if match is None or sides is None or verb is None:
        return None
    be = "is" if verb[2] else "are"
    return f"{match['before']}{sides[0]} {be} {verb[1]}ed by {sides[1]}{match['after']}"


def _swapped_fronted(sentence: str, random: Random) -> str | None:
    """ "A is better than B" told as "Compared with A, B is better"."""
    match = _COMPARED.match(sentence)
    sides = _sides(match)
    than = match["verb"].removesuffix(" than") if match else ""
    if match is None or sides is None or than == match["verb"] or match["before"]:
        return None
    return f"Compared with {sides[0]}, {sides[1]} {than}{match['after']}"


def _swapped_contrast(sentence: str, random: Random) -> str | None:
    """ "A is fast, while B is slow" with A and B swapped."""
    match = _WHEREAS.match(sentence)
    if match is None or match["left"] == match["right"]:
        return None
    return f"{match['right']}{match['first']}{match['left']}{match['after']}"


CHANGES: dict[str, dict[str, Change]] = {
    "number": {"number": _changed_number, "spelled": _changed_spelled, "from to": _swapped_ends},
    "negation": {"not": _with_not, "fails to, never": _denying, "no": _with_no, "taken away": _undenied},
    "comparison": {
        "comparison": _swapped(_COMPARED),
        "passive": _swapped_passive,
        "fronted": _swapped_fronted,
        "effect": _swapped(_EFFECT),
        "contrast": _swapped_contrast,
    },
    "opposite": {"opposite": _opposite},
}
"""The kinds of planted changes, each in its forms."""


def _synonyms(sentence: str) -> str:
    """Words for their synonyms, a leading clause moved to the end."""
    words = [_SYNONYMS.get(word, word) for word in sentence.rstrip(".").split()]
    text = " ".join(words)
    head, comma, rest = text.partition(", ")
    if comma and 2 <= len(head.split()) <= 10 and head.split()[0] in {"On", "In", "For", "With", "When", "Under", "As"}:
        text = f"{rest[0].upper()}{rest[1:]} {head[0].lower()}{head[1:]}"
    return f"{text}."


def _passive(sentence: str) -> str:
    """ "A outperforms B" told as "B is outperformed by A"."""
    match = _COMPARED.match(sentence)
    sides = _sides(match)
    verb = re.search(r"(outperform|surpass|exceed)(s|es)?$", match["verb"]) if match else None
    if match is None or sides is None or verb is None:
        return sentence
    return f"{match['before']}{sides[1]} {'is' if verb[2] else 'are'} {verb[1]}ed by {sides[0]}{match['after']}"


def _other_end(sentence: str) -> str:
    """ "A is better than B" told as "B is worse than A"."""
    match = _COMPARED.match(sentence)
    sides = _sides(match)
    if match is None or sides is None or not match["verb"].endswith("than"):
        return sentence
    verb = _TURNING.sub(lambda word: _OPPOSITE[word[0]], match["verb"], count=1)
    return sentence if verb == match["verb"] else f"{match['before']}{sides[1]} {verb} {sides[0]}{match['after']}"


def _fronted(sentence: str) -> str:
    """ "A is better than B" told as "Compared with B, A is better"."""
    match = _COMPARED.match(sentence)
    sides = _sides(match)
    if match is None or sides is None or not match["verb"].endswith(" than") or match["before"]:
        return sentence
    return f"Compared with {sides[1]}, {sides[0]} {match['verb'].removesuffix(' than')}{match['after']}"


def _numbers_otherwise(sentence: str) -> str:
    """Numbers in other printed forms: "50%" as "50 percent", "2x" as "a factor of two", "3" as "three"."""
    text = sentence if re.search(r"%\s?[-–]", sentence) else re.sub(r"(?<=\d)\s?%", " percent", sentence)
    text = re.sub(r"\bby (\d)\s?[x×]", lambda m: f"by a factor of {m[1]}", text)
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    text = re.sub(
        r"(?<=[a-z] )(?<!able )(?<!ure )(?<!tion )([2-9])(?= [a-z]+s\b)", lambda m: _WORDS[int(m[1]) - 2], text
    )
    text = (
        re.sub(rf"\b({'|'.join(_WORDS)})(?= [a-z]+s\b)", lambda m: str(_WORDS.index(m[1]) + 2), text)
        if text == sentence
        else text
    )
    return re.sub(r"(?<=\d)B (?=parameters|tokens)", " billion ", text)


def _expanded(sentence: str) -> str:
    """Abbreviations told in full, and the other way."""
    return " ".join(_EXPANDED.get(word, word) for word in sentence.split())


def _led_in(sentence: str) -> str:
    """The same behind "Our results show that"."""
    first, _, rest = sentence.partition(" ")
    head = first if re.search(r"[A-Z].*[A-Z]|\d|-", first) else first[:1].lower() + first[1:]
    return f"Our results show that {head} {rest}"


PARAPHRASES: dict[str, Callable[[str], str]] = {
    "synonyms": _synonyms,
    "passive": _passive,
    "other end": _other_end,
    "fronted": _fronted,
    "numbers": _numbers_otherwise,
    "abbreviations": _expanded,
    "lead-in": _led_in,
}


def paraphrases(sentence: str) -> list[tuple[str, str]]:
    """(form, the same said otherwise) for every form that changes a word of the sentence."""
    told = ((form, rephrase(sentence)) for form, rephrase in PARAPHRASES.items())
    return [(form, text) for form, text in told if text != sentence]


def paraphrase(sentence: str) -> str:
    """The same said otherwise, in the rarest form that the sentence allows: most allow only synonyms and a lead-in."""
    found = dict(paraphrases(sentence))
    order = ("other end", "fronted", "passive", "numbers", "abbreviations", "synonyms", "lead-in")
    return next((found[form] for form in order if form in found), sentence)


def planted_pairs(sentences: Sequence[str], seed: int) -> list[tuple[str, str, str]]:
    """(sentence, changed sentence, kind) for every sentence and form of change that can be planted in it."""
    return [(one, changed, kind) for one, changed, kind, _ in planted_forms(sentences, seed)]


def planted_forms(sentences: Sequence[str], seed: int) -> list[tuple[str, str, str, str]]:
    """(sentence, changed sentence, kind, form), in the order of the sentences."""
    random = Random(seed)
    found = []
    for sentence in sentences:
        for kind, forms in CHANGES.items():
            for form, change in forms.items():
                changed = change(sentence, random)
                if changed is not None and changed != sentence:
                    found.append((sentence, changed, kind, form))
    return found


def planted_measures(sentences: Sequence[str]) -> dict[str, object]:
    """What the check says of `PAIRS` planted changes, parted evenly over the kinds, and of paraphrases of each form."""
    random = Random(0)
    by_kind: dict[str, list[tuple[str, str, str]]] = {}
    for one, other, kind, form in planted_forms(sentences, seed=2):
        by_kind.setdefault(kind, []).append((one, other, form))
    rows = [
        (kind, form, check_claim(one, [other]).stance)
        for kind, pairs in sorted(by_kind.items())
        for one, other, form in random.sample(pairs, min(len(pairs), PAIRS // len(by_kind)))
    ]
    told_again = [(one, form, other) for one in sentences for form, other in paraphrases(one)]
    drawn = [
        (form, check_claim(one, [other]).stance)
        for name in PARAPHRASES
        for one, form, other in _drawn(random, [row for row in told_again if row[1] == name], PAIRS // 4)
    ]
    return {
        "pairs": len(rows),
        "told apart": _share([stance == "contradicts" for _, _, stance in rows]),
        "called support": _share([stance == "supports" for _, _, stance in rows]),
        "by kind": {
            kind: {
                "pairs": sum(row[0] == kind for row in rows),
                "told apart": _share([stance == "contradicts" for one, _, stance in rows if one == kind]),
                "by form": {
                    form: _share([stance == "contradicts" for _, one, stance in rows if one == form])
                    for form in CHANGES[kind]
                    if any(row[1] == form for row in rows)
                },
            }
            for kind in sorted(by_kind)
        },
        "paraphrases": len(drawn),
        "paraphrases called contradictions": _share([stance == "contradicts" for _, stance in drawn]),
        "paraphrases called contradictions, by form": {
            name: _share([stance == "contradicts" for form, stance in drawn if form == name])
            for name in PARAPHRASES
            if any(form == name for form, _ in drawn)
        },
    }


def _drawn(random: Random, rows: list[tuple[str, str, str]], size: int) -> list[tuple[str, str, str]]:
    return random.sample(rows, min(size, len(rows)))


def _share(hits: Sequence[bool]) -> float:
    return round(sum(hits) / len(hits), 4) if hits else 0.0
