"""Papers on the question of the whole runs, as arXiv's stand-in serves them: in every form, one withdrawn, one encrypted."""

import gzip
import io
import tarfile

from tests.integration.arxiv_server import ServedPaper
from tests.integration.runs import PAPER

ABSTRACT = "Dense retrieval outperforms BM25 by 9.1 points of accuracy on open-domain question answering."
OTHER = PAPER.replace("Ada Lovelace", "Grace Hopper").replace("Our dense retrieval model", "Dense retrieval")


def tar_of(files: dict[str, str]) -> bytes:
    """An e-print of these files."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))
    return data.getvalue()


PAPERS = (
    ServedPaper("2101.00001v1", "Dense passages and BM25", ABSTRACT, source=tar_of({"main.tex": PAPER})),
    ServedPaper("2101.00002v3", "Dense retrieval and BM25 again", ABSTRACT, ("Grace Hopper",), source=gzip.compress(OTHER.encode(), mtime=0)),
    ServedPaper("2101.00003v1", "Dense retrieval against BM25 in an abstract", ABSTRACT, ("Emmy Noether",), source=None, pdf=None),
    ServedPaper("2101.00004v1", "Dense retrieval withdrawn, BM25", ABSTRACT, comment="This paper has been withdrawn"),
    ServedPaper("2101.00005v1", "Dense retrieval encrypted, BM25", ABSTRACT, source=tar_of({"main.tex.cry": "x"}), pdf=None),
)  # fmt: skip
