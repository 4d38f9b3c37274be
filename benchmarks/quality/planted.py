"""Pairs of sentences that differ in one planted number, negation or swapped comparison, and mechanical paraphrases."""

import re
from collections.abc import Sequence
from random import Random

from synth.checking import check_claim

PARAPHRASE = "paraphrase"
PAIRS = 200
_NUMBER = re.compile(r"(?<![\w.,(\[-])\d+(?:\.\d+)?(?=%|\b(?![\w.-]))")
_VERB = re.compile(
    r"\b(is|are|was|were|can|does|do) (?!not\b)|\b(improves|outperforms|reduces|increases|achieves|performs|leads|"
    r"shows|provides|requires|yields|generalizes|helps|hurts)\b"
)
_COMPARED = re.compile(
    r"^(?P<before>(?:.*?(?:that|,) )?)(?P<left>(?:[\w’'-]+ ){1,5}?)(?P<verb>(?:\w+ly )?(?:outperforms?|outperformed|"
    r"surpass(?:es)?|exceeds?|beats|(?:is|are|was|were|performs?) (?:\w+ly )?(?:better|worse|higher|lower|faster|"
    r"slower|more \w+|less \w+) than)) (?P<right>(?:[\w’'-]+ ){0,3}?[\w’'-]+)"
    r"(?P<after>(?: (?:on|in|by|for|across|with|when|at|while)\b.*|[,.;].*))$"
)
_UNFIT = frozenset(
    "it this they that those these which and both where but by does do not when while if there what as are is were "
    "was".split()
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


def planted_number(sentence: str, random: Random) -> str | None:
    """The sentence with one of its numbers changed by a fifth or more; None where it has none. "(1)" counts nothing."""
    places = [match for match in _NUMBER.finditer(sentence) if not 1900 <= float(match[0]) <= 2099]
    if not places:
        return None
    place = random.choice(places)
    value, decimals = float(place[0]), len(place[0].partition(".")[2])
    changed = f"{value * random.choice((0.4, 0.6, 0.8, 1.25, 1.6)) + (0 if decimals else 1):.{decimals}f}"
    if float(changed) == value:
        return None
    return sentence[: place.start()] + changed + sentence[place.end() :]


def planted_negation(sentence: str) -> str | None:
    """The sentence with its first plain verb negated; None where it has none of those known here."""
    match = _VERB.search(sentence)
    if match is None:
        return None
    if match[1]:
        return f"{sentence[: match.end()]}not {sentence[match.end() :]}"
    base = re.sub(r"(?<=[^e])s$|(?<=ze|ve|ce|re|se)s$", "", match[2]) if match[2] != "achieves" else "achieve"
    return f"{sentence[: match.start()]}does not {base}{sentence[match.end() :]}"


def planted_swap(sentence: str) -> str | None:
    """The sentence with the two sides of its comparison swapped; None where it makes none that is understood here."""
    match = _COMPARED.match(sentence)
    if match is None:
        return None
    left, right = match["left"].strip(), match["right"]
    if _UNFIT & {word.lower() for word in f"{left} {right}".split()}:
        return None
    return f"{match['before']}{right} {match['verb']} {left}{match['after']}"


def paraphrase(sentence: str) -> str:
    """The same said otherwise: words for their synonyms, a leading clause moved to the end."""
    words = [_SYNONYMS.get(word, word) for word in sentence.rstrip(".").split()]
    text = " ".join(words)
    head, comma, rest = text.partition(", ")
    if comma and 2 <= len(head.split()) <= 10 and head.split()[0] in {"On", "In", "For", "With", "When", "Under", "As"}:
        text = f"{rest[0].upper()}{rest[1:]} {head[0].lower()}{head[1:]}"
    return f"{text}."


def planted_pairs(sentences: Sequence[str], seed: int) -> list[tuple[str, str, str]]:
    """(sentence, changed sentence, kind) for every sentence that a change of some kind can be planted in."""
    random = Random(seed)
    found = []
    for sentence in sentences:
        for kind, changed in (
            ("number", planted_number(sentence, random)),
            ("negation", planted_negation(sentence)),
            ("comparison", planted_swap(sentence)),
        ):
            if changed is not None:
                found.append((sentence, changed, kind))
    return found


def planted_measures(sentences: Sequence[str]) -> dict[str, object]:
    """How many of `PAIRS` planted changes, and of as many mechanical paraphrases, the check calls contradictions."""
    random = Random(0)
    by_kind: dict[str, list[tuple[str, str]]] = {}
    for one, other, kind in planted_pairs(sentences, seed=2):
        by_kind.setdefault(kind, []).append((one, other))
    called: dict[str, object] = {}
    told, total = 0, 0
    for kind, pairs in sorted(by_kind.items()):
        drawn = random.sample(pairs, min(len(pairs), PAIRS // len(by_kind)))
        hits = sum(check_claim(one, [other]).stance == "contradicts" for one, other in drawn)
        called[kind] = {"pairs": len(drawn), "told apart": round(hits / len(drawn), 4)}
        told, total = told + hits, total + len(drawn)
    drawn_sentences = random.sample(list(sentences), min(len(sentences), PAIRS))
    wrong = sum(check_claim(one, [paraphrase(one)]).stance == "contradicts" for one in drawn_sentences)
    return {
        "by kind": called,
        "pairs": total,
        "told apart": round(told / total, 4),
        "paraphrases": len(drawn_sentences),
        "paraphrases called contradictions": round(wrong / len(drawn_sentences), 4),
    }
