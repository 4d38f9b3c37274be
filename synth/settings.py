"""Every setting and threshold of synth, each with its unit and, for a threshold, the command that justifies it.

A stage takes the slice that it needs, so that changing one slice leaves the cached results of other stages valid.
"""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Slice(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class ArxivSettings(_Slice):
    """How arXiv is asked. The interval and one connection at a time are arXiv's own rules."""

    base_url: str | None = None  # None: arXiv itself; else SYNTH_ARXIV_URL, for mirrors and tests
    interval_s: float = 3.0
    connect_timeout_s: float = 10.0
    read_timeout_s: float = 60.0
    request_timeout_s: float = 300.0  # for one whole answer; what came of a download by then is resumed
    max_tries: int = 5
    backoff_s: float = 3.0  # before the second try; doubled each time, with jitter
    max_backoff_s: float = 120.0
    query_lifetime_s: float = 86_400.0  # arXiv's index changes once a day
    page_size: int = 100
    max_download_bytes: int = 100_000_000
    contact: str | None = None  # an e-mail address that goes into the User-Agent


class ZenodoSettings(_Slice):
    """How Zenodo is asked: 100 requests a minute are allowed (developers.zenodo.org, "Rate limiting")."""

    connect_timeout_s: float = 10.0
    read_timeout_s: float = 60.0
    request_timeout_s: float = 600.0  # for one whole exchange, an upload's too
    max_tries: int = 4  # of what can be sent twice without harm; the rest is sent once
    backoff_s: float = 2.0  # before the second try; doubled each time
    max_backoff_s: float = 60.0
    max_answer_bytes: int = 20_000_000


class SearchSettings(_Slice):
    """Which papers are looked for and how many are read."""

    max_papers: int = Field(default=30, ge=1, le=1000)
    candidates_per_paper: int = 5  # hits ranked for each paper wanted
    since: date | None = None
    categories: tuple[str, ...] = ()
    min_relevance: float = 0.02  # cosine with the question below which a paper from a search is screened out


class ReadingSettings(_Slice):
    """Bounds on what one paper may cost, and the language that is read."""

    language: str = "en"
    max_archive_bytes: int = 200_000_000  # unpacked
    max_archive_files: int = 5_000
    max_pages: int = 1_000
    max_macro_expansions: int = 200_000
    timeout_s: float = 120.0  # for one paper
    min_words: int = 80  # fewer than this from a whole PDF: it has no text layer
    min_source_share: float = 0.5  # of a source's words must survive reading, else the PDF is read


class ClaimSettings(_Slice):
    """Which sentences count as claims and how many are put to the check."""

    min_score: float = 0.3  # P(finding): F1 is flat from 0.3 to 0.5, recall is not; python -m benchmarks.quality bodies
    max_claims: int = 60
    max_claims_per_paper: int = 10
    near_duplicate: float = 0.85  # cosine from which two sentences are one
    same_paper_duplicate: float = 0.6  # the same within one paper, which likes to repeat itself in other words
    min_relevance: float = 0.15  # of the question in a claim or its paper, below which it is about something else
    max_weighed: int = 150  # of the ranked claims are read for their vote and ranked again: benchmarks.answers papers


class CheckSettings(_Slice):
    """Thresholds of the marks; python -m benchmarks.quality prints the precision that each has."""

    passage_sentences: int = 2
    candidates: int = 10  # passages looked at closely for each claim
    # Confidence from which a passage supports: one that was given or is another paper's, and one of the claim's own
    # paper; python -m benchmarks.quality evidence pairs
    min_support: float = 0.8
    min_agreement: float = 0.5
    cells_confidence: float = 0.95  # of cells that print a claim's figures under its names; docs/verification.md
    copy_similarity: float = 0.9  # cosine from which a passage is a copy of the claim and no evidence
    max_evidence: int = 3  # kept for each claim


class SandboxSettings(_Slice):
    """What a sealed script may use."""

    max_scripts: int = Field(default=60, ge=0)  # of a report; numbers in its claims are computed again in any case
    timeout_s: float = Field(default=60.0, gt=0)  # on the wall, for each run
    cpu_s: int = Field(default=20, ge=1)  # for each run
    memory_bytes: int = Field(default=2**30, ge=2**26)  # of data


class StandingSettings(_Slice):
    """By what rules standing is told. They say what words mean, so that no measurement sets them; docs/review.md."""

    same_paper_support: float = 0.5  # what support counts that is not independent
    full_groups: int = 5  # independent groups of authors from which independence is 10
    full_reproductions: int = 5  # numbers computed again from which that half of reproducibility is full
    undisclosed_cost: float = 2.5  # for each weakness of the run that the report does not state
    abstract_share: float = 0.3  # how well a paper is read of which there is the abstract alone
    lost_share: float = 0.9  # the same where the reader notes that it lost something
    min_corroborated: float = 0.1  # share of the claims for level L3
    medium_evidence: float = 0.2  # share of the claims with support: below it evidence strength is LOW
    high_evidence: float = 0.5
    medium_citation: float = 5.0  # these and those below on scores of 0 to 10
    high_citation: float = 9.0
    medium_disclosure: float = 5.0
    high_disclosure: float = 9.0
    medium_reproducibility: float = 3.0
    high_reproducibility: float = 7.0
    doi_provenance: int = 2  # P2: full texts alone
    doi_score: float = 4.0
    flagship_score: float = 7.0
    library_papers: int = 20  # read before and not for this report, in which counterexamples are sought
    max_single_source: float = 0.5  # share of the answer's claims above which one group of authors is noted


class LeanSettings(_Slice):
    """What Lean may use. In WebAssembly it takes two minutes; pytest tests/unit/audit/test_lean.py --durations 3."""

    timeout_s: float = Field(default=600.0, gt=0)  # on the wall, for one file
    memory_bytes: int = Field(default=8 * 2**30, ge=2**28)  # of data
    theorems_per_file: int = Field(default=30, ge=1)  # one error for each, and at 100 Lean stops


Style = Literal["one-column", "two-column"]


class RenderSettings(_Slice):
    """How the report is typeset."""

    publisher: str = "synth"
    title: str | None = None
    style: Style = "one-column"
    brief: bool = False  # at most four pages: answer, best quotations, limits, references
    templates: str | None = None  # SHA-256 of the user's own templates, where there are any
    tex_timeout_s: float = 120.0
    max_values: int = Field(default=8, ge=1)  # rows of the evidence table, which leaves room for the rest of the page
    max_values_per_paper: int = Field(default=2, ge=1)  # of them; no paper fills it alone
    max_authors: int = 40  # named in a reference; the rest is counted, and named in references.bib


class Settings(_Slice):
    """All settings of a run. Where its folders are and how many processes it uses change no result: not here."""

    arxiv: ArxivSettings = ArxivSettings()
    search: SearchSettings = SearchSettings()
    reading: ReadingSettings = ReadingSettings()
    claims: ClaimSettings = ClaimSettings()
    checking: CheckSettings = CheckSettings()
    rendering: RenderSettings = RenderSettings()
    sandbox: SandboxSettings = SandboxSettings()
    lean: LeanSettings = LeanSettings()
    standing: StandingSettings = StandingSettings()
