"""The records of a folder of runs by their identifiers, as its site has them: listed, searched and read."""

import threading
from collections.abc import Iterable
from pathlib import Path

import tantivy
from filelock import FileLock

from synth.batch.processes import TopicProcesses
from synth.errors import RecordError
from synth.library.ranking import indexed_forms
from synth.models import Answer, ClaimLine, EvidenceLine, FormerRecord, Mark, Model, PublishedRecord
from synth.models.published import RecordSummary
from synth.models.run_files import ANSWER, CLAIMS, EVIDENCE
from synth.records.contents import Contents, read_contents
from synth.records.reader import read_manifest, shown
from synth.records.run_folder import is_run
from synth.settings import Settings
from synth.system.disk import make_folder
from synth.web.record_files import OWN_FILES
from synth.web.site import SiteSummary, build_site

SITE = ".site"
"""In the folder of runs: the site that a server serves."""
SITE_LOCK = ".site.lock"
"""Beside it: `serve` and `mcp` may have the same folder."""
BUILD_S = 3600.0
WRITER_HEAP_BYTES = 15_000_000


class RecordHit(Model):
    """A record that a search found; scores (BM25) of one search alone compare, higher is better."""

    score: float
    record: RecordSummary


class RecordDetail(Model):
    """One record with its answer."""

    record: RecordSummary
    answer: Answer


class ServedRecords:
    """The records below a folder of runs, and their site in RUNS/.site; used from any thread."""

    def __init__(self, runs: Path, settings: Settings) -> None:
        self.site = runs / SITE
        self._runs = runs
        self._settings = settings
        self._building = threading.Lock()
        self._records: dict[str, PublishedRecord] = {}
        self._summaries: dict[str, RecordSummary] = {}
        self._former: dict[str, FormerRecord] = {}
        self._index = _indexed(())

    def refresh(self) -> SiteSummary:
        """Make the site anew where runs are new, changed or gone, in a process of its own.

        Raises UsageError, StorageError, TopicError.
        """
        make_folder(self._runs)
        with self._building, FileLock(self._runs / SITE_LOCK), TopicProcesses(1, BUILD_S) as processes:
            # Apart, since it starts processes, which one that has threads cannot do safely, and computes for seconds.
            summary = processes.submit(build_site, self._runs, self.site, self._settings).result()
            self._records = {record.record_id: record for record in summary.records}
            self._summaries = {record.record_id: _summary(record) for record in summary.records}
            self._former = {record.record_id: record for record in summary.former}
            self._index = _indexed(summary.records)
            return summary

    def records(self) -> list[RecordSummary]:
        """All records, the newest first."""
        return list(self._summaries.values())

    def search(self, words: str, limit: int) -> list[RecordHit]:
        """The records with words of a query in question, title, headline or claims, or whose identifier it is."""
        summaries, index = self._summaries, self._index
        named = summaries.get(words.strip().lower().replace("srch:", "SRCH:"))
        if named is not None:
            return [RecordHit(score=1.0, record=named)]
        forms = [form for same in indexed_forms(words).values() for form in same]
        if not forms:
            return []
        searcher = index.searcher()
        hits = searcher.search(index.parse_query(" ".join(forms), ["words"]), limit=limit).hits
        found = [(round(float(score), 6), searcher.doc(address)["record_id"][0]) for score, address in hits]
        return [RecordHit(score=score, record=summaries[name]) for score, name in found if name in summaries]

    def record(self, record_id: str) -> RecordDetail:
        """One record. Raises RecordError where there is none, or its site was damaged."""
        answer = self._contents(record_id, ANSWER).answer
        if answer is None:
            raise _damaged(record_id)
        return RecordDetail(record=_summary(self.published(record_id)), answer=answer)

    def claims(self, record_id: str, mark: Mark | None = None, paper_id: str | None = None) -> list[ClaimLine]:
        """The claims of a record, in its order: all, or those with a mark, or of a paper. Raises RecordError."""
        claims = self._contents(record_id, CLAIMS).claims
        if claims is None:
            raise _damaged(record_id)
        return [claim for claim in claims if mark in (None, claim.mark) and paper_id in (None, claim.paper_id)]

    def evidence(self, record_id: str, claim_id: str | None = None) -> list[EvidenceLine]:
        """The evidence of a record, in the order of its claims: all, or that for one claim. Raises RecordError."""
        evidence = self._contents(record_id, EVIDENCE).evidence
        if evidence is None:
            raise _damaged(record_id)
        return [passage for passage in evidence if claim_id in (None, passage.claim_id)]

    def run_folder(self, record_id: str) -> Path:
        """The run folder of a record. Raises RecordError where there is none."""
        self.published(record_id)
        for folder in sorted(self._runs.iterdir()):
            if is_run(folder) and read_manifest(folder).record_id == record_id:
                return folder
        raise self._unknown(record_id)

    def published(self, record_id: str) -> PublishedRecord:
        """What the site says of a record. Raises RecordError where there is none of this identifier."""
        if record_id not in self._records:
            raise self._unknown(record_id)
        return self._records[record_id]

    def _unknown(self, record_id: str) -> RecordError:
        former = self._former.get(record_id)
        message = "is no longer here" if former else "no such record here"
        remedy = f"{former.answered_by[0]} answers its question" if former and former.answered_by else ""
        return RecordError(message, item=shown(record_id)[:40], stage="serve", remedy=remedy)

    def _contents(self, record_id: str, path: str) -> Contents:
        """Of the files of a record that are on the site, one."""
        contents, _ = read_contents(self.site / self.published(record_id).page / OWN_FILES, [path])
        return contents


def _indexed(records: Iterable[PublishedRecord]) -> tantivy.Index:
    """The words of records in an index in memory."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("record_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="en_stem")
    index = tantivy.Index(builder.build())
    writer = index.writer(heap_size=WRITER_HEAP_BYTES, num_threads=1)
    for record in records:
        document = tantivy.Document()
        document.add_text("record_id", record.record_id)
        document.add_text("words", record.words)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


def _summary(record: PublishedRecord) -> RecordSummary:
    return RecordSummary(**record.model_dump(include=set(RecordSummary.model_fields)))


def _damaged(record_id: str) -> RecordError:
    return RecordError("its site is damaged", item=record_id, stage="serve", remedy="start the server again")
