"""Papers of a metadata snapshot in JSON Lines, plain or packed: one bad line costs itself alone."""

import gzip
import json
import lzma
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TextIO, cast

from pydantic import ValidationError

from synth.errors import SourceError, UsageError
from synth.models import ARXIV_ID, Paper
from synth.paths import open_plain_file
from synth.settings import LimitSettings

LONG_NUMBERS_SINCE = 1501
"""The year and month (YYMM) from which the numbers of arXiv's identifiers have five digits."""
_AUTHORS = re.compile(r",\s+(?![^()]*\))|\s+and\s+(?![^()]*\))")
_REMARK = re.compile(r"\s*\([^()]*\)")


MAX_NAMED = 1_000
"""Lines left out that are named; the others are counted, since a file of nothing but line ends has billions."""


class Snapshot:
    """The papers of a snapshot: Kaggle's of arXiv, or records with id, title and abstract.

    Iterated over once, it gives the papers; `skips` then is how many lines gave none, and `skipped` has the number of
    each of the first `MAX_NAMED` of them, with why.
    """

    def __init__(self, path: Path, limits: LimitSettings = LimitSettings()) -> None:  # noqa: B008
        self.path = path
        self.limits = limits
        self.skips = 0
        self.skipped: dict[int, str] = {}

    def __iter__(self) -> Iterator[Paper]:
        """The papers in the order of their lines. Raises UsageError where the file is damaged or not UTF-8."""
        with _text_of(self.path) as lines:
            for number, line in enumerate(_lines(lines, self.path, self.limits.max_line_chars), start=1):
                paper = self._read(line)
                if isinstance(paper, Paper):
                    yield paper
                    continue
                self.skips += 1
                if self.skips <= MAX_NAMED:
                    self.skipped[number] = paper

    def _read(self, line: str | None) -> Paper | str:
        """The paper of a line, else why there is none."""
        if line is None:
            return f"longer than {self.limits.max_line_chars:,} characters"
        if line.isspace():
            return "empty"
        try:
            paper = _paper(json.loads(line))
        except json.JSONDecodeError:
            return "not JSON"
        except (ValueError, LookupError, TypeError, AttributeError, ValidationError, RecursionError):
            return "not an arXiv record"
        if len(paper.abstract) > self.limits.max_abstract_chars:
            return f"its abstract is longer than {self.limits.max_abstract_chars:,} characters"
        return paper


def _lines(text: TextIO, path: Path, most: int) -> Iterator[str | None]:
    """The lines, None for one that is too long: it is passed over in pieces."""
    try:
        while line := text.readline(most + 1):
            if len(line) <= most or line.endswith("\n"):
                yield line
                continue
            while line and not line.endswith("\n"):
                line = text.readline(most + 1)
            yield None
    except (OSError, EOFError, UnicodeDecodeError, lzma.LZMAError, zlib.error) as error:
        raise UsageError(f"cannot be read: {error}", item=str(path), stage="import") from error


def _text_of(path: Path) -> TextIO:
    """A text file, opened, whether it is packed by xz, by gzip or not at all. Raises UsageError."""
    try:
        open_plain_file(path).close()
        if path.suffix == ".xz":
            return cast(TextIO, lzma.open(path, "rt", encoding="utf-8"))
        if path.suffix == ".gz":
            return cast(TextIO, gzip.open(path, "rt", encoding="utf-8"))
        return path.open(encoding="utf-8")
    except SourceError as error:
        remedy = "give a JSON Lines file, plain or packed by gzip or xz"
        raise UsageError(error.message, item=str(path), stage="import", remedy=remedy) from error
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror or error}", item=str(path), stage="import") from error


def _paper(record: dict[str, object]) -> Paper:
    paper_id = _identifier(record["id"])
    if not ARXIV_ID.fullmatch(paper_id):
        raise ValueError("not an arXiv identifier")
    categories = record.get("categories") or ()
    if isinstance(categories, str):
        categories = tuple(categories.split())
    return Paper.model_validate(
        {
            "paper_id": paper_id,
            "title": " ".join(str(record["title"]).split()),
            "abstract": " ".join(str(record.get("abstract") or "").split()),
            "authors": _authors(record),
            "published": _day(record.get("created") or record.get("published") or record.get("update_date")),
            "primary_category": categories[0] if isinstance(categories, (list, tuple)) and categories else None,
            "categories": categories,
            "doi": record.get("doi"),
            "comment": record.get("comments"),
            "journal_ref": record.get("journal-ref"),
        }
    )


def _identifier(value: object) -> str:
    """The identifier, also of one that was taken for a number: 704.0003 is "0704.0003", 1501.001 "1501.00100"."""
    if not isinstance(value, float):
        return str(value)
    return f"{value:09.4f}" if value < LONG_NUMBERS_SINCE else f"{value:.5f}"


def _authors(record: dict[str, object]) -> tuple[str, ...]:
    """Names in the order that they are read in: parsed ones (family, given, suffix) where there are, else split."""
    parsed = record.get("authors_parsed")
    if isinstance(parsed, list) and parsed:
        return tuple(" ".join(part for part in (name[1], name[0], *name[2:3]) if part) for name in parsed)
    authors = record.get("authors") or ()
    if isinstance(authors, str):
        return tuple(filter(None, (_REMARK.sub("", name).strip() for name in _AUTHORS.split(authors))))
    return tuple(map(str, authors)) if isinstance(authors, (list, tuple)) else ()


def _day(value: object) -> date | None:
    """A date as it is printed first in a value; None where that is no day."""
    with suppress(ValueError):
        return date.fromisoformat(str(value or "")[:10])
    return None
