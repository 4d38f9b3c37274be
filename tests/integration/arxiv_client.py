"""arXiv as a source, at its stand-in: with a clock that the tests move, and sleeps that are noted instead of slept."""

from datetime import UTC, datetime
from pathlib import Path

from synth.models import Found, Query
from synth.question import parse_question
from synth.settings import ArxivSettings, LimitSettings, SearchSettings
from synth.sources.arxiv import ArxivSource
from synth.sources.session import ArxivSession
from tests.integration.arxiv_server import ArxivServer

QUESTION = parse_question("Does retrieval augmentation reduce hallucination?")
NOON = datetime(2026, 4, 12, 12, tzinfo=UTC)


class Clock:
    """A day's time that moves only when told."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


class ArxivClient:
    """A source at the stand-in, the sleeps it took instead of sleeping, and its clock."""

    def __init__(
        self,
        server: ArxivServer,
        folder: Path,
        limits: LimitSettings | None = None,
        **changes: object,
    ) -> None:
        self.settings = ArxivSettings.model_validate(
            {"base_url": server.url, "interval_s": 0.0, "backoff_s": 1.0, "turns_folder": folder / "turns", **changes}
        )
        self.sleeps: list[float] = []
        self.clock = Clock()
        self.time_s = 0.0
        self.session = ArxivSession(
            self.settings,
            limits or LimitSettings(),
            monotonic=lambda: self.time_s,
            clock=lambda: self.time_s,
            sleep=self._sleep,
            uniform=lambda: 0.5,
            now=self.clock,
        )
        self.source = ArxivSource(self.session, folder / "cache", self.settings, self.clock)

    def _sleep(self, seconds: float) -> None:
        self.sleeps.append(round(seconds, 3))
        self.time_s += seconds

    def find(self, query: str = 'abs:"hallucination"', max_papers: int = 5) -> Found:
        """What one query finds, 25 papers at most."""
        settings = SearchSettings(max_papers=max_papers, candidates_per_paper=5)
        return self.source.find(QUESTION, (Query(step=1, search_query=query),), settings)
