"""The user's own papers: PDFs, TeX files, source folders and e-prints below the paths given, and what lists name."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from synth.errors import SourceError
from synth.models import Fetched, Found, Paper, Query, Question, RunSource, Screened, SourceKind
from synth.settings import LimitSettings, SearchSettings
from synth.sources.arxiv_id import abstract_link, arxiv_id_in
from synth.sources.folder_walk import PaperFile, skip, walk
from synth.sources.listed import Listed
from synth.sources.metadata import why_unfit
from synth.sources.paper_list import files_near, is_list, match_files, read_list
from synth.sources.protocol import PaperSource, abstract_of
from synth.sources.sidecar import read_sidecar, sidecars_of
from synth.sources.zotero import is_zotero, read_zotero

_STAGE = "sources"
_FORMS: tuple[SourceKind, ...] = ("latex", "jats", "pdf")  # the better to read first


def fetch_form(files: Sequence[PaperFile], paper: Paper, without: frozenset[SourceKind] = frozenset()) -> Fetched:
    """The LaTeX source among a paper's files, else the PDF. Raises SourceError where there is none left to try."""
    for kind in _FORMS:
        file = next((file for file in files if file.kind == kind), None)
        if file is not None and kind not in without:
            data = file.read()
            if hashlib.sha256(data).hexdigest() != file.sha256:
                raise SourceError("changed while it was being read", item=file.name, stage=_STAGE)
            return Fetched(kind=kind, data=data, origin=file.name)
    raise SourceError("no other form of it was given", item=paper.paper_id, stage=_STAGE)


class FolderSource:
    """Papers below files and folders of the user's, and of lists. Every file seen is part of a paper or a skip.

    A paper that a list names and of which no file is given is fetched from `elsewhere` where it is on arXiv, else from
    the first of `databases` that has an open copy, else read from its abstract.
    """

    name: RunSource = "papers"

    def __init__(
        self,
        paths: tuple[Path, ...],
        limits: LimitSettings | None = None,
        elsewhere: PaperSource | None = None,
        databases: Sequence[PaperSource] = (),
    ) -> None:
        self._paths = paths
        self._limits = limits or LimitSettings()
        self._elsewhere = elsewhere
        self._databases = databases

    def find(self, question: Question, queries: tuple[Query, ...], settings: SearchSettings) -> Found:
        """All papers below the paths: what is asked does not matter. Raises SourceError as `find_all` does."""
        return self.find_all()

    def find_all(self) -> Found:
        """All papers below the paths, in order of paths and names.

        Copies, and further forms of one arXiv id, are merged. Raises SourceError where a path that
        was given does not exist.
        """
        papers, _, skips = self._contents
        return Found(papers=papers, skips=skips)

    def fetch(self, paper: Paper, without: frozenset[SourceKind] = frozenset()) -> Fetched:
        """The LaTeX source of a paper, else its PDF, else its abstract. Raises SourceError where there is none left."""
        forms = self.forms(paper)
        if forms:
            return fetch_form(forms, paper, without)
        reasons = []
        wanted = paper
        for source in filter(None, [self._elsewhere]) if paper.arxiv_id else self._databases:
            try:
                return source.fetch(wanted, without | {"abstract"})
            except SourceError as error:
                reasons.append(error.message)
            wanted = paper.model_copy(update={"open_files": ()})  # tried in vain once, whoever is asked
        unasked = "only listed: no file of it was given, and no database asked for one"
        reason = "; ".join(dict.fromkeys(reasons)) or unasked
        if paper.abstract and "abstract" not in without:
            note = f"{reason}; only the abstract was read"
            return abstract_of(paper, note)
        raise SourceError(f"{reason}, and no abstract", item=paper.paper_id, stage=_STAGE)

    def forms(self, paper: Paper) -> tuple[PaperFile, ...]:
        """The files of one paper alone, the best first, to be read elsewhere by `fetch_form`."""
        _, files, _ = self._contents
        return tuple(files.get(paper.paper_id, ()))

    @cached_property
    def _contents(self) -> tuple[tuple[Paper, ...], dict[str, list[PaperFile]], tuple[Screened, ...]]:
        """Papers in order, the files of each with the best first, and the skips: looked at once."""
        files, entry_of, listed, skips = self._seen()
        by_content: dict[str, list[PaperFile]] = {}
        for file in files:
            by_content.setdefault(file.sha256, []).append(file)

        by_paper: dict[str, list[tuple[PaperFile, Paper]]] = {}
        for copies in by_content.values():
            best = min(copies, key=lambda file: _named_id(file) is None)
            others = (copy for copy in copies if copy is not best)
            skips.extend(_merged(skip(copy.name, f"the same bytes as {best.name}", copy.sha256)) for copy in others)
            number = next((entry_of[copy.path] for copy in copies if copy.path in entry_of), None)
            paper, unusable = _describe(best) if number is None else (_with_file(listed.pop(number).paper, best), [])
            skips.extend(unusable)
            by_paper.setdefault(paper.paper_id, []).append((best, paper))

        papers = []
        for paper_id, forms in by_paper.items():
            forms.sort(key=lambda form: _reading_order(form[0]))
            best = forms[0][0]
            reason = f"another copy of {paper_id}, {best.name}"
            skips.extend(_merged(skip(file.name, reason, file.sha256)) for file, _ in forms[1:])
            papers.append(next((paper for _, paper in forms if paper.authors), forms[0][1]))
        known = {paper.paper_id for paper in papers}
        for entry in listed.values():
            if entry.paper.paper_id in known:
                skips.append(_merged(skip(entry.paper.title, f"listed again: {entry.paper.paper_id}")))
            else:
                known.add(entry.paper.paper_id)
                papers.append(entry.paper)
        by_id = {paper_id: [file for file, _ in forms] for paper_id, forms in by_paper.items()}
        return tuple(papers), by_id, _summed_up(skips, self._limits.max_alike)

    def _seen(self) -> tuple[list[PaperFile], dict[Path, int], dict[int, Listed], list[Screened]]:
        """The files of papers, the number of the list entry that each belongs to, the entries by number, the skips."""
        seen: list[PaperFile | Screened] = []
        skips: list[Screened] = []
        listed: list[Listed] = []
        near: list[Path] = []
        for path in self._paths:
            if not (is_zotero(path) or is_list(path)):
                seen += [*walk(path, self._limits)] or [skip(path.name, "a folder without a file in it")]
                continue
            entries = [*(read_zotero(path) if is_zotero(path) else read_list(path, self._limits))]
            skips += [entry for entry in entries if isinstance(entry, Screened)]
            own = [entry for entry in entries if isinstance(entry, Listed)]
            listed += own
            if not is_zotero(path):
                near += files_near(path, own, self._limits)
        given = [one.path for one in seen if isinstance(one, PaperFile)]
        entry_of = match_files(listed, [*given, *near])
        for path in sorted(entry_of.keys() - set(given)):
            seen += walk(path, self._limits)
        files = [one for one in seen if isinstance(one, PaperFile)]
        skips += [one for one in seen if isinstance(one, Screened)]
        return files, entry_of, dict(enumerate(listed)), skips


def _describe(file: PaperFile) -> tuple[Paper, list[Screened]]:
    """A paper by the arXiv id in its name and by its side-car; and the side-cars that cannot be used.

    Without a side-car the title is the file's stem.
    """
    arxiv_id = _named_id(file)
    paper = Paper(paper_id=arxiv_id or f"local:{file.sha256[:12]}", title=file.title)
    unusable: list[Screened] = []
    for sidecar in sidecars_of(file.path, file.stem, file.root):
        try:
            read = read_sidecar(sidecar, paper.paper_id, file.title)
        except SourceError as error:
            unusable.append(skip(f"{file.name} ({sidecar.name})", error.message))
            continue
        if read is not None and (reason := why_unfit(read, file.limits)) is not None:
            unusable.append(skip(f"{file.name} ({sidecar.name})", f"a side-car that cannot be used: {reason}"))
        elif read is not None:
            paper = read
            break
    if paper.link is None and paper.arxiv_id is not None:
        paper = paper.model_copy(update={"link": abstract_link(paper.arxiv_id)})
    return paper, unusable


def _with_file(paper: Paper, file: PaperFile) -> Paper:
    """A listed paper as the one in a file: named by its arXiv id where that is known, else by the file's bytes."""
    if paper.arxiv_id:
        return paper
    own = () if paper.paper_id.startswith("local:") else (paper.paper_id,)
    ids = tuple(dict.fromkeys([*own, *paper.ids]))
    return paper.model_copy(update={"paper_id": f"local:{file.sha256[:12]}", "ids": ids})


def _summed_up(skips: list[Screened], most: int) -> tuple[Screened, ...]:
    """The skips, of those for one reason the first ones only and then one that counts the rest."""
    times = Counter((each.stage, each.reason) for each in skips)
    seen: Counter[tuple[str, str]] = Counter()
    rows = []
    for each in skips:
        alike = (each.stage, each.reason)
        seen[alike] += 1
        rest = times[alike] - most
        if seen[alike] <= most or rest == 1:
            rows.append(each)
        elif seen[alike] == times[alike]:
            summary = skip(f"{rest} more files, the last of them {each.title}", each.reason)
            rows.append(summary.model_copy(update={"stage": each.stage, "decision": each.decision}))
    return tuple(rows)


def _named_id(file: PaperFile) -> str | None:
    """The arXiv id in the name of a file, or of a source folder or the nearest folder above it that was given."""
    names = reversed(Path(file.name).parts) if file.path.is_dir() else (file.path.name,)
    return next(filter(None, map(arxiv_id_in, names)), None)


def _reading_order(file: PaperFile) -> tuple[int, bool, bool, str]:
    """LaTeX first; whole files first ("truncated_2004.04906v3.pdf" is none); a name that is an id and no more first."""
    more_than_id = (arxiv_id_in(file.stem) or "").replace("/", "-") != file.stem
    return _FORMS.index(file.kind), not file.whole, more_than_id, file.name


def _merged(copy: Screened) -> Screened:
    return copy.model_copy(update={"stage": "merged", "decision": "merged"})
