"""The values of both sides that questions get, a row each, to be looked up in the papers by hand."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.answers.papers import TUNED, keys_of_fields
from synth import generate
from synth.models import Answer


def value_rows(library: Path) -> Iterator[str]:
    """Of each question of the tuned topics: file, outcome, setting, both names with their values, whose is better."""
    for _, question, papers in keys_of_fields():
        if question["topic"] not in TUNED:
            continue
        yield question["question"]
        with TemporaryDirectory() as out:
            record = generate(question["question"], papers=papers, offline=True, library=library, out=out, pdf=False)
            answer = Answer.model_validate_json((Path(record.folder) / "answer.json").read_text(encoding="utf-8"))
        for one in answer.papers:
            for pair in one.values:
                measured = f"{Path(one.file or '').name}\t{pair.outcome}\t{pair.setting}"
                sides = f"{pair.subject}: {pair.a}\t{pair.comparator}: {pair.b}\t{pair.better}"
                yield f"\t{measured}\t{sides}\t{pair.place}"
        for ranked in answer.ranking or ():
            yield f"\t{ranked.name}\t{ranked.outcome}\t{ranked.setting}\t{ranked.rank_mean:g}\t{ranked.papers}"
        for amount in answer.amounts or ():
            yield f"\t{amount.paper_id}\t{amount.outcome}\t{amount.setting}\t{amount.value}\t{amount.place}"
