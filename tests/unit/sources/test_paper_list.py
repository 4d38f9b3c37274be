"""Lists of papers in each of their formats, and the files that belong to their entries."""

from pathlib import Path

import pytest
import rispy

from synth.errors import SourceError
from synth.models import Fetched, Found, Paper, Query, Question, RunSource, Screened, SourceKind
from synth.settings import LimitSettings, SearchSettings
from synth.sources.folder import FolderSource
from synth.sources.listed import Listed, name_of
from synth.sources.paper_list import is_list, read_list
from tests.unit.sources.test_folder import PDF

RIS = """TY  - JOUR
TI  - Dense retrieval <i>in vivo</i>
AU  - van der Berg, Ludwig, Jr.
AU  - Lovelace, Ada
AU  - The Owl Society
PY  - 2020/05/22
T2  - J. Odd
AB  - One line
that goes on.
DO  - https://doi.org/10.1002/1521-396X(199711)164:1<141::AID-PSSA141>3.0.CO;2-G
L1  - files/1/dense.pdf
ER  -

TY  - UNPB
ID  - lewis
TI  - Retrieval-Augmented Generation
UR  - https://arxiv.org/abs/2005.11401v4
ER  -
TY  - JOUR
AB  - Neither title nor identifier.
ER  -
"""
NBIB = """
PMID- 32015508
TI  - A new coronavirus associated with human respiratory disease in
      China.
FAU - Wu, Fan
AU  - Wu F
FAU - Holmes, Edward C
DP  - 2020 Mar
JT  - Nature
AB  - Emerging infectious diseases.
LID - 10.1038/s41586-020-2008-3 [doi]
PMC - PMC7094943

PMID- 1
TI  - Another.
"""
ZOTERO = """"Key","Item Type","Publication Year","Author","Title","Publication Title","DOI","Url","Abstract Note","File Attachments","Extra"
"AB12","journalArticle","2020","Lovelace, Ada; van der Berg, Ludwig","Tunnels, under roads","J. Odd","10.1234/a","javascript:alert(1)","Frogs.","/home/ada/Zotero/storage/ABCD1234/Ada.pdf",""
"AB13","preprint","2020","Li, Yu","Frogs","","","http://arxiv.org/abs/1803.03324","","","arXiv:1803.03324 [cs]"
"""
RAYYAN = """key,title,year,authors,journal,abstract,notes,pubmed_id
rayyan-1,Kept of two,2019,"Ng, Bo and Old, Ida",J,A,"RAYYAN-INCLUSION: {""me""=>""Included""}",12
rayyan-2,Not kept,2019,"Ng, Bo",J,A,"RAYYAN-INCLUSION: {""me""=>""Excluded""}",13
"""
ASREVIEW = "record_id;title;authors;abstract;included\n0;Relevant;Ada Bee, Carl Dee;A;1\n1;Not relevant;Ng B;A;0\n"
IDS = """# mine
2005.11401v4
https://arxiv.org/pdf/1803.03324
https://doi.org/10.1000%2F182
PMID: 32015508
https://pubmed.ncbi.nlm.nih.gov/1234/
PMC7094943
hep-th/9901001
no such thing
"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"
 xmlns:bib="http://purl.org/net/biblio#" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:dcterms="http://purl.org/dc/terms/" xmlns:foaf="http://xmlns.com/foaf/0.1/"
 xmlns:link="http://purl.org/rss/1.0/modules/link/">
 <bib:Article rdf:about="#item_1"><z:itemType>journalArticle</z:itemType><dc:title>Frogs of <i>Rome</i></dc:title>
  <bib:authors><rdf:Seq>
   <rdf:li><foaf:Person><foaf:surname>van der Berg</foaf:surname><foaf:givenName>Ludwig</foaf:givenName></foaf:Person></rdf:li>
   <rdf:li><foaf:Person><foaf:surname>Owl Society</foaf:surname></foaf:Person></rdf:li></rdf:Seq></bib:authors>
  <bib:editors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Editor</foaf:surname></foaf:Person></rdf:li></rdf:Seq></bib:editors>
  <dcterms:isPartOf rdf:resource="urn:issn:1234-5678"/><link:link rdf:resource="#item_2"/><dc:date>May 22, 2020</dc:date>
  <dcterms:abstract>Frogs gain.</dcterms:abstract><dc:description>PMID: 32015508
PMCID: PMC7094943</dc:description></bib:Article>
 <bib:Journal rdf:about="urn:issn:1234-5678"><dc:title>J. Odd</dc:title><dc:identifier>DOI 10.1234/A</dc:identifier>
  <dc:identifier>ISSN 1234-5678</dc:identifier></bib:Journal>
 <z:Attachment rdf:about="#item_2"><z:itemType>attachment</z:itemType><dc:title>Full Text</dc:title>
  <rdf:resource rdf:resource="files/2/Berg.pdf"/><link:type>application/pdf</link:type></z:Attachment>
 <rdf:Description rdf:about="http://arxiv.org/abs/1803.03324"><z:itemType>preprint</z:itemType><dc:title>Toads</dc:title>
  <dc:identifier><dcterms:URI><rdf:value>http://arxiv.org/abs/1803.03324</rdf:value></dcterms:URI></dc:identifier>
 </rdf:Description>
 <bib:Data rdf:about="#item_4"><z:itemType>computerProgram</z:itemType><dc:title>A program</dc:title></bib:Data>
 <bib:Article rdf:about="#item_5"><z:itemType>journalArticle</z:itemType></bib:Article>
 <bib:Memo rdf:about="#item_6"><rdf:value>a note</rdf:value></bib:Memo>
</rdf:RDF>""".replace("<i>Rome</i>", "&lt;i&gt;Rome&lt;/i&gt;")


def read(tmp_path: Path, name: str, text: str) -> list[Listed | Screened]:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return list(read_list(tmp_path / name, LimitSettings()))


def papers(entries: list[Listed | Screened]) -> list[Paper]:
    return [entry.paper for entry in entries if isinstance(entry, Listed)]


def skips(entries: list[Listed | Screened]) -> list[tuple[str, str]]:
    return [(entry.title, entry.reason) for entry in entries if isinstance(entry, Screened)]


def test_read_list_reads_ris(tmp_path: Path) -> None:
    entries = read(tmp_path, "refs.ris", RIS)
    first, second = papers(entries)
    doi = "10.1002/1521-396X(199711)164:1<141::AID-PSSA141>3.0.CO;2-G"
    assert first == Paper(
        paper_id=f"doi:{doi.lower()}",
        title="Dense retrieval in vivo",
        authors=("Ludwig van der Berg Jr.", "Ada Lovelace", "The Owl Society"),
        printed_year=2020,
        journal_ref="J. Odd",
        abstract="One line that goes on.",
        doi=doi,
    )
    assert (second.paper_id, second.link) == ("2005.11401v4", "https://arxiv.org/abs/2005.11401v4")
    assert skips(entries) == [("refs.ris: entry 3", "neither a title nor an identifier")]


def test_read_list_finds_the_entries_that_rispy_finds(tmp_path: Path) -> None:
    whole = RIS.replace("that goes on.\n", "")
    assert [paper.title.replace("in vivo", "<i>in vivo</i>") for paper in papers(read(tmp_path, "a.ris", whole))] == [
        entry["title"] for entry in rispy.loads(whole) if "title" in entry
    ]


def test_read_list_reads_rdf_of_zotero(tmp_path: Path) -> None:
    entries = read(tmp_path, "zotero.rdf", RDF)
    first, second = papers(entries)
    assert first == Paper(
        paper_id="doi:10.1234/a",
        title="Frogs of Rome",
        authors=("Ludwig van der Berg", "Owl Society"),
        printed_year=2020,
        journal_ref="J. Odd",
        abstract="Frogs gain.",
        doi="10.1234/A",
        ids=("pmid:32015508", "pmcid:PMC7094943"),
    )
    assert (second.paper_id, second.title) == ("1803.03324", "Toads")
    assert [entry.files for entry in entries if isinstance(entry, Listed)] == [("files/2/Berg.pdf",), ()]
    assert skips(entries) == [
        ("zotero.rdf: A program", "Zotero has it as a computerProgram, which is no paper"),
        ("zotero.rdf: #item_5", "neither a title nor an identifier"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<rdf", "not XML"),
        ("<a/>", "XML that is not RDF"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "XML with definitions of its own"),
    ],
)
def test_read_list_refuses_what_is_no_rdf(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=f"zotero.rdf: {message}"):
        read(tmp_path, "zotero.rdf", text)


def test_read_list_reads_nbib(tmp_path: Path) -> None:
    first, second = papers(read(tmp_path, "pubmed.nbib", NBIB))
    assert first == Paper(
        paper_id="doi:10.1038/s41586-020-2008-3",
        title="A new coronavirus associated with human respiratory disease in China",
        authors=("Fan Wu", "Edward C Holmes"),
        printed_year=2020,
        journal_ref="Nature",
        abstract="Emerging infectious diseases.",
        doi="10.1038/s41586-020-2008-3",
        ids=("pmid:32015508", "pmcid:PMC7094943"),
    )
    assert second.paper_id == "pmid:1"


def test_read_list_reads_the_exports_of_zotero_rayyan_and_asreview(tmp_path: Path) -> None:
    entries = read(tmp_path, "zotero.csv", ZOTERO)
    first, second = papers(entries)
    assert (first.title, first.authors) == ("Tunnels, under roads", ("Ada Lovelace", "Ludwig van der Berg"))
    assert (first.printed_year, first.journal_ref, first.doi, first.link) == (2020, "J. Odd", "10.1234/a", None)
    assert isinstance(entries[0], Listed)
    assert entries[0].files == ("/home/ada/Zotero/storage/ABCD1234/Ada.pdf",)
    assert second.paper_id == "1803.03324"
    entries = read(tmp_path, "rayyan.csv", RAYYAN)
    assert [(paper.paper_id, paper.authors) for paper in papers(entries)] == [("pmid:12", ("Bo Ng", "Ida Old"))]
    assert skips(entries) == [("Not kept", "the list itself excludes it")]
    entries = read(tmp_path, "asreview.csv", ASREVIEW)
    assert [(paper.title, paper.authors) for paper in papers(entries)] == [("Relevant", ("Ada Bee", "Carl Dee"))]
    assert skips(entries) == [("Not relevant", "the list itself excludes it")]


def test_read_list_reads_tables_with_cells_of_any_length(tmp_path: Path) -> None:
    rows = f"title,abstract,notes\nOne,Of one.,{'n' * 200_000}\nTwo,{'Words. ' * 200_000},\nThree,Of three.,\n"
    found = read(tmp_path, "zotero.csv", rows)
    assert [paper.title for paper in papers(found)] == ["One", "Three"]
    assert skips(found) == [("Two", "its abstract is longer than 50,000 characters")]


def test_read_list_reads_identifiers(tmp_path: Path) -> None:
    entries = read(tmp_path, "ids.txt", IDS)
    assert [paper.paper_id for paper in papers(entries)] == [
        "2005.11401v4",
        "1803.03324",
        "doi:10.1000/182",
        "pmid:32015508",
        "pmid:1234",
        "pmcid:PMC7094943",
        "hep-th/9901001",
    ]
    assert skips(entries) == [("ids.txt: line 9: no such thing", "no arXiv identifier, DOI, PMID or PMCID")]


def test_read_list_reads_bibtex_with_the_files_it_names(tmp_path: Path) -> None:
    bib = r"""@article{a, title={Frogs \& $\beta$}, author={M{\"u}ller, J.}, year=2011, pmid={12},
      file={Full Text:files/1/a\:b.pdf:application/pdf;Snapshot:files/2/x.html:text/html}}
    @proceedings{b, title={Proc.}}
    @article{c, title={Broken"""
    entries = read(tmp_path, "refs.bib", bib)
    (first,) = (entry for entry in entries if isinstance(entry, Listed))
    assert (first.paper.title, first.paper.authors, first.paper.ids) == ("Frogs & β", ("J. Müller",), ("pmid:12",))
    assert first.files == ("files/1/a:b.pdf", "files/2/x.html")
    assert [reason for _, reason in skips(entries)] == [
        "entries of the .bib files that are broken and left out: 1 (c)",
        "@proceedings is no paper",
    ]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.csv", b"colour,size\nred,1\n", "a table without a column title, doi, pmid or url"),
        ("a.ris", b"TY  - JOUR\nTI  - \xff\n", "not UTF-8"),
    ],
)
def test_read_list_refuses_what_is_no_list(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError, match=reason):
        list(read_list(tmp_path / name, LimitSettings()))


def test_is_list_takes_tex_in_a_txt_for_a_paper(tmp_path: Path) -> None:
    (tmp_path / "paper.txt").write_text(r"\documentclass{article}\begin{document}Frogs.\end{document}")
    (tmp_path / "ids.txt").write_text("2005.11401")
    (tmp_path / "folder.csv").mkdir()
    names = ("paper.txt", "ids.txt", "folder.csv", "no.csv")
    assert [name for name in names if is_list(tmp_path / name)] == ["ids.txt"]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Lovelace, Ada", "Ada Lovelace"),
        ("García López, M.", "M. García\u00a0López"),
        ("The ATLAS Collaboration", "The ATLAS Collaboration"),
        ("Cobb, Fields W., Jr.", "Fields W. Cobb Jr."),
        ("de la Cruz, Ana", "Ana de la Cruz"),
        (",", ""),
    ],
)
def test_name_of_turns_names_round(written: str, printed: str) -> None:
    assert name_of(written) == printed


class Elsewhere:
    """An arXiv that has one paper."""

    name: RunSource = "arxiv"

    def find(self, question: Question, queries: tuple[Query, ...], settings: SearchSettings) -> Found:
        raise AssertionError("a list is not searched for")

    def fetch(self, paper: Paper, without: frozenset[SourceKind] = frozenset()) -> Fetched:
        if paper.paper_id == "2005.11401":
            return Fetched(kind="pdf", data=b"theirs", origin="arxiv")
        raise SourceError("arXiv has it not", item=paper.paper_id)


def test_folder_source_reads_what_a_list_names_from_its_file_from_arxiv_or_its_abstract(tmp_path: Path) -> None:
    (tmp_path / "files" / "1").mkdir(parents=True)
    (tmp_path / "files" / "1" / "Named.pdf").write_bytes(PDF)
    (tmp_path / "key4.pdf").write_bytes(PDF + b"4")
    (tmp_path / "Lovelace - 2020 - On the frogs of Rome.pdf").write_bytes(PDF + b"5")
    (tmp_path / "stranger.pdf").write_bytes(PDF + b"6")
    (tmp_path / "refs.bib").write_text(
        r"""@article{k1, title={Has a file}, author={A, B}, doi={10.1234/named}, file={:files/1/Named.pdf:PDF}}
        @article{k2, title={On arXiv}, author={A, B}, eprint={2005.11401}, archiveprefix={arXiv}}
        @article{k3, title={Abstract}, author={A, B}, abstract={Frogs gain.}, doi={10.1234/c}}
        @article{key4, title={By its key}, author={A, B}}
        @article{k5, title={On the frogs of Rome}, author={A, B}}
        @article{k6, title={Nothing}, doi={10.1234/d}}
        @article{k7, title={Nothing again}, doi={10.1234/d}}"""
    )
    source = FolderSource((tmp_path / "refs.bib",), elsewhere=Elsewhere())
    found = source.find_all()
    by_title = {paper.title: paper for paper in found.papers}
    assert [title for title, paper in by_title.items() if source.forms(paper)] == [
        "On the frogs of Rome",
        "Has a file",
        "By its key",
    ]
    assert by_title["Has a file"].identifiers >= {"doi:10.1234/named"}
    assert source.fetch(by_title["Has a file"]).data == PDF
    assert source.fetch(by_title["On arXiv"]).data == b"theirs"
    abstract = source.fetch(by_title["Abstract"])
    assert (abstract.kind, abstract.data) == ("abstract", b"Frogs gain.")
    with pytest.raises(
        SourceError, match="only listed: no file of it was given, and no database asked for one, and no abstract"
    ):
        source.fetch(by_title["Nothing"])
    assert [(row.title, row.stage) for row in found.skips] == [("Nothing again", "merged")]


def test_folder_source_describes_the_files_of_a_zotero_storage_by_its_export(tmp_path: Path) -> None:
    storage = tmp_path / "storage" / "ABCD1234"
    storage.mkdir(parents=True)
    (storage / "Ada.pdf").write_bytes(PDF)
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "zotero.csv").write_text(ZOTERO)
    given = (tmp_path / "storage", tmp_path / "lists" / "zotero.csv")
    found = FolderSource(given).find_all()
    assert [paper.title for paper in found.papers] == ["Tunnels, under roads", "Frogs"]
    assert found.papers[0].paper_id.startswith("local:")


def test_folder_source_opens_nothing_outside_the_folder_of_a_list(tmp_path: Path) -> None:
    (tmp_path / "secret.pdf").write_bytes(PDF)
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "link.pdf").symlink_to(tmp_path / "secret.pdf")
    named = f"{tmp_path}/secret.pdf", "../secret.pdf", "link.pdf", "a\0b.pdf"
    entries = "".join(f"TY  - JOUR\nTI  - Paper {n}\nL1  - {name}\nER  - \n" for n, name in enumerate(named))
    (tmp_path / "lists" / "refs.ris").write_text(entries)
    found = FolderSource((tmp_path / "lists" / "refs.ris",)).find_all()
    with pytest.raises(SourceError, match="only listed"):
        FolderSource((tmp_path / "lists" / "refs.ris",)).fetch(found.papers[0])
    assert not any(FolderSource((tmp_path / "lists" / "refs.ris",)).forms(paper) for paper in found.papers)
    assert len(found.papers) == 4


def test_folder_source_names_a_list_inside_a_folder(tmp_path: Path) -> None:
    (tmp_path / "refs.ris").write_text(RIS)
    (row,) = FolderSource((tmp_path,)).find_all().skips
    assert row.reason == "not a paper; where it is a list of papers, give it to --papers itself"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ris", "TY  - JOUR\nTI  - T\nAB  - A\n" + "b\n" * 200_000),
        ("b.ris", "TY  - JOUR\nTI  - T\n" + "AU  - Bee, A\n" * 100_000),
        ("c.csv", "title,authors\nT,A" + " " * 100_000 + "and B\n"),
        ("d.csv", "title,abstract\nT,A" + "<i" * 50_000 + "\n"),
        ("e.txt", "pmid" * 100_000 + "\n2005.11401\n"),
        ("f.bib", "@article{a, title={T}, file={" + "x:" * 100_000 + "}}"),
    ],
)
def test_read_list_takes_time_in_proportion(tmp_path: Path, name: str, text: str) -> None:
    entries = read(tmp_path, name, text)
    too_long = [reason for _, reason in skips(entries) if "longer than 50,000 characters" in reason]
    assert len(papers(entries)) + len(too_long) == 1


def test_read_list_ends_after_as_many_entries_as_a_folder_may_have(tmp_path: Path) -> None:
    (tmp_path / "long.csv").write_text("title\n" + "".join(f"Paper {number}\n" for number in range(10)))
    entries = list(read_list(tmp_path / "long.csv", LimitSettings(max_entries=4)))
    assert len(papers(entries)) == 4
    assert skips(entries) == [("long.csv: what follows", "a list of more than 4 entries")]
