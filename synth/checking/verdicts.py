"""A claim against a handful of passages: the public check."""

from collections.abc import Sequence

from synth.checking.judgement import judge
from synth.checking.statement import Statement, cosine
from synth.models import Verdict, rounded
from synth.settings import CheckSettings


def check_claim(claim: str, passages: Sequence[str]) -> Verdict:
    """What the passages say of a claim; any text is accepted, empty and hostile included.

    `best` is the index of the passage that decides: the likeliest contradiction where one passes the threshold and no
    support is as strong, else the passage that most likely supports. None where no passage shares a content word.
    """
    settings = CheckSettings()
    statement = Statement(claim)
    others = [Statement(passage) for passage in passages]
    similarities = [rounded(cosine(statement, other)) for other in others]
    order = sorted((-similarity, index) for index, similarity in enumerate(similarities) if similarity > 0)
    judged = [
        (index, judge(statement, others[index], -negative, settings.min_support))
        for negative, index in order[: settings.candidates]
    ]
    if not judged:
        return Verdict(
            stance="silent", similarity=0.0, confidence=0.0, best=None, why="no passage shares a content word"
        )
    index, best = max(judged, key=lambda pair: (pair[1].confidence, pair[1].similarity, -pair[0]))
    against = [pair for pair in judged if pair[1].stance == "contradicts" and pair[1].against >= best.confidence]
    if against:
        index, best = max(against, key=lambda pair: (pair[1].against, pair[1].similarity, -pair[0]))
    return Verdict(stance=best.stance, similarity=best.similarity, confidence=best.confidence, best=index, why=best.why)
