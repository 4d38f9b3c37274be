"""What is changed at random: texts of this repository, small ones made here, and real files of ../shared/data."""

import gzip
import io
import json
import lzma
import tarfile
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from synth.reading.pdf_engine import pymupdf

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
MAX_SEED_BYTES = 150_000
MAX_SHARED = 25  # files of each kind

TEX = rb"""\documentclass[twocolumn]{article}
\usepackage{siunitx,xspace,booktabs,multirow,glossaries,changes,comment}
\newcommand{\ours}[1][DPR]{\textsc{#1}\xspace}
\newcommand{\gain}[2]{\ensuremath{#1 \pm #2}}
\def\pair#1#2.{(#1,#2)}
\newif\ifdraft \draftfalse
\excludecomment{hidden}
\title{Dense \emph{retrieval} for open questions}
\author{Ada Lovelace\thanks{A grant} \and Charles Babbage \\ Somewhere}
\begin{document}
\maketitle
\begin{abstract}
We show that \ours{} beats BM25 by \SI{4.5}{\percent} on all five datasets (65.2\% vs.\ 42.9\%, $p < 0.05$).
\end{abstract}
\section{Results}\label{sec:results}
On HotpotQA~\cite{yang2018}, \ours[ColBERT] reaches \gain{41.5}{0.3} points; see Table~\ref{tab:main}, \eqref{eq:loss}.
\ifdraft This is not printed. \else This is printed. \fi \replaced{new}{old} \nth{3} \footnote{A note of $n=20$ runs.}
\begin{equation}\label{eq:loss} L = -\log \frac{e^{s(q,p^+)}}{\sum_{j=1}^{m} e^{s(q,p_j)}} \end{equation}
\begin{table}[t]\caption{Accuracy in \%.}\label{tab:main}
\begin{tabular}{l S[table-format=2.1] r} \toprule
Method & \multicolumn{2}{c}{NQ} \\ \cmidrule(lr){2-3} & Top-1 & Top-20 \\ \midrule
BM25 & 22.1 & 59.1 \\ \multirow{2}{*}{Ours} & 41.5 & 78.4 \\ & \textbf{44.5} & 80.0 \\ \bottomrule
\end{tabular}\end{table}
\begin{hidden} Not theirs. \end{hidden}
\begin{itemize}\item[a)] First. \item Second: \verb|x_y|, {\bf bold} \begin{tabular}{c}1\\2\end{tabular}.\end{itemize}
\begin{thebibliography}{9}\bibitem{yang2018} Z. Yang et al., \textit{HotpotQA}, EMNLP 2018, 10.18653/v1/D18-1259.
\end{thebibliography}
\end{document}
"""
BIB = rb"""@string{emnlp = "Proceedings of EMNLP"}
@inproceedings{yang2018, title = {{H}otpot{QA}: a dataset}, author = "Yang, Zhilin and {\v S}ebek, J. and others",
  booktitle = emnlp # " 2018", year = 2018, doi = {10.18653/v1/D18-1259}, eprint = {1809.09600}, archivePrefix={arXiv}}
@article{b, title = {On {\'E}tudes} year = "n.d.", crossref = {yang2018}, journal = {arXiv:1803.03324 [cs]}}
@comment{ignored} @preamble{"\newcommand{\x}{y}"}
"""
FEED = rb"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>arXiv Query</title><id>http://arxiv.org/api/1</id>
<updated>2026-11-22T00:00:00Z</updated>
<opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">1</opensearch:totalResults>
<opensearch:startIndex xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">0</opensearch:startIndex>
<entry><id>http://arxiv.org/abs/2005.11401v4</id>
<updated>2021-04-12T15:42:18Z</updated><published>2020-05-22T21:34:34Z</published>
<title>Retrieval-augmented $\alpha$ generation</title><summary>We combine dense retrieval &amp; generation.</summary>
<author><name>Ada Lovelace</name></author>
<arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">12 pages</arxiv:comment>
<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1/x</arxiv:doi>
<link href="http://arxiv.org/abs/2005.11401v4" rel="alternate" type="text/html"/>
<link title="pdf" href="http://arxiv.org/pdf/2005.11401v4" rel="related" type="application/pdf"/>
<arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="cs.CL"/>
<category term="cs.CL"/></entry></feed>
"""
QUESTIONS = ("Does dense retrieval beat BM25?", "Is A better than B, or C?")
SNAPSHOT = (
    json.dumps(
        {
            "id": "0704.0003",
            "title": "On retrieval",
            "abstract": "We study it.",
            "authors": "A. Lovelace (Somewhere), C. Babbage and others",
            "categories": "cs.CL stat.ML",
            "update_date": "2008-01-13",
            "authors_parsed": [["Lovelace", "Ada", ""], ["Babbage", "Charles", "Jr."]],
        }
    )
    + "\n"
)
JATS = rb"""<?xml version="1.0"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving DTD v1.2 20190208//EN" "JATS.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink"><front><journal-meta><journal-title>J. of Tunnels</journal-title>
</journal-meta><article-meta><article-id pub-id-type="doi">10.1000/toads.7</article-id>
<title-group><article-title>Tunnels for <italic>Bufo bufo</italic></article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Lovelace</surname><given-names>Ada</given-names></name>
</contrib><contrib contrib-type="author"><collab>The Toad Group</collab></contrib></contrib-group>
<pub-date pub-type="epub"><year>2019</year></pub-date>
<abstract><p>We found that tunnels reduced the deaths of toads by 51 percent in two years.</p></abstract></article-meta>
</front><body><sec><label>1</label><title>Results</title><p>Deaths fell <xref ref-type="bibr" rid="r1">[1]</xref>
with tunnels of <inline-formula><tex-math>$x^2$</tex-math></inline-formula> metres &#8212; by half.
<xref ref-type="fn" rid="f1">*</xref></p>
<list><list-item><p>Tunnels were dry in the first summer of the study.</p></list-item></list>
<table-wrap id="t1"><label>Table 1</label><caption><p>Deaths by year.</p></caption><table>
<thead><tr><th rowspan="2">Site</th><th colspan="2">Deaths</th></tr><tr><th>2017</th><th>2018</th></tr></thead>
<tbody><tr><td>North</td><td>40</td><td>19</td></tr></tbody></table></table-wrap></sec></body>
<back><ack><p>We thank the toads.</p></ack><fn-group><fn id="f1"><p>Not all of them.</p></fn></fn-group><ref-list>
<ref id="r1"><mixed-citation>Ng P. 2004 Toads on roads. arXiv:2001.00001, 10.1000/roads.1</mixed-citation></ref>
</ref-list></back></article>
"""
OAI = rb"""<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
<responseDate>2026-11-22T00:00:00Z</responseDate><request verb="ListRecords">http://oaipmh.arxiv.org/oai</request>
<ListRecords><record><header><identifier>oai:arXiv.org:2005.11401</identifier><datestamp>2021-04-13</datestamp></header>
<metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>2005.11401</id><submitter>A. Lovelace</submitter>
<version version="v1"><date>Fri, 22 May 2020 21:34:34 GMT</date><size>885kb</size></version>
<version version="v4"><date>Mon, 12 Apr 2021 15:42:18 GMT</date></version><title>On $\alpha$ retrieval</title>
<authors>Ada Lovelace (Somewhere), Charles Babbage and others</authors><categories>cs.CL cs.LG</categories>
<doi>10.1/x</doi><abstract>We study dense retrieval.</abstract></arXivRaw></metadata></record>
<record><header status="deleted"><identifier>oai:arXiv.org:2005.11402</identifier></header></record>
<resumptionToken completeListSize="3000">1|2001</resumptionToken></ListRecords></OAI-PMH>
"""
OPENALEX = {
    "meta": {"count": 2},
    "results": [
        {
            "id": "https://openalex.org/W3008028633",
            "title": "Dense <i>retrieval</i> &amp; more",
            "doi": "https://doi.org/10.1000/dense.1",
            "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/32015508", "mag": 3},
            "publication_date": "2022-05-01",
            "authorships": [{"author": {"display_name": "Lise Meitner"}, "raw_author_name": "L. Meitner"}],
            "abstract_inverted_index": {"Dense": [0, 4], "retrieval": [1], "helps": [2]},
            "primary_location": {"source": {"display_name": "J. of Retrieval", "type": "journal"}},
            "locations": [{"is_oa": True, "landing_page_url": "http://arxiv.org/abs/2101.00001", "pdf_url": None}],
            "is_retracted": False,
        },
        {"id": "https://openalex.org/W2", "title": "No DOI"},
    ],
}
CROSSREF = {
    "message": {
        "total-results": 1,
        "items": [
            {
                "DOI": "10.1000/Dense.1",
                "title": ["Dense retrieval"],
                "subtitle": ["A study"],
                "author": [{"given": "Lise", "family": "Meitner"}, {"name": "The Group"}],
                "abstract": "<jats:title>Abstract</jats:title><jats:p>Dense retrieval helps.</jats:p>",
                "container-title": ["J. of Retrieval"],
                "issued": {"date-parts": [[2020, 5, None]]},
                "updated-by": [{"type": "retraction"}],
                "relation": {"has-preprint": [{"id": "10.48550/arXiv.2005.11401"}]},
            }
        ],
    }
}
EUROPE_PMC = {
    "hitCount": 1,
    "resultList": {
        "result": [
            {
                "id": "32015508",
                "source": "MED",
                "pmid": "32015508",
                "pmcid": "PMC7094943",
                "doi": "10.1038/s41586-020-2008-3",
                "title": "Dense retrieval in medicine.",
                "authorList": {"author": [{"firstName": "Lise", "lastName": "Meitner"}, {"collectiveName": "A group"}]},
                "journalInfo": {"journal": {"title": "Nature"}},
                "firstPublicationDate": "2020-02-03",
                "abstractText": "<h4>Results</h4>Dense retrieval helps.",
                "pubTypeList": {"pubType": ["research-article"]},
            }
        ]
    },
}
SEMANTIC_SCHOLAR = {
    "total": 1,
    "data": [
        {
            "paperId": "649def34f8be52c8b66281af98ae884c09aef38b",
            "title": "Dense retrieval",
            "abstract": "Dense retrieval helps.",
            "authors": [{"name": "Lise Meitner"}],
            "year": 2020,
            "venue": "arXiv.org",
            "publicationDate": "2020-05-22",
            "externalIds": {"ArXiv": "2005.11401", "PubMedCentral": "7094943", "CorpusId": 218869575, "DOI": "10.1/x"},
            "openAccessPdf": {"url": "https://papers.example.org/a.pdf"},
        }
    ],
}
RIS = b"""TY  - JOUR
TI  - Dense retrieval <i>in vivo</i>
AU  - van der Berg, Ludwig, Jr.
AU  - The Owl Society
PY  - 2020/05/22
T2  - J. Odd
AB  - One line
that goes on.
DO  - https://doi.org/10.1002/1521-396X(199711)164:1<141::AID-PSSA141>3.0.CO;2-G
UR  - https://arxiv.org/abs/2005.11401v4
L1  - files/1/dense.pdf
ER  -
"""
NBIB = b"""
PMID- 32015508
TI  - A new virus associated with disease in
      people.
FAU - Meitner, Lise
DP  - 2020 Mar
JT  - Nature
LID - 10.1038/s41586-020-2008-3 [doi]
PMC - PMC7094943

PMID- 1
TI  - Another.
"""
TABLE = b"""Key,Title,Authors,Publication Year,DOI,Url,Abstract,File Attachments,included,notes
A1,"Tunnels, under roads","Lovelace, Ada; Babbage, Charles",2020,10.1234/a,http://arxiv.org/abs/1803.03324,Frogs.,a/b.pdf,1,x
A2,Other,Ada Bee and Carl Dee,in press,,,,,0,"RAYYAN-INCLUSION: {""me""=>""Excluded""}"
"""
IDS = b"""# mine
2005.11401v4
https://doi.org/10.1000%2F182
PMID: 32015508
https://pubmed.ncbi.nlm.nih.gov/1234/
PMC7094943 hep-th/9901001
"""
SIDECAR = {"paper_id": "2005.11401v4", "title": "On retrieval", "authors": ["Ada Lovelace"], "printed_year": 2020}


FOLDERS = ("cases", "arxiv_sources", "arxiv_feeds", "arxiv_pdfs", "bibtex")
"""Of `SHARED`, what seeds are taken from."""


class Kind(NamedTuple):
    """Seeds of one kind; `packed` puts a text into the container that is read, None where there is none."""

    seeds: tuple[bytes, ...]
    packed: Callable[[bytes], bytes] | None = None


def kinds() -> Mapping[str, Kind]:
    """The kinds of `readers.READERS` with their seeds, in fixed order."""
    latex = (TEX, *_texts(ROOT / "benchmarks" / "audit" / "planted", "*.tex"))
    latex += (*_texts(SHARED / "cases", "*/*.tex"), *_texts(SHARED / "arxiv_sources", "papers/*/*.tex"))
    lists = {
        "topics.txt": "# questions\n" + "\n".join(QUESTIONS),
        "topics.csv": "question,notes\n" + "".join(f'"{question}",x\n' for question in QUESTIONS),
        "topics.yaml": "".join(f"- question: {question}\n" for question in QUESTIONS) + "- &a Is A better?\n- *a\n",
        "topics.jsonl": "".join(json.dumps({"question": question}) + "\n" for question in QUESTIONS),
    }
    databases = {
        "openalex": OPENALEX,
        "crossref": CROSSREF,
        "europepmc": EUROPE_PMC,
        "semanticscholar": SEMANTIC_SCHOLAR,
    }
    snapshot = (SNAPSHOT.encode() * 3,)
    bibtex = (BIB, *_texts(SHARED / "bibtex", "*.bib"))
    return {
        "latex": Kind(latex),
        "archive": Kind(latex, archived),
        "pdf": Kind(tuple(_pdfs())),
        "jats": Kind((JATS,)),
        "feed": Kind((FEED, *_texts(SHARED / "arxiv_feeds", "atom/*.xml"))),
        "oai": Kind((OAI, *_texts(SHARED / "arxiv_feeds", "oai_pmh/*.xml"))),
        **{name: Kind((json.dumps(answer).encode(),)) for name, answer in databases.items()},
        "papers.bib": Kind(bibtex),
        "papers.ris": Kind((RIS,)),
        "papers.nbib": Kind((NBIB,)),
        "papers.csv": Kind((TABLE, TABLE.replace(b",", b";"), b"title\tdoi\nA\t10.1/x\n")),
        "papers.txt": Kind((IDS,)),
        **{name: Kind((text.encode(),)) for name, text in lists.items()},
        "snapshot.jsonl": Kind(snapshot),
        "snapshot.gz": Kind(snapshot, zipped),
        "snapshot.xz": Kind(snapshot, lzma.compress),
        "bibtex": Kind(bibtex),
        "sidecar.bib": Kind((BIB[BIB.index(b"@inproceedings") : BIB.index(b"@article")],)),
        "sidecar.json": Kind((json.dumps(SIDECAR).encode(),)),
    }


def absent_folders() -> tuple[str, ...]:
    """The folders of the shared data that are not there, and lend no seeds."""
    return tuple(f"../shared/data/{name}" for name in FOLDERS if not (SHARED / name).is_dir())


def archived(tex: bytes) -> bytes:
    """An e-print: a gzipped tar of a main file, one that it inputs, a bibliography and a figure."""
    stream = io.BytesIO()
    main = TEX.replace(rb"\begin{itemize}", rb"\input{sections/more}\begin{itemize}")
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in {"main.tex": main, "sections/more.tex": tex, "main.bbl": BIB, "a.png": b"\x89PNG"}.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return zipped(stream.getvalue())


def zipped(data: bytes) -> bytes:
    """The bytes packed by gzip, at no time, so that they are the same each time."""
    return gzip.compress(data, compresslevel=1, mtime=0)


def _texts(folder: Path, pattern: str) -> Iterator[bytes]:
    """The first files that match, those that are large cut; none where the folder is absent."""
    for path in islice(sorted(folder.glob(pattern)), MAX_SHARED):
        yield path.read_bytes()[:MAX_SEED_BYTES]


def _pdfs() -> Iterator[bytes]:
    """PDFs of a page or two, not compressed, so that a changed byte changes a page."""
    with pymupdf.open() as made:
        for rotation, columns in ((0, 1), (0, 2), (90, 1)):
            page = made.new_page()
            words = TEX.decode().replace("\\", "").split()
            for column in range(columns):
                for number, start in enumerate(range(0, len(words), 6)):
                    x, y = 60 + 250 * column, 80 + 12 * (number % 50)
                    page.insert_text((x, y), " ".join(words[start : start + 6]), fontsize=10 if number else 17)
            page.draw_line((60, 400), (500, 400))
            page.set_rotation(rotation)
        yield bytes(made.tobytes(no_new_id=True))
    for path in islice(sorted((SHARED / "arxiv_pdfs" / "pdfs").glob("*.pdf")), MAX_SHARED // 2):
        with pymupdf.open(path) as pdf:
            pdf.select([number for number in (0, 3) if number < len(pdf)])
            pdf.scrub()
            data = bytes(pdf.tobytes(garbage=4, expand=1, no_new_id=True))
            if len(data) <= 20 * MAX_SEED_BYTES:
                yield data
