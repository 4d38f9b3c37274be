"""What every source of papers can do: find papers for a question, and fetch the bytes of one."""

from typing import Protocol

from synth.models import Fetched, Found, Paper, Query, Question, RunSource, SourceKind
from synth.settings import SearchSettings


def abstract_of(paper: Paper, note: str) -> Fetched:
    """The abstract of a paper in place of its text, with a note why it is no better form."""
    return Fetched(kind="abstract", data=paper.abstract.encode(), origin=paper.link or paper.paper_id, note=note)


class PaperSource(Protocol):
    """Where papers come from; `name` is what the user calls it."""

    name: RunSource

    def find(self, question: Question, queries: tuple[Query, ...], settings: SearchSettings) -> Found:
        """Papers for a question; what could not even be a candidate is among the skips.

        Raises SourceError where the source as a whole cannot be used.
        """
        ...

    def fetch(self, paper: Paper, without: frozenset[SourceKind] = frozenset()) -> Fetched:
        """The bytes of a paper in its best form that is not in `without`: those that were had and could not be read.

        Raises SourceError where no form is left.
        """
        ...
