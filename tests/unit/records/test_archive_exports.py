"""A record for archives: RO-Crate, DataCite and Zenodo's deposit, read back with other people's programs."""

import hashlib
import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import datacite.schema45
import pytest
from rocrate.rocrate import ROCrate

from synth.errors import RecordError
from synth.models import Paper, ReportReference, Source
from synth.records.corrections import Change, correct
from synth.records.datacite import datacite_json
from synth.records.files import record_files
from synth.records.head import heads_of
from synth.records.public_files import zip_of
from synth.records.ro_crate import ro_crate
from synth.records.run_folder import outputs_of, write_run
from synth.runs.exporting import Format, export
from synth.settings import RenderSettings
from tests.examples import checked, claim, document, manifest, report, review

QUESTION = "Does dense retrieval beat BM25?"
HOSTILE = ReportReference(
    number=3,
    key="anon",
    paper=Paper(
        paper_id="local:0123456789ab",
        title='</script> "Notes" & 100% <b>',
        authors=("Plato", "Eve <script>"),
        doi="10.1000/a b",
        published=date(2020, 1, 1),
    ),
    kind="pdf",
)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    claims = (checked(claim(0), "corroborated", document("2001.00002v1")), checked(claim(2)))
    content = report(QUESTION, claims)
    content = content.model_copy(update={"references": (*content.references, HOSTILE)})
    files = record_files(content, claims, [], review(), [document()])
    files |= {"report.pdf": b"%PDF-1.5\n%%EOF\n", "figures/a figure.tex": b"x"}
    source = Source(paper_id="2001.00001v1", kind="pdf", sha256="ab" * 32, origin="/home/somebody/secret.pdf")
    write_run(tmp_path / "run", files, manifest(files, (source,), settings=RenderSettings()))
    return tmp_path / "run"


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def graph_of(crate: dict[str, bytes]) -> dict[str, dict[str, object]]:
    metadata = json.loads(crate["ro-crate-metadata.json"])
    assert metadata["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    identifiers = [entity["@id"] for entity in metadata["@graph"]]
    assert len(identifiers) == len(set(identifiers))
    return {entity["@id"]: entity for entity in metadata["@graph"]}


def links_in(value: object) -> set[str]:
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            return {value["@id"]}
        return {link for inner in value.values() for link in links_in(inner)}
    return {link for inner in value for link in links_in(inner)} if isinstance(value, list) else set()


@pytest.mark.parametrize("form", ["ro-crate", "zenodo", "datacite"])
def test_archive_export_is_the_same_to_the_byte_and_leaves_out_the_authors_texts(run: Path, form: Format) -> None:
    exported = export(run, form)
    assert exported == export(run, form)
    whole = {"": exported} if form == "datacite" else unzipped(exported)
    for name, data in list(whole.items()):
        whole |= unzipped(data) if name.endswith(".zip") else {}
    assert not any("documents" in name for name in whole)
    assert document().text.encode() not in b"".join(whole.values())


def test_zip_of_has_no_time_and_no_order_of_its_own() -> None:
    files = {"b": b"2", "a/c": b"1"}
    assert zip_of(files) == zip_of(dict(reversed(files.items())))
    with zipfile.ZipFile(io.BytesIO(zip_of(files))) as archive:
        assert [(entry.filename, entry.date_time) for entry in archive.infolist()] == [
            ("a/c", (1980, 1, 1, 0, 0, 0)),
            ("b", (1980, 1, 1, 0, 0, 0)),
        ]
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}


def test_ro_crate_has_what_the_specification_requires(run: Path) -> None:
    """RO-Crate 1.1, "Root Data Entity" and "Data Entities"; and the Process Run Crate profile 0.5."""
    crate = unzipped(export(run, "ro-crate"))
    graph = graph_of(crate)
    assert graph["ro-crate-metadata.json"] == {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
    }
    root = graph["./"]
    assert root["@type"] == "Dataset"
    assert all(root[key] for key in ("name", "description", "datePublished", "license"))
    parts = links_in(root["hasPart"])
    assert parts == {name.replace(" ", "%20") for name in crate} - {"ro-crate-metadata.json"}
    for part in parts:
        data = crate[part.replace("%20", " ")]
        entity = graph[part]
        assert entity["@type"] == "File"
        assert entity["sha256"] == hashlib.sha256(data).hexdigest()
        assert entity["contentSize"] == str(len(data))
    linked = {link for entity in graph.values() for link in links_in(list(entity.values()))}
    assert linked - set(graph) == {"https://w3id.org/ro/crate/1.1"}
    action = graph["#making"]
    assert (action["@type"], action["instrument"]) == ("CreateAction", {"@id": "#synth"})
    assert graph["#synth"]["@type"] == "SoftwareApplication"
    assert links_in(action["result"]) == parts
    assert graph["#question"]["name"] == QUESTION
    assert "#question" in links_in(action["object"])


def test_ro_crate_cites_papers_on_arxiv_and_names_sources_by_their_bytes(run: Path) -> None:
    graph = graph_of(unzipped(export(run, "ro-crate")))
    paper = graph["https://arxiv.org/abs/2001.00001v1"]
    assert (paper["@type"], paper["identifier"]) == ("ScholarlyArticle", "arXiv:2001.00001v1")
    assert "https://arxiv.org/abs/2001.00001v1" in links_in(graph["./"]["citation"])
    sources = [entity for name, entity in graph.items() if name.startswith("#source-")]
    assert [(source["sha256"], source["about"]) for source in sources] == [("ab" * 32, {"@id": paper["@id"]})]
    assert "secret" not in json.dumps(graph)  # where the user's file lay is nobody's business
    own = graph["#paper-local%3A0123456789ab"]
    assert (own["name"], "sameAs" in own, "url" in own) == ('</script> "Notes" & 100% <b>', False, False)


def test_ro_crate_is_read_by_the_rocrate_library(run: Path, tmp_path: Path) -> None:
    (tmp_path / "crate").mkdir()
    for name, data in unzipped(export(run, "ro-crate", ("Lovelace, Ada", "An Institute"))).items():
        (tmp_path / "crate" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "crate" / name).write_bytes(data)
    crate = ROCrate(tmp_path / "crate")
    assert crate.name == QUESTION
    assert crate.mainEntity.id == "report.pdf"
    assert [(author.type, author["name"]) for author in crate.root_dataset["author"]] == [
        ("Person", "Lovelace, Ada"),
        ("Organization", "An Institute"),
    ]
    assert crate.dereference("#making")["instrument"]["name"] == "synth"


def test_ro_crate_of_a_record_without_papers_is_whole() -> None:
    empty = report(QUESTION, ()).model_copy(update={"references": ()})
    graph = {
        entity["@id"]: entity
        for entity in json.loads(ro_crate(empty, manifest({}), heads_of(manifest({}), ())[0], {}))["@graph"]
    }
    assert (graph["./"]["hasPart"], graph["./"]["citation"]) == ([], [])


@pytest.mark.parametrize("named", [(), ("Lovelace, Ada", "Lovelace, Ada", "An Institute")])
def test_datacite_holds_against_its_schema(run: Path, named: tuple[str, ...]) -> None:
    metadata = json.loads(export(run, "datacite", named))
    datacite.schema45.validator.validate(metadata)
    assert "<resourceType" in datacite.schema45.tostring(metadata)
    assert metadata["publicationYear"] == "2026"
    assert metadata["titles"] == [{"title": QUESTION}]
    cited = {(row["relatedIdentifier"], row["relatedIdentifierType"]) for row in metadata["relatedIdentifiers"]}
    assert ("arXiv:2001.00001v1", "arXiv") in cited
    assert ("10.1000/ab", "DOI") not in cited
    person = {"name": "Lovelace, Ada", "nameType": "Personal", "familyName": "Lovelace", "givenName": "Ada"}
    organisation = {"name": "An Institute", "nameType": "Organizational"}
    assert metadata["creators"] == (
        [person, organisation] if named else [{"name": "synth", "nameType": "Organizational"}]
    )
    assert metadata["rightsList"][0]["rightsIdentifier"] == "CC-BY-4.0"


def test_datacite_schema_does_refuse() -> None:
    metadata = json.loads(datacite_json(report(QUESTION, ()), manifest({}), heads_of(manifest({}), ())[0]))
    del metadata["creators"]
    assert not datacite.schema45.validate(metadata)


def test_zenodo_deposit_holds_the_files_and_the_metadata_that_its_api_asks_for(run: Path) -> None:
    deposit = unzipped(export(run, "zenodo", ("Lovelace, Ada",)))
    assert sorted(deposit) == ["files/report.pdf", "files/run.zip", "metadata.json"]
    assert unzipped(deposit["files/run.zip"]) == unzipped(export(run, "ro-crate", ("Lovelace, Ada",)))
    metadata = json.loads(deposit["metadata.json"])["metadata"]
    assert {key: metadata[key] for key in ("upload_type", "publication_type", "access_right", "license")} == {
        "upload_type": "publication",
        "publication_type": "report",
        "access_right": "open",
        "license": "cc-by-4.0",
    }
    assert metadata["creators"] == [{"name": "Lovelace, Ada"}]
    assert metadata["publication_date"] == "2026-11-21"
    assert {"identifier": "arXiv:2001.00001v1", "relation": "cites"} in metadata["related_identifiers"]


def test_zenodo_description_escapes_what_the_report_says() -> None:
    from synth.records.zenodo_deposit import zenodo_deposit

    content = report("Does <script>alert(1)</script> & 3 < 4 beat BM25?", (checked(claim(0)),))
    metadata = json.loads(zenodo_deposit(content, manifest({}), "run", {}).metadata)["metadata"]
    assert "<script>" not in metadata["description"]
    assert "&amp;" in metadata["description"]


def test_archive_export_passes_on_nothing_damaged(run: Path) -> None:
    (run / "claims.jsonl").write_bytes(b"{}\n")
    forms: tuple[Format, ...] = ("ro-crate", "zenodo")
    for form in forms:
        with pytest.raises(RecordError, match=r"claims\.jsonl is not the file that is listed"):
            export(run, form)


def test_archive_export_holds_the_corrections_and_what_they_added(run: Path) -> None:
    (run / "report.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    with pytest.raises(RecordError, match=r"report\.pdf is not the file that is listed"):
        export(run, "zenodo")
    added = outputs_of({"report.pdf": b"%PDF-1.7\n%%EOF\n"})
    change = Change(by="synth render", what="copy typeset", reason="typeset again", state="CURRENT", files=added)
    correct(run, [change], datetime(2026, 11, 21, tzinfo=UTC))
    crate = unzipped(export(run, "ro-crate"))
    assert crate["report.pdf"] == b"%PDF-1.7\n%%EOF\n"
    assert b"typeset again" in crate["corrections.jsonl"]
    graph = graph_of(crate)
    assert "corrections.jsonl" in links_in(graph["./"]["hasPart"])
    assert "corrections.jsonl" not in links_in(graph["#making"]["result"])
