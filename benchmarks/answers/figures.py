"""How well the figures of sentences vote: questions of all fields, each with a sentence that has figures of its sides.

`figures.tsv` was written for this by people who had not seen the program: question, sentence, vote; a third of the
sentences have figures of something else, and no vote.
"""

from collections import Counter
from pathlib import Path

from synth.answer.figure_votes import vote_of_figures
from synth.language.sides import Sides
from synth.question import parse_question

SENTENCES = Path(__file__).with_name("figures.tsv")


def figures_figures() -> dict[str, float]:
    """Of sentences with a vote the share that is read so; how many get another vote, or one that have none."""
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    counts: Counter[str] = Counter()
    for line in lines:
        text, sentence, expected = line.split("\t")
        question = parse_question(text)
        vote = vote_of_figures(question, sentence, Sides(question, ()).of("")) or "unclear"
        if expected == "unclear":
            counts["without"] += 1
            counts["voted without"] += vote != "unclear"
        elif vote != "unclear":
            counts["right" if vote == expected else "wrong"] += 1
    return {
        "right": round(counts["right"] / (len(lines) - counts["without"]), 4),
        "wrong": float(counts["wrong"] + counts["voted without"]),
        "sentences": float(len(lines)),
    }
