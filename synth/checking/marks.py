"""Claims are checked against everything that was read: evidence, stance and mark of each claim."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from synth.checking.cells import cells_of
from synth.checking.evidence_signals import ClaimAndPassages
from synth.checking.independence import Origin, origins_of
from synth.checking.judgement import PassageVerdict, judge_content
from synth.checking.model import load_model
from synth.checking.passages import PassageIndex
from synth.checking.statement import Statement, cosine
from synth.language.tabular import ResolvedTable
from synth.language.text import content_stems
from synth.models import CheckedClaim, Claim, Document, Evidence, Mark, Paper, Passage, rounded
from synth.settings import CheckSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK = 64
"""Claims compared with all passages at once: 64 x 30,000 cosines are 15 MB."""
POOL = 8
"""Nearest passages examined per candidate: copies, or one paper on the same topic, may fill the first places."""


@dataclass(frozen=True)
class WeighedPassage:
    """A passage, and its verdict on the claim."""

    passage: Passage
    same_paper: bool
    independent: bool
    verdict: PassageVerdict

    @property
    def strength(self) -> tuple[float, float, str]:
        """How decisive it is; ties by similarity, then by id."""
        found = self.verdict
        weight = found.against if found.stance == "contradicts" else found.confidence
        return weight, found.similarity, self.passage.passage_id


def check_claims(
    claims: Sequence[Claim],
    documents: Sequence[Document],
    papers: Mapping[str, Paper],
    settings: CheckSettings,
    findings: Iterable[Claim] = (),
    tables: Mapping[str, Sequence[ResolvedTable]] = MappingProxyType({}),
    progress: Callable[[int], None] | None = None,
    passages: PassageIndex | None = None,
) -> tuple[CheckedClaim, ...]:
    """Check each claim against the passages of all documents, its own paper's other places included, in order.

    Marks follow section 2 of the design. `papers` are the metadata by paper_id; where they are absent, title and
    authors are those of the document. `findings` are all findings of the documents: a passage without one hardly
    supports. `tables` are those of the documents by paper_id, in order. `progress` is called after each claim with the
    number done; `passages` are those of the documents, where they were prepared before. Raises KeyError for a claim
    of a paper that is not among the documents.
    """
    from synth.checking.vectors import Vectors  # loads NumPy and SciPy: not before a check

    reading = passages or PassageIndex(documents, settings.passage_sentences, findings)
    vectors = Vectors(
        reading.stems,
        reading.windows,
        reading.document_ranges,
        [content_stems(claim.quotation) for claim in claims],
    )
    checker = _Checker(reading, origins_of(documents, papers), tables, settings)
    checked: list[CheckedClaim] = []
    for start in range(0, len(claims), BLOCK):
        block = claims[start : start + BLOCK]
        cosines = vectors.cosines(start, start + len(block))
        for claim, row in zip(block, cosines, strict=True):
            checked.append(checker.check(claim, row))
            if progress is not None:
                progress(len(checked))
    return tuple(checked)


def prepare_check(
    documents: Sequence[Document], settings: CheckSettings, findings: Iterable[Claim] = ()
) -> PassageIndex:
    """What a check needs whatever the claims: the passages of the documents, their stems, models and libraries."""
    import_module("sklearn.feature_extraction.text")
    import_module("synth.checking.vectors")
    load_model()
    reading = PassageIndex(documents, settings.passage_sentences, findings)
    _ = reading.stems
    return reading


class _Checker:
    """The passages, tables and settings that all claims of one check are compared with."""

    def __init__(
        self,
        reading: PassageIndex,
        origins: Mapping[str, Origin],
        tables: Mapping[str, Sequence[ResolvedTable]],
        settings: CheckSettings,
    ) -> None:
        self._reading = reading
        self._origins = origins
        self._tables = tables
        self._settings = settings
        self._statements: dict[range, Statement] = {}

    def check(self, claim: Claim, cosines: "NDArray[np.float64]") -> CheckedClaim:
        """The mark of one claim; `cosines` are its similarities with the windows of the reading."""
        weighed = [*self._passages(claim, cosines), *self._cells(claim)]
        supporting = [item for item in weighed if item.verdict.stance == "supports"]
        against = [item for item in weighed if item.verdict.stance == "contradicts"]
        mark, deciding = _mark(supporting, against)
        best = max(deciding or weighed, key=lambda item: item.strength, default=None)
        return CheckedClaim(
            claim=claim,
            mark=mark,
            stance=best.verdict.stance if best else "silent",
            similarity=best.verdict.similarity if best else 0.0,
            confidence=best.verdict.confidence if best else 0.0,
            evidence=tuple(_evidence(claim, item) for item in self._shown(supporting, against, best)),
            why=self._why(mark, best),
        )

    def _shown(
        self, supporting: list[WeighedPassage], against: list[WeighedPassage], best: WeighedPassage | None
    ) -> list[WeighedPassage]:
        """The passages shown: the best of each side, then the strongest; if none addresses it, the nearest."""
        if not supporting and not against:
            return [best] if best else []
        sides = [max(side, key=lambda item: item.strength) for side in (supporting, against) if side]
        first = [item for item in (best, *sides) if item is not None]
        rest = sorted(supporting + against, key=lambda item: item.strength, reverse=True)
        shown = list({item.passage.passage_id: item for item in (*first, *rest)}.values())[
            : self._settings.max_evidence
        ]
        return sorted(shown, key=lambda item: (item is best, item.strength), reverse=True)

    def _cells(self, claim: Claim) -> Iterator[WeighedPassage]:
        """The cells of the paper's own tables with the claim's figures."""
        document, statement = self._origins[claim.paper_id].document, Statement(claim.quotation)
        passage = cells_of(statement, document, self._tables.get(claim.paper_id, ()))
        if passage:
            cells = Statement(passage.text)
            similarity = rounded(cosine(statement, cells))
            verdict = PassageVerdict(
                statement, cells, "supports", similarity, self._settings.cells_confidence, 0.0, None
            )
            yield WeighedPassage(passage, same_paper=True, independent=False, verdict=verdict)

    def _passages(self, claim: Claim, cosines: "NDArray[np.float64]") -> Iterator[WeighedPassage]:
        """The nearest passages: `settings.candidates` of the claim's own paper, as many of the others.

        Of overlapping windows only the nearest is taken, and none that repeats the claim unless it contradicts it.
        """
        origin = self._origins[claim.paper_id]
        own = self._reading.rows_at(claim.quoted_spans)
        statement = Statement(claim.quotation)
        left = {True: self._settings.candidates, False: self._settings.candidates}
        taken: set[int] = set()
        for index in _nearest(cosines, self._settings.candidates * POOL):
            window = self._reading.windows[index]
            paper_id = self._reading.paper_id(window)
            same_paper = paper_id in claim.also_in or self._origins[paper_id].work == origin.work
            if not left[same_paper] or not taken.isdisjoint(window):
                continue
            if paper_id == claim.paper_id and not own.isdisjoint(window):
                continue
            before, after = (
                [self._statement(range(row, row + 1)) for row in side if row not in own]
                for side in self._reading.around(window)
            )
            context = ClaimAndPassages(statement, [*before, self._statement(window), *after])
            placement = self._reading.placement(window, own if same_paper else frozenset(), same_paper=same_paper)
            similarity = float(cosines[index])
            least = self._least(same_paper)
            verdict = judge_content(context, len(before), similarity, load_model(), least, placement)
            if verdict.stance == "contradicts" and not self._origins[paper_id].independent_of(origin):
                verdict = replace(verdict, stance="silent", conflict=None)
            if self._is_copy(statement, verdict.passage, similarity) and verdict.stance != "contradicts":
                continue
            left[same_paper] -= 1
            taken.update(window)
            passage = self._reading.passage(window)
            independent = not same_paper and self._origins[paper_id].independent_of(
                origin, passage.citations, claim.citations
            )
            yield WeighedPassage(passage, same_paper, independent, verdict)

    def _least(self, same_paper: bool) -> float:
        """The confidence from which a passage supports."""
        return self._settings.min_agreement if same_paper else self._settings.min_support

    def _why(self, mark: Mark, best: WeighedPassage | None) -> str:
        if best is None:
            return "no other passage shares a content word"
        if mark == "unsupported" and best.verdict.stance == "supports":
            return f"stated in {best.passage.paper_id} too, which is not independent; {best.verdict.why}"
        where = "the same paper" if best.same_paper else best.passage.paper_id
        if mark == "unsupported":
            sure = f"has a confidence of {best.verdict.confidence:.2f}, below {self._least(best.same_paper):.2f}"
            return f"nothing supports it; the nearest, in {where}, {sure}; {best.verdict.why}"
        phrases = {
            "corroborated": "supported by independent authors in",
            "verified": "supported elsewhere in",
            "contradicted": "contradicted in",
        }
        return f"{phrases[mark]} {where}; {best.verdict.why}"

    def _statement(self, window: range) -> Statement:
        if window not in self._statements:
            stems = [stem for row in window for stem in self._reading.stems[row]]
            self._statements[window] = Statement(self._reading.text(window), stems)
        return self._statements[window]

    def _is_copy(self, claim: Statement, passage: Statement, similarity: float) -> bool:
        """Whether a passage repeats the claim nearly word by word: wherever it is, that is no further evidence."""
        limit = self._settings.copy_similarity
        repeated = bool(claim.pairs) and len(claim.pairs & passage.pairs) >= limit * len(claim.pairs)
        return repeated or similarity >= limit


def _nearest(cosines: "NDArray[np.float64]", count: int) -> list[int]:
    """Indices of the highest positive cosines, highest first, ties by index."""
    import numpy as np

    positive = np.flatnonzero(cosines > 0)
    if len(positive) > count:
        floor = np.partition(cosines, -count)[-count]
        positive = np.flatnonzero(cosines >= floor)
    order = np.lexsort((positive, -cosines[positive]))
    return [int(index) for index in positive[order][:count]]


def _mark(supporting: list[WeighedPassage], against: list[WeighedPassage]) -> tuple[Mark, list[WeighedPassage]]:
    """The mark, and the passages that decide it."""
    support = max((item.strength[0] for item in supporting), default=0.0)
    if against and max(item.strength[0] for item in against) >= support:
        return "contradicted", against
    independent = [item for item in supporting if item.independent]
    if independent:
        return "corroborated", independent
    elsewhere = [item for item in supporting if item.same_paper]
    return ("verified", elsewhere) if elsewhere else ("unsupported", supporting)


def _evidence(claim: Claim, item: WeighedPassage) -> Evidence:
    digest = hashlib.sha256(f"{claim.claim_id} {item.passage.passage_id}".encode()).hexdigest()[:10]
    return Evidence(
        evidence_id=f"e-{digest}",
        claim_id=claim.claim_id,
        passage=item.passage,
        same_paper=item.same_paper,
        independent=item.independent,
        similarity=item.verdict.similarity,
        confidence=item.verdict.confidence,
        stance=item.verdict.stance,
        why=item.verdict.why,
    )
