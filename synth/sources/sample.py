"""The sample library: digests of real papers that come with synth, found only when they are asked for."""

from pathlib import Path

from synth.errors import SourceError
from synth.models import Fetched, Found, Paper, Query, Question, RunSource, SourceKind
from synth.settings import SearchSettings
from synth.sources.arxiv_id import arxiv_id_in
from synth.sources.sidecar import read_sidecar

_MAIN = "main.tex"
_METADATA = "paper.json"


def sample_folder() -> Path:
    """The folder of the digests: `synth/sample` where synth is installed, `corpus/sample` in a checkout.

    Raises SourceError where neither is there.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "sample", package.parent / "corpus" / "sample"):
        if folder.is_dir():
            return folder
    remedy = "install synth again, or run it from a whole checkout"
    raise SourceError("the sample library is not there", stage="sources", remedy=remedy)


class SampleSource:
    """The digests of one folder: `ID/main.tex` and `ID/paper.json` each, called `digest:ID`."""

    name: RunSource = "sample"

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or sample_folder()

    def find(self, question: Question, queries: tuple[Query, ...], settings: SearchSettings) -> Found:
        """All digests, in order of their identifiers; what bears on the question is for screening to say."""
        return Found(papers=tuple(sorted(self._papers(), key=lambda paper: paper.paper_id)))

    def fetch(self, paper: Paper, without: frozenset[SourceKind] = frozenset()) -> Fetched:
        """The LaTeX of a digest. Raises SourceError where there is no such digest or its LaTeX could not be read."""
        name = paper.paper_id.removeprefix("digest:").replace("/", "-")  # of "math/0303009" the folder is math-0303009
        main = self._folder / name / _MAIN
        if not paper.is_digest or "latex" in without or not main.is_file():
            raise SourceError("no digest of this in the sample library", item=paper.paper_id, stage="sources")
        return Fetched(kind="latex", data=main.read_bytes(), origin=f"sample/{name}/{_MAIN}")

    def _papers(self) -> list[Paper]:
        papers = []
        for metadata in sorted(self._folder.glob(f"*/{_METADATA}")):
            paper_id = f"digest:{arxiv_id_in(metadata.parent.name) or metadata.parent.name}"
            paper = read_sidecar(metadata, paper_id, title=paper_id)
            if paper is not None:
                papers.append(paper)
        return papers
