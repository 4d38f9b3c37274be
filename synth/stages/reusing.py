"""Whether the run that stands in a folder is what a run of today would make: then it need not be made again."""

from collections import Counter
from pathlib import Path

from synth import __version__
from synth.errors import RecordError
from synth.models import Record
from synth.records.reader import read_screened
from synth.records.run_folder import is_run, load_record
from synth.stages.searching import Search


def current_record(folder: Path, searched: Search) -> Record | None:
    """The record in a run folder, where this version of synth made it and the search finds the same papers as then.

    The folder's name tells question, settings and sources; papers of the user's are named by their content. None where
    there is no run, where it is damaged, and where papers came, went, changed or were retracted, so that it is out of
    date; those that citations led to follow from the others. Where a database did not answer today, papers that are
    missing are not gone: only others than then make a record out of date.
    """
    if not is_run(folder):
        return None
    try:
        record = load_record(folder, reused=True)
        then = read_screened(folder)
    except RecordError:
        return None
    by_search = {paper_id for run in record.manifest.queries if not run.by_citation for paper_id in run.gave}
    led_to = {paper_id for run in record.manifest.queries if run.by_citation for paper_id in run.gave} - by_search
    today = [paper.paper_id for paper, _ in searched.found] + [skip.paper_id for skip in searched.skips]
    before = Counter(row.paper_id for row in then if row.paper_id not in led_to)
    answered = not any(run.note for run in searched.queries)
    same = before == Counter(today) if answered else before >= Counter(today)
    retracted = {paper.paper_id for paper, _ in searched.found if paper.notice}
    if any(row.decision == "used" and row.paper_id in retracted for row in then):
        return None
    return record if same and record.manifest.versions["synth"] == __version__ else None
