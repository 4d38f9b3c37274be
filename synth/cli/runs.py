"""The verbs that take a finished run: show it, check it, correct it, give it in other forms, publish it."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

import click

from synth.cli.behaviour import DAMAGED, FALSIFIED, SOME_FAILED, PathOption, command
from synth.cli.options import library_option, progress_bars, request_settings, templates_option

if TYPE_CHECKING:
    from pathlib import Path

    from synth.models import DatabaseName
    from synth.runs.exporting import Format

EXPORTS = (
    *("bibtex", "csl-json", "ris", "markdown", "quarto", "html", "docx", "csv", "xlsx"),
    *("ro-crate", "datacite", "zenodo"),
)
REFERENCES = ("bibtex", "csl-json", "ris")
BINARY = ("docx", "xlsx", "ro-crate", "zenodo")


@command(epilog="Example: synth render output/does-dense-retrieval-beat-bm25-0123456789ab")
@click.argument("run", type=PathOption(file_okay=False))
@templates_option
def render(run: Path, templates: Path | None) -> None:
    """Typeset RUN again, without doing the research again; once it was corrected, a copy that says so."""
    from synth.runs.correcting import typeset_again
    from synth.system.clock import utc_now

    click.echo(typeset_again(run, utc_now, templates))


creator_option = click.option(
    "--creator", "creators", multiple=True, metavar="NAME",
    help='Who answers for the record, as "Family, Given"; repeatable. Else its publisher.',
)  # fmt: skip


@command(epilog="Example: synth export output/does-dense-retrieval-beat-bm25-0123456789ab --format ris")
@click.argument("run", type=PathOption(file_okay=False))
@click.option(
    "--format",
    "form",
    type=click.Choice(EXPORTS),
    required=True,
    help="References (bibtex, csl-json, ris), the report (markdown, quarto, docx), its page (html), the evidence"
    " table (csv; xlsx with claims and screening), or the record for archives (datacite; ro-crate, zenodo: zip files).",
)
@click.option("--all", "all_read", is_flag=True, help="Of references those read and not cited, too.")
@creator_option
@templates_option
@click.option("--out", type=PathOption(dir_okay=False), metavar="FILE", help="Write there; else to standard output.")
def export(
    run: Path, form: Format, all_read: bool, creators: tuple[str, ...], templates: Path | None, out: Path | None
) -> None:
    """Give what RUN says in a format that other programs read."""
    from synth.runs import exporting
    from synth.system.disk import write_atomically

    if all_read and form not in REFERENCES:
        raise click.UsageError(f"--all is for {', '.join(REFERENCES)}")
    if out is None and form in BINARY and sys.stdout.isatty():
        raise click.UsageError(f"no terminal shows {form}: name a file with --out")
    exported = exporting.export(run, form, creators, templates, out and out.parent, all_read=all_read)
    if out is None:
        click.echo(exported, nl=False)
        return
    write_atomically(out, exported)
    click.echo(out)


@command(epilog="Example: synth publish output/does-dense-retrieval-beat-bm25-0123456789ab --sandbox")
@click.argument("run", type=PathOption(file_okay=False))
@click.option("--sandbox/--production", default=True, help="Zenodo's sandbox, for tests, or Zenodo.  [sandbox]")
@creator_option
@click.option(
    "--token-file",
    type=PathOption(dir_okay=False),
    metavar="FILE",
    help="Holds your token; else SYNTH_ZENODO_TOKEN is it.",
)
@click.option("--yes", is_flag=True, help="Send it; without, show what would be sent.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")  # fmt: skip
def publish(
    run: Path, sandbox: bool, creators: tuple[str, ...], token_file: Path | None, yes: bool, as_json: bool
) -> None:
    """Publish RUN on Zenodo, without the papers' texts; the last line printed is the DOI."""
    import json

    from synth.runs import publishing
    from synth.runs.exporting import deposit_of
    from synth.settings import ZenodoSettings
    from synth.sources.zenodo import ZenodoSession, zenodo_address
    from synth.system.clock import utc_now

    address = zenodo_address(not sandbox, os.environ)
    if not yes:
        deposit = deposit_of(run, creators)
        click.echo((publishing.dry_run_json if as_json else publishing.dry_run)(deposit, address))
        return
    session = ZenodoSession(address, publishing.read_token(token_file, os.environ), ZenodoSettings())
    doi = publishing.publish(run, address, session, utc_now, creators)
    click.echo(json.dumps({"address": address, "doi": doi}) if as_json else doi)


@command(epilog="Example: synth show output/does-dense-retrieval-beat-bm25-0123456789ab")
@click.argument("run", type=PathOption(file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print the manifest.")
@click.option("--web", is_flag=True, help="Make its page and open that in your browser.")
def show(run: Path, as_json: bool, web: bool) -> None:
    """Tell what RUN is: its question, standing and gates, counts, corrections and files."""
    from synth.records.corrections import read_corrections, state_of
    from synth.records.reader import read_headline, read_manifest, shown

    if web:
        from synth.settings import read_settings
        from synth.web import open_page

        click.echo(open_page(run, read_settings(os.environ, {})))
        return
    manifest, corrections = read_manifest(run), read_corrections(run)
    if as_json:
        click.echo(manifest.model_dump_json(by_alias=True))
        return
    counts, headline = manifest.counts, read_headline(run)
    click.echo(shown(f"{manifest.record_id}  {manifest.question.text}"))
    if headline:
        click.echo(shown(headline))
    click.echo(f"{manifest.status}, level {manifest.level}, {manifest.tier}; searched on {manifest.searched_on}")
    for gate in manifest.gates:
        click.echo(shown(f"  gate {gate.number}, {gate.name}: {gate.status}: {gate.reason}"))
    click.echo(f"{counts.found} found = {counts.used} used + {counts.merged} merged + {counts.skipped} skipped")
    if corrections:
        click.echo(f"{state_of(corrections)}; lines of corrections: {len(corrections)}")
    for item in corrections:
        of = "".join(f" {name}" for name in (*item.claims, *filter(None, [item.doi])))
        click.echo(shown(f"  {item.at:%Y-%m-%d} {item.by}: {item.what}{of}: {item.reason}"))
    for output in manifest.outputs:
        click.echo(shown(f"  {output.path}  {output.bytes} bytes"))


@command(epilog="Example: synth watch reports")
@click.argument("runs", metavar="RUNS|TOPICS...", nargs=-1, required=True, type=PathOption(exists=True))
@click.option("--papers", multiple=True, type=PathOption(), metavar="PATH", help="The files that it was made with.")
@library_option
@click.option("--out", type=PathOption(file_okay=False), metavar="DIR", help="The folder with the runs of TOPICS.")
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON a run.")
@click.pass_context
def watch(
    ctx: click.Context,
    runs: tuple[Path, ...],
    papers: tuple[Path, ...],
    library: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Ask the questions of RUNS again, and say what is new since: papers, and directions that changed.

    RUNS are run folders, or folders that hold them; TOPICS is a list of questions, as synth batch takes it. Where
    something is new the new record takes the old one's place.
    """
    import json

    from synth.errors import RecordError, SynthError
    from synth.records.reader import read_manifest, shown
    from synth.records.run_folder import is_run
    from synth.runs.watching import watch as ask_again
    from synth.system.clock import utc_now

    settings = request_settings()
    folders: dict[Path, tuple[Path, ...]] = {}
    for path in runs:
        if path.is_dir():
            folders |= dict.fromkeys([path] if is_run(path) else filter(is_run, sorted(path.iterdir())), papers)
        else:
            folders |= _runs_of_topics(path, out)
    if not folders:
        raise RecordError("no run is there", item=", ".join(map(str, runs)), stage="watch")
    failed = 0
    for folder, own in folders.items():
        line: dict[str, object] = {"folder": str(folder)}
        try:
            question = read_manifest(folder).question.text
            with progress_bars(ctx) as progress:
                found = ask_again(folder, settings, utc_now, own or papers, library, progress=progress)
        except SynthError as error:
            failed += 1
            click.echo(shown(f"synth: {error}"), err=True)
            line["error"] = str(error)
        else:
            line |= {"folder": found.record.folder, "record_id": found.record.record_id}
            line |= {"news": found.news, "unanswered": found.unanswered}
            if not as_json:
                click.echo(shown(question))
                for news in found.unanswered or found.news or ("nothing new",):
                    click.echo(shown(f"  {news}"))
        if as_json:
            click.echo(json.dumps(line, ensure_ascii=False))
    if failed:
        sys.exit(SOME_FAILED if failed < len(folders) else 1)


def _runs_of_topics(path: Path, out: Path | None) -> dict[Path, tuple[Path, ...]]:
    """The runs in a folder that answer a list of topics, each with the papers of its own that its topic names."""
    from pathlib import Path

    from synth.batch.topics import read_topics
    from synth.errors import RecordError
    from synth.paths import default_out
    from synth.records.reader import read_manifest, shown
    from synth.records.run_folder import is_run

    out = out or default_out()
    runs: dict[str, list[Path]] = {}
    for folder in sorted(out.iterdir()) if out.is_dir() else ():
        try:
            if is_run(folder):
                runs.setdefault(read_manifest(folder).question.text, []).append(folder)
        except RecordError as error:
            click.echo(f"synth: {error}", err=True)
    listed = read_topics(path)
    for row in listed.bad:
        click.echo(shown(f"synth: {path}, line {row.line}: {row.reason}"), err=True)
    for topic in listed.topics:
        if topic.question not in runs:
            click.echo(shown(f"synth: no run in {out} answers it; synth batch {path} does: {topic.question}"), err=True)
    return {
        folder: tuple(map(Path, topic.papers)) for topic in listed.topics for folder in runs.get(topic.question, ())
    }


@command("list", epilog="Example: synth list reports")
@click.argument("folder", type=PathOption(exists=True, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON a run.")
def list_runs(folder: Path, as_json: bool) -> None:
    """List the runs in FOLDER, the newest search first: its day, standing, folder, question and headline."""
    import json

    from synth.errors import RecordError
    from synth.records.reader import shown
    from synth.records.run_folder import is_run, load_record

    records, damaged = [], []
    for run in sorted(folder.iterdir()):
        try:
            records += [load_record(run)] if is_run(run) else []
        except RecordError as error:
            damaged.append(str(error))
    for record in sorted(records, key=lambda one: one.manifest.searched_on, reverse=True):
        manifest = record.manifest
        line = {
            "folder": record.folder,
            "record_id": record.record_id,
            "question": manifest.question.text,
            "status": manifest.status,
            "searched_on": manifest.searched_on.isoformat(),
            "headline": record.headline,
        }
        if as_json:
            click.echo(json.dumps(line, ensure_ascii=False))
        else:
            click.echo(shown(f"{manifest.searched_on}  {manifest.status:12} {record.folder}"))
            click.echo(shown(f"{'':12}{manifest.question.text}"))
            click.echo(shown(f"{'':12}{record.headline}"))
    for message in damaged:
        click.echo(f"synth: {message}", err=True)
    if damaged:
        sys.exit(DAMAGED)
    if not records and not as_json:
        click.echo(f"no run in {folder}")


def _sha256(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """The value of an option that is a SHA-256, in small letters."""
    if value is not None and re.fullmatch("[0-9a-f]{64}", value.lower()) is None:
        raise click.BadParameter("a SHA-256 has 64 hex digits", ctx, option)
    return value and value.lower()


@command(epilog="Example: synth verify output/does-dense-retrieval-beat-bm25-0123456789ab")
@click.argument("run", type=PathOption(file_okay=False))
@click.option(
    "--papers",
    multiple=True,
    type=PathOption(),
    metavar="PATH",
    help="Papers of the record, to be read again and to stand in for absent texts; repeatable.",
)
@click.option("--again", is_flag=True, help="Find and check the claims anew too, and make the LaTeX.")
@click.option(
    "--head",
    metavar="HASH",
    callback=_sha256,
    help="A head of RUN that you noted, 64 hex digits: it must be this one, or have grown from it.",
)
@click.option(
    "--allowed-signers",
    type=PathOption(exists=True, dir_okay=False),
    metavar="FILE",
    help="Who may sign RUN, as ssh-keygen has it: one of them must have.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def verify(
    run: Path, papers: tuple[Path, ...], again: bool, head: str | None, allowed_signers: Path | None, as_json: bool
) -> None:
    """Check RUN, offline: its bytes, its quotations, its files against each other; name what no longer holds."""
    from synth.runs import verification

    found = verification.verify(run, papers, again=again, pinned=head, allowed_signers=allowed_signers)
    if as_json:
        click.echo(found.model_dump_json())
    else:
        click.echo("\n".join(verification.verification_lines(found)))
    if not found.holds:
        sys.exit(DAMAGED)
    if found.status == "Falsified":
        sys.exit(FALSIFIED)


@command(epilog='Example: synth correct output/RUN --claim C3 --reason "Table 2 says 41.5, not 44.5"')
@click.argument("run", type=PathOption(file_okay=False))
@click.option("--claim", metavar="ID", help="A claim_id, or C3 as in the claims table.")
@click.option("--reason", required=True, metavar="TEXT", help="What is wrong, in a sentence or a few.")
@click.option("--by", metavar="WHO", help="Who found it; else the record's publisher.")
@click.option("--retract", is_flag=True, help="Take back the whole record.")
def correct(run: Path, claim: str | None, reason: str, by: str | None, retract: bool) -> None:
    """Add a correction to RUN. Nothing that is there is rewritten; synth render makes a PDF that shows it."""
    from synth.records.reader import shown
    from synth.runs.correcting import correct_record
    from synth.system.clock import utc_now

    added = correct_record(run, claim, reason, utc_now, by=by, retract=retract)
    claims = ", ".join(added.claims) or "of all"
    click.echo(shown(f"{added.record_id} is {added.state}: correction {added.number}, {claims}"))


@command(epilog="Example: synth sign output/RUN --key ~/.ssh/id_ed25519")
@click.argument("run", type=PathOption(file_okay=False))
@click.option(
    "--key", required=True, type=PathOption(exists=True, dir_okay=False), metavar="FILE", help="Your OpenSSH key."
)
def sign(run: Path, key: Path) -> None:
    """Sign RUN with its corrections, by ssh-keygen; verify --allowed-signers checks it."""
    from synth.runs.signing import sign_record

    click.echo(sign_record(run, key))


@command(epilog="Example: synth refresh output/does-dense-retrieval-beat-bm25-0123456789ab")
@click.argument("run", type=PathOption(file_okay=False))
@library_option
@click.option(
    "--source",
    "sources",
    multiple=True,
    type=click.Choice(["openalex", "crossref", "europepmc"]),
    help="What to ask for retractions, in place of the databases that RUN asked; repeatable.",
)
def refresh(run: Path, library: Path | None, sources: tuple[DatabaseName, ...]) -> None:
    """Ask for newer versions and retractions of the papers of RUN, and file the corrections that follow."""
    from synth.runs import refreshing
    from synth.system.clock import utc_now

    added, notes = refreshing.refresh(run, library, request_settings(), utc_now, sources)
    for note in notes:
        click.echo(note)
    for item in added:
        click.echo(f"correction {item.number}, {', '.join(item.claims)}: {item.reason}")
    click.echo(f"corrections added: {len(added)}")
