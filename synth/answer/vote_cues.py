"""Features of a sentence for its vote on a question: oriented n-grams, relations, readings, sides, hedges, overlap."""

import re
from collections.abc import Sequence

from synth.answer.orientation import oriented, polarity_of_yes, sides_of
from synth.answer.predicate_cues import predicate_cues
from synth.answer.side_signs import signs_by_side
from synth.answer.statements import statements
from synth.language.cues import ngrams
from synth.language.direction_models import SentenceReading, in_context, read_items
from synth.language.lexicon import words_of
from synth.language.masking import SidePhrases, class_of
from synth.language.pairing import value_pairs
from synth.language.rules import read_values, states_no_difference
from synth.language.sequence import Item, sequence, with_stand_ins
from synth.language.text import content_stems, stem
from synth.language.tokens import tokens
from synth.models import Question

_LINKS = ("than", "by", "compared", "over", "to", "with", "vs", "versus")


def vote_cues(question: Question, sentence: str, reading: SentenceReading) -> list[str]:
    """Features of one sentence for one question."""
    items = reading.items
    line = oriented(items, question)
    words = [item.word for item in items]
    plain = [word for word in line if word not in ("NUM", "NUM%", ",")]
    found = ngrams(plain, 3, "v:") + _relations(line)
    found += [f"q:{question.kind}", f"a:{question.asks}"]
    found += [f"u:{word}" for word in words if word in words_of("hedges") or word in words_of("denials")]
    for at, word in enumerate(words[:-1]):
        if word in words_of("hedges") or word in words_of("denials"):
            found.append(f"b:{word}_{words[at + 1]}")
    found += [f"t:{word}" for word in words if word in words_of("telling")]
    found += _readings(question, reading)
    found += _sides(line, question)
    found += _values(items, question)
    found += _statements(question, items)
    counts = {kind: line.count(kind) for kind in ("YES", "NO", "SAME", "NOT")}
    found += [f"n:{kind}:{min(3, count)}" for kind, count in counts.items()]
    balance = counts["YES"] - counts["NO"]
    found.append(f"bal:{max(-2, min(2, balance))}:{'not' if counts['NOT'] else ''}")
    found.append(
        f"bals:{(balance > 0) - (balance < 0)}:{min(1, counts['SAME'])}:{min(2, counts['NOT'])}:{question.asks}"
    )
    signed = signs_by_side(line)
    total = sum(signed)
    ruled = (total > 0) - (total < 0)
    mixed = 1 in signed and -1 in signed
    both = "SUBJ" in line and "COMP" in line
    found += [
        f"h:{ruled}",
        f"h:{ruled}:{int(mixed)}:{int(0 in signed)}",
        f"h:{ruled}:{question.kind}:{int(both)}",
        f"hn:{max(-2, min(2, total))}:{len(signed[:3])}",
    ]
    if signed:
        found += [f"h1:{signed[0]}", f"h1:{signed[0]}:{int(both)}"]
    if states_no_difference(items):
        found += ["same", f"same:{question.asks}"]
    asked = set(content_stems(question.text))
    share = len(asked & set(content_stems(sentence))) / max(1, len(asked))
    found += [
        f"ov:{int(share * 4)}",
        f"s:{min(3, sum(word in '.?!' for word in words))}",
        f"l:{min(5, len(words) // 12)}",
    ]
    found += _echoes(question, sentence)
    if _cites(sentence):
        found += ["cites", "cites:" + ("own" if set(words) & words_of("own") else "")]
    if sentence.rstrip().endswith("?"):
        found.append("asks")
    return found + predicate_cues(question, sentence)


def _cites(sentence: str) -> bool:
    return bool(_CITED.search(sentence))


def is_conclusion(question: Question, cues: Sequence[str]) -> bool:
    """Whether a text is read as a conclusion: it has several sentences."""
    return question.kind not in ("which", "how_much", "how") and any(cue.startswith("e:first:") for cue in cues)


def conclusion_cues(cues: Sequence[str]) -> list[str]:
    """The features of a conclusion, where relations between two sides are too rare to learn from."""
    return [cue for cue in cues if not cue.startswith(_RELATIONAL)]


_RELATIONAL = ("m:", "mu:", "md:", "ms:", "r:", "r2:", "r3:", "r4:", "r5:", "r6:")


def _echoes(question: Question, sentence: str) -> list[str]:
    """How much of the question each sentence repeats, and whether it denies or hedges that."""
    asked = set(content_stems(question.text))
    found = []
    parts = [part for part in _SENTENCE.split(sentence) if part.strip()]
    best: tuple[float, str] = (-1.0, "")
    for place, part in enumerate(parts):
        words = [word.lower() for word in tokens(part)]
        stems = [stem(word) for word in words]
        denied = [at for at, word in enumerate(words) if class_of(word) == "NOT"]
        hedged = "h" if set(words) & words_of("hedges") else ""
        shared = {at for at, one in enumerate(stems) if one in asked}
        near = any(at < other <= at + 7 for at in denied for other in shared)
        share = len({stems[at] for at in shared}) / max(1, len(asked))
        same = "same" if any(class_of(word) == "SAME" for word in words) else ""
        cue = f"{'near' if near else 'not' if denied else ''}:{hedged}:{same}"
        where = "one" if len(parts) == 1 else "first" if place == 0 else "last" if place == len(parts) - 1 else "mid"
        found += [f"e:{where}:{cue}", f"e:{int(share * 3)}:{cue}", f"e:{where}:{'n' if near else ''}"]
        if share > best[0]:
            best = (share, cue)
    asks = question.asks
    return [*found, f"eb:{best[1]}", f"eb:{int(best[0] * 4)}:{best[1]}", f"eb:{asks}:{best[1]}"]


def _relations(line: Sequence[str]) -> list[str]:
    found = []
    for index, word in enumerate(line):
        if word not in ("YES", "NO", "SAME", "MORE", "LESS", "GOOD", "BAD"):
            continue
        left = next((other for other in reversed(line[:index]) if other in ("SUBJ", "COMP")), "-")
        at = next((at for at in range(index + 1, len(line)) if line[at] in ("SUBJ", "COMP")), None)
        right = line[at] if at is not None else "-"
        between = line[index + 1 : at] if at is not None else line[index + 1 :]
        link = next((other for other in between if other in _LINKS), "-")
        opening = "cmp" if line[0] in ("compared", "unlike", "versus", "relative", "than") else ""
        denied = "not" if "NOT" in line[max(0, index - 3) : index] else ""
        outcome = "o" if "OUTC" in line[max(0, index - 3) : index + 4] else ""
        found += [
            f"r:{left}:{word}:{link}:{right}:{denied}{opening}",
            f"r2:{left}:{word}:{denied}",
            f"r3:{word}:{link}:{right}:{denied}",
            f"r4:{left}:{word}:{right}:{denied}",
            f"r5:{word}:{denied}:{outcome}",
            f"r6:{left}:{word}:{right}:{denied}:{outcome}",
        ]
    return found


def _readings(question: Question, reading: SentenceReading) -> list[str]:
    found = []
    for name, probabilities, sign in (
        ("better", reading.better, polarity_of_yes(question) or question.sign),
        ("change", reading.change, question.sign if question.asks == "change" else polarity_of_yes(question)),
    ):
        if probabilities is None:
            continue
        up, same, down = probabilities if sign >= 0 else probabilities[::-1]
        if question.asks == "difference":
            up, down = max(up, down), 0.0
        best = max(up, same, down)
        label = "y" if best == up else "n" if best == down else "s"
        found += [
            f"m:{name}:{label}:{int(best * 5)}",
            f"m:{name}:{label}",
            f"mu:{name}:{int(up * 5)}",
            f"md:{name}:{int(down * 5)}",
        ]
        if up + down > 0:
            found.append(f"ms:{name}:{int(5 * up / (up + down))}:{question.asks}")
    return found


def _sides(line: Sequence[str], question: Question) -> list[str]:
    named = "".join(name[0] for name in ("SUBJ", "COMP", "OUTC") if name in line)
    return [f"has:{named}", f"has:{named}:{question.kind}"]


def _statements(question: Question, items: Sequence[Item]) -> list[str]:
    """The plain statements of a sentence: the form and vote of each, and all their votes."""
    stated = statements(question, items)
    each = [cue for one in stated for cue in (f"st:{one.vote}", f"st:{one.vote}:{one.form}")]
    return [*each, "sts:" + "+".join(sorted({one.vote for one in stated}))]


def _values(items: Sequence[Item], question: Question) -> list[str]:
    sure = read_values(items)
    if sure is None:
        pairs, _ = value_pairs(items)
        return [f"p:{pairs[0].sign}"] if pairs else []
    good = polarity_of_yes(question) or question.sign
    sign = sure.pair.sign * (sure.polarity or 1) * good
    return [f"val:{sign}", f"val:{sign}:{abs(sure.polarity)}"]


def read_for(
    question: Question,
    sentence: str,
    context: str,
    subject_names: frozenset[str] = frozenset(),
    comparator_names: frozenset[str] = frozenset(),
    outcome_names: frozenset[str] = frozenset(),
) -> SentenceReading:
    """The reading of a sentence by the models, between the sides of a question."""
    sides: SidePhrases = sides_of(question, subject_names, comparator_names, outcome_names)
    items = sequence(sentence, in_context(sentence, sides, context))
    return read_items(with_stand_ins(items, names=question.kind == "comparison"), sides)


_CITED = re.compile(
    r"\((?:[A-Z][\w'’-]+(?: et al\.?| (?:and|&) [A-Z][\w-]+)?,? ?,? \d{4}[a-z]?|see |e\.g\.)"
    r"|et al\.,? \(?\d{4}|\[\d+(?:, ?\d+)*\]|[A-Z][a-z]+ et al\b"
)

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
