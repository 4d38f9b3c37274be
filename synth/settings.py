"""Every setting and threshold of synth, each with its unit and, for a threshold, the command that justifies it.

A stage takes the slice that it needs, so that changing one slice leaves the cached results of other stages valid.
`read_settings` puts them together: the defaults below, then synth.toml, then the environment, then options.
docs/configuration.md says what each means.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from synth.errors import UsageError

Share = Annotated[float, Field(ge=0, le=1)]
Score = Annotated[float, Field(ge=0, le=10)]
Count = Annotated[int, Field(ge=1)]
Number = Annotated[int, Field(ge=0)]
Seconds = Annotated[float, Field(gt=0, le=86_400)]


class _Slice(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, defer_build=True)


class RequestSettings(_Slice):
    """How one server is asked."""

    interval_s: Annotated[float, Field(ge=0, le=3600)] = 1.0  # between two requests, over all processes of a user
    connect_timeout_s: Seconds = 10.0
    read_timeout_s: Seconds = 60.0
    request_timeout_s: Seconds = 300.0  # for one whole answer; what came of a download by then is resumed
    deadline_s: Seconds = 600.0  # for all tries of a request, and of those that fail after it
    max_tries: Count = 5
    backoff_s: Seconds = 3.0  # before the second try; doubled each time, with jitter
    max_backoff_s: Seconds = 120.0
    query_lifetime_s: Annotated[float, Field(ge=0)] = 86_400.0  # arXiv's index changes once a day
    page_size: Count = 100
    max_download_bytes: Count = 100_000_000
    turns_folder: Path | None = None  # where processes take turns: None is the user's cache; many machines share one


class ArxivSettings(RequestSettings):
    """How arXiv is asked. The interval and one connection at a time are arXiv's own rules."""

    base_url: str | None = None  # None: arXiv itself; else SYNTH_ARXIV_URL, for mirrors and tests
    interval_s: Annotated[float, Field(ge=0, le=3600)] = 3.0
    contact: str | None = None  # an e-mail address that goes into the User-Agent, to every provider


class DatabaseSettings(RequestSettings):
    """How each database other than arXiv is asked; a run can do without it, and waits less."""

    request_timeout_s: Seconds = 120.0
    deadline_s: Seconds = 120.0  # for all tries of a request, and of those that fail after it
    max_tries: Count = 2
    openalex_url: str | None = None  # None: the database itself; else SYNTH_OPENALEX_URL, for mirrors and tests
    crossref_url: str | None = None
    europepmc_url: str | None = None
    semanticscholar_url: str | None = None


class BatchSettings(_Slice):
    """How the topics of a batch are answered."""

    jobs: Annotated[int, Field(ge=1, le=256)] = 1  # topics at a time
    time_limit_s: Seconds = 3600.0  # for one topic


class ServerSettings(_Slice):
    """What the clients of a server may cost: docs/web.md. How many questions run at once is `batch.jobs`."""

    max_waiting: Count = 50  # questions that wait, of all clients
    max_per_client: Count = 20  # questions of one client that have not ended
    requests_per_minute: Count = 6_000  # of one client, of any kind
    asks_per_minute: Count = 30  # of them those that ask, agree, cancel or sign in
    max_upload_bytes: Count = 50_000_000  # of one request with its files
    max_upload_files: Count = 20
    max_list_bytes: Count = 500_000  # of one list of papers
    upload_timeout_s: Seconds = 120.0  # for a whole request to arrive
    understand_timeout_s: Seconds = 60.0  # for the searches before an asker agrees
    draft_lifetime_s: Seconds = 3600.0  # for an asker to agree
    job_lifetime_days: Count = 7  # for what is known of a question that has ended; its record stays


class ZenodoSettings(_Slice):
    """How Zenodo is asked: 100 requests a minute are allowed (developers.zenodo.org, "Rate limiting")."""

    connect_timeout_s: Seconds = 10.0
    read_timeout_s: Seconds = 60.0
    request_timeout_s: Seconds = 600.0  # for one whole exchange, an upload's too
    deadline_s: Seconds = 1200.0  # for all tries of a request
    max_tries: Count = 4  # of what can be sent twice without harm; the rest is sent once
    backoff_s: Seconds = 2.0  # before the second try; doubled each time
    max_backoff_s: Seconds = 60.0
    max_answer_bytes: Count = 10_000_000


class RecordSettings(_Slice):
    """How much is read of a record, which may be a stranger's; a record of 49 real papers has 58 files of 9 MB."""

    max_file_bytes: Count = 20_000_000  # the largest of 49 papers has 0.6 MB; as JSON it takes 20 times as much memory
    max_record_bytes: Count = 200_000_000  # of all that one export or deposit holds


Snowball = Literal["no", "backward", "forward", "both"]


class SearchSettings(_Slice):
    """Which papers are looked for and how many are read."""

    max_papers: int = Field(default=30, ge=1, le=1000)
    candidates_per_paper: Count = 5  # hits ranked for each paper wanted
    since: date | None = None
    categories: tuple[str, ...] = ()
    snowball: Snowball = "no"  # which citations of the papers read are followed
    depth: Annotated[int, Field(ge=1, le=3)] = 1  # how many times
    min_relevance: Share = 0.02  # cosine with the question below which a paper from a search is screened out


class LimitSettings(_Slice):
    """What the files of strangers may cost. What is larger is left out with its reason; real papers stay far below.

    A record names this slice only where it differs from the defaults, since within the limits it changes nothing.
    """

    max_depth: Count = 12  # of folders below one that is given
    max_entries: Count = 100_000  # files and folders below one that is given; entries of a list
    walk_timeout_s: Seconds = 1_800.0  # for all below one that is given to be looked at; most is spent on hashes
    max_alike: Count = 1_000  # files that screening.csv names for one reason; the rest is counted in one row
    max_file_bytes: Count = 200_000_000
    max_source_bytes: Count = 100_000_000  # of a TeX file with what it inputs, and of a source folder
    max_source_files: Count = 2_000
    worker_memory_bytes: Count = 350_000_000  # added by one paper; 117 pages of a PDF add 200 MB: data/arxiv_pdfs
    mean_paper_bytes: Count = 600_000  # of a run's papers as read, as JSON; of 49 real ones 0.2 MB, the largest 0.9
    max_document_chars: Count = 4_000_000  # of a paper's text as read; a thousand pages have 3,000,000
    max_line_chars: Count = (
        1_000_000  # of a snapshot, what is said of a paper, a record's list; of 4,585 real ones 5,341
    )
    max_abstract_chars: Count = 50_000  # of answers, snapshots, lists, side-cars; arXiv takes 1,920
    max_list_bytes: Count = 5_000_000  # of a list of questions or papers


class ReadingSettings(_Slice):
    """Bounds on what one paper may cost, and the language that is read."""

    language: str = "en"
    max_archive_bytes: Count = 200_000_000  # unpacked
    max_archive_files: Count = 5_000
    max_pages: Count = 1_000
    max_macro_expansions: Count = 200_000
    timeout_s: Seconds = 120.0  # for one paper
    min_words: Number = 80  # fewer than this from a whole PDF: it has no text layer
    min_source_share: Share = 0.5  # of a source's words must survive reading, else the PDF is read


class ClaimSettings(_Slice):
    """Which sentences count as claims and how many are put to the check."""

    min_score: Share = 0.3  # P(finding): F1 is flat from 0.3 to 0.5, recall is not; python -m benchmarks.quality bodies
    max_claims: Count = 60
    max_claims_per_paper: Count = 10
    near_duplicate: Share = 0.85  # cosine from which two sentences are one
    same_paper_duplicate: Share = 0.6  # the same within one paper, which likes to repeat itself in other words
    min_relevance: Share = 0.15  # of the question in a claim or its paper, below which it is about something else
    max_weighed: Count = 150  # of the ranked claims are read for their vote and ranked again: benchmarks.answers papers


class CheckSettings(_Slice):
    """Thresholds of the marks; python -m benchmarks.quality prints the precision that each has."""

    passage_sentences: Count = 2
    candidates: Count = 10  # passages looked at closely for each claim
    # Confidence from which a passage supports: one that was given or is another paper's, and one of the claim's own
    # paper; python -m benchmarks.quality evidence pairs, and benchmarks.quality.marks FOLDER
    min_support: Share = 0.8
    min_agreement: Share = 0.6
    cells_confidence: Share = 0.95  # of cells that print a claim's figures under its names; docs/verification.md
    copy_similarity: Share = 0.9  # cosine from which a passage is a copy of the claim and no evidence
    max_evidence: Count = 3  # kept for each claim


class SandboxSettings(_Slice):
    """What a sealed script may use."""

    max_scripts: Number = 60  # of a report; numbers in its claims are computed again in any case
    timeout_s: Seconds = 60.0  # on the wall, for each run
    cpu_s: Count = 20  # for each run
    memory_bytes: int = Field(default=2**30, ge=2**26)  # of data


class StandingSettings(_Slice):
    """By what rules standing is told. They say what words mean, so that no measurement sets them; docs/review.md."""

    same_paper_support: Share = 0.5  # what support counts that is not independent
    full_groups: Count = 5  # independent groups of authors from which independence is 10
    full_reproductions: Count = 5  # numbers computed again from which that half of reproducibility is full
    undisclosed_cost: Score = 2.5  # for each weakness of the run that the report does not state
    abstract_share: Share = 0.3  # how well a paper is read of which there is the abstract alone
    lost_share: Share = 0.9  # the same where the reader notes that it lost something
    min_corroborated: Share = 0.1  # share of the claims for level L3
    medium_evidence: Share = 0.2  # share of the claims with support: below it evidence strength is LOW
    high_evidence: Share = 0.5
    medium_citation: Score = 5.0  # these and those below on scores of 0 to 10
    high_citation: Score = 9.0
    medium_disclosure: Score = 5.0
    high_disclosure: Score = 9.0
    medium_reproducibility: Score = 3.0
    high_reproducibility: Score = 7.0
    doi_provenance: Number = 2  # P2: full texts alone
    doi_score: Score = 4.0
    flagship_score: Score = 7.0
    most_very_low: Score = 4.0  # the most that a report scores whose answer has this certainty
    most_low: Score = 6.0
    most_moderate: Score = 8.0
    library_papers: Number = 20  # read before and not for this report, in which counterexamples are sought
    max_single_source: Share = 0.5  # share of the answer's claims above which one group of authors is noted


class LeanSettings(_Slice):
    """What Lean may use. In WebAssembly it takes two minutes; pytest tests/unit/audit/test_lean.py --durations 3."""

    timeout_s: Seconds = 600.0  # on the wall, for one file
    memory_bytes: int = Field(default=8 * 2**30, ge=2**28)  # of data
    theorems_per_file: Count = 30  # one error for each, and at 100 Lean stops


Style = Literal["one-column", "two-column"]


BRIEF_AUTHORS = 6
"""How many authors a reference of a brief report names, which has four pages for all."""


class RenderSettings(_Slice):
    """How the report is typeset."""

    publisher: str = "synth"
    title: str | None = None
    style: Style = "one-column"
    brief: bool = False  # at most four pages: answer, best quotations, limits, references
    templates: str | None = None  # SHA-256 of the user's own templates, where there are any
    tex_timeout_s: Seconds = 120.0
    max_values: Count = 8  # rows of the evidence table, which leaves room for the rest of the page
    max_values_per_paper: Count = 2  # of them; no paper fills it alone
    max_authors: Count = 40  # named in a reference; the rest is counted, and named in references.bib

    @property
    def authors_named(self) -> int:
        """How many authors a reference names: in a brief report fewer."""
        return min(self.max_authors, BRIEF_AUTHORS) if self.brief else self.max_authors


class SiteSettings(_Slice):
    """The public pages of many records."""

    title: str = "Literature syntheses"
    address: str | None = None  # where they will be served, for what must name it: the site map, citation metadata
    page_records: Count = 50  # records on one page of the index
    served: bool = False  # by a server that answers questions: pages lead to its form


class Settings(_Slice):
    """All settings of a run. Where its folders are and how many processes it uses change no result: not here."""

    arxiv: ArxivSettings = Field(default_factory=ArxivSettings)
    databases: DatabaseSettings = Field(default_factory=DatabaseSettings)
    search: SearchSettings = Field(default_factory=SearchSettings)
    limits: LimitSettings = Field(default_factory=LimitSettings)
    reading: ReadingSettings = Field(default_factory=ReadingSettings)
    claims: ClaimSettings = Field(default_factory=ClaimSettings)
    checking: CheckSettings = Field(default_factory=CheckSettings)
    rendering: RenderSettings = Field(default_factory=RenderSettings)
    sandbox: SandboxSettings = Field(default_factory=SandboxSettings)
    lean: LeanSettings = Field(default_factory=LeanSettings)
    standing: StandingSettings = Field(default_factory=StandingSettings)
    batch: BatchSettings = Field(default_factory=BatchSettings)
    site: SiteSettings = Field(default_factory=SiteSettings)
    server: ServerSettings = Field(default_factory=ServerSettings)


SETTINGS_FILE = "synth.toml"
FILE_VARIABLE = "SYNTH_SETTINGS"
COMPUTED = frozenset({"rendering.templates", "site.served"})
"""What a run, or a server, sets itself."""
ADDRESSES = frozenset({"SYNTH_ARXIV_URL", "SYNTH_ARXIV_OAI_URL", "SYNTH_ARXIV_INTERVAL_S"})
"""Variables of arXiv that `synth.sources.arxiv_settings` reads, since one depends on the other."""


def read_settings(
    environ: Mapping[str, str], options: Mapping[str, Mapping[str, object]], folder: Path | None = None
) -> Settings:
    """Defaults, what synth.toml sets, what the environment sets, and what options set, a later one before an earlier.

    The file is `SYNTH_SETTINGS`, else synth.toml of `folder` (the current one). A variable is SYNTH_, the slice and the
    setting, as SYNTH_CLAIMS_MAX_CLAIMS; several values are separated by commas. `options` by slice and setting. Raises
    UsageError for a file that cannot be read, and for a name or a value that is no setting's.
    """
    given = environ.get(FILE_VARIABLE, "")
    path = Path(given) if given else (folder or Path()) / SETTINGS_FILE
    filed = _read_file(path) if given or path.is_file() else {}
    layers = (_checked(filed, str(path)), _checked(_from_environment(environ), "the environment"), options)
    merged = {name: {key: value for layer in layers for key, value in layer.get(name, {}).items()} for name in slices()}
    return _validated(merged, "options")


def slices() -> dict[str, type[BaseModel]]:
    """The slices of the settings by name."""
    return {name: type(value) for name, value in Settings() if isinstance(value, BaseModel)}


def _read_file(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", item=str(path), stage="settings") from error
    except ValueError as error:
        raise UsageError(f"not valid TOML: {error}", item=str(path), stage="settings") from error


def _from_environment(environ: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, dict[str, object]] = {}
    for name, kind in slices().items():
        prefix = f"SYNTH_{name.upper()}_"
        for variable, value in environ.items():
            if variable.startswith(prefix) and variable not in ADDRESSES:
                key = variable.removeprefix(prefix).lower()
                field = kind.model_fields.get(key)
                several = field is not None and field.annotation == tuple[str, ...]
                found.setdefault(name, {})[key] = value.split(",") if several else value
    return dict(found)


def _checked(layer: Mapping[str, object], source: str) -> Mapping[str, Mapping[str, object]]:
    """A layer whose every name and value is a setting's, so that a fault is told of where it stands."""
    given = _validated(layer, source)
    set_here = {name: getattr(given, name).model_fields_set for name in given.model_fields_set}
    for name, keys in set_here.items():
        for key in sorted(keys):
            if f"{name}.{key}" in COMPUTED:
                raise UsageError(f"{name}.{key} is set by synth itself", item=source, stage="settings")
    return {name: {key: getattr(getattr(given, name), key) for key in keys} for name, keys in set_here.items()}


def _validated(layer: Mapping[str, object], source: str) -> Settings:
    try:
        return Settings.model_validate(layer)
    except ValidationError as error:
        fault = error.errors()[0]
        name = ".".join(map(str, fault["loc"]))
        raise UsageError(f"{name}: {fault['msg']}", item=source, stage="settings") from error
