"""A finished record is corrected, and typeset again: what was made first stays as it was, and what is new is added."""

import os
from collections.abc import Mapping
from pathlib import Path

from synth import __version__
from synth.errors import RecordError, UsageError
from synth.models import Correction, Manifest, Report, json_text
from synth.models.run_files import CORRECTED_PDF, FIGURES, MANIFEST, PDF, REPORT, TEX
from synth.records.corrected import corrected
from synth.records.corrections import Change, correct, read_corrections
from synth.records.head import heads_of
from synth.records.reader import read_manifest, read_output, read_report
from synth.records.run_folder import outputs_of, seal, settings_of, writing_beside
from synth.records.signatures import signature_path
from synth.rendering.compilation import compile_pdf, tex_version
from synth.rendering.template import Rendered, render_report
from synth.runs.verification import refuse_damaged
from synth.settings import RenderSettings
from synth.system.clock import Clock
from synth.system.disk import write_atomically
from synth.template_folders import templates_digest


def correct_record(
    folder: Path, claim: str | None, reason: str, now: Clock, *, by: str | None = None, retract: bool = False
) -> Correction:
    """Add one correction to a record: of a claim (its claim_id, or C3 as in the claims table), or of the whole of it.

    `by` is who found it, else the record's publisher. Raises UsageError where neither a claim is named nor the record
    retracted, RecordError where the claim is not the record's or the record is damaged.
    """
    if claim is None and not retract:
        raise UsageError("name a claim, or retract the record", item="--claim", remedy="--claim ID, or --retract")
    refuse_damaged(folder, "corrected")
    report = read_report(folder)
    change = Change(
        by=" ".join((by or "").split()) or report.publisher,
        what="record retracted" if retract else "claim corrected",
        reason=" ".join(reason.split()),
        state="RETRACTED" if retract else "CORRECTED",
        claims=(_claim_id(report, claim, folder),) if claim else (),
    )
    added = correct(folder, [change], now())
    if not added:
        raise RecordError("has this correction already", item=str(folder), stage="corrections")
    return added[0]


def typeset_again(folder: Path, now: Clock, templates: Path | None = None) -> Path:
    """Make the PDF of a run folder again, from its report.json; once it was corrected, report-corrected.pdf beside it.

    Returns the PDF's path. `templates` are the user's own, where the record was made with such. LaTeX that stands in
    the record is never run: it is made anew, and the record is refused where it has any other. Without corrections
    report.pdf takes its place in the manifest, whose other entries stay as they are; with corrections the copy is filed
    as a line of theirs. Raises RecordError, RenderingError, UsageError.
    """
    if templates is not None:
        templates_digest(templates)
    corrections = read_corrections(folder)
    report, manifest = read_report(folder), read_manifest(folder)
    if (amended := corrected(report, corrections)) != report:
        return _typeset_corrected(folder, manifest, amended, now, templates)
    rendered = _rendered(folder, manifest, report, templates)
    _refuse_other_latex(folder, manifest, {TEX: rendered.tex, **rendered.figures})
    pdf = compile_pdf(rendered.tex, manifest.searched_on, RenderSettings(), os.environ, rendered.figures)
    out = folder.resolve().parent
    with writing_beside(folder):
        others = (output for output in manifest.outputs if output.path != PDF)
        outputs = tuple(sorted((*others, *outputs_of({PDF: pdf})), key=lambda output: output.path))
        if outputs != manifest.outputs and os.path.lexists(folder / signature_path(heads_of(manifest, ())[0])):
            message = "is signed, and its manifest would have to change for another PDF"
            raise RecordError(message, item=str(folder), stage="rendering", remedy="render it, then sign it")
        write_atomically(folder / PDF, pdf, aside=out)
        if outputs != manifest.outputs:
            engine = tex_version(os.environ.get("PATH"))
            versions = manifest.versions | ({"tex": engine} if engine else {})
            sealed = seal(manifest.model_copy(update={"outputs": outputs, "versions": versions}))
            write_atomically(folder / MANIFEST, json_text(sealed).encode(), aside=out)
    return folder / PDF


def _rendered(folder: Path, manifest: Manifest, report: Report, templates: Path | None) -> Rendered:
    return render_report(report, settings_of(folder, manifest, only="rendering").rendering, templates)


def _refuse_other_latex(folder: Path, manifest: Manifest, made: Mapping[str, str]) -> None:
    """Raise RecordError unless the LaTeX that a record lists is that made of its report, file by file."""
    outputs = {output.path: output for output in manifest.outputs}
    listed = {TEX, *(path for path in outputs if path.startswith(FIGURES))}
    for path in sorted({*listed, *made}):
        if path in made and path in outputs and read_output(folder, outputs[path]) == made[path].encode():
            continue
        made_with = manifest.versions.get("synth", __version__)
        if manifest.settings.get("rendering", {}).get("templates"):
            remedy = "it was made with templates of somebody's own: name them with --templates"
        elif made_with != __version__:
            remedy = f"it was made by synth {made_with}: render it with that one, or use synth export --format html"
        else:
            remedy = "it was changed: synth verify --again names what else differs"
        message = f"{path} is not what this synth makes of {REPORT}, and is not run"
        raise RecordError(message, item=str(folder), stage="rendering", remedy=remedy)


def _typeset_corrected(folder: Path, manifest: Manifest, report: Report, now: Clock, templates: Path | None) -> Path:
    rendered = _rendered(folder, manifest, report, templates)
    pdf = compile_pdf(rendered.tex, manifest.searched_on, RenderSettings(), os.environ, rendered.figures)
    write_atomically(folder / CORRECTED_PDF, pdf, aside=folder.resolve().parent)
    change = Change(
        by="synth render",
        what="copy typeset",
        reason=f"{REPORT} with its corrections, as a PDF",
        state="CURRENT",
        files=outputs_of({CORRECTED_PDF: pdf}),
    )
    correct(folder, [change], now())
    return folder / CORRECTED_PDF


def _claim_id(report: Report, claim: str, folder: Path) -> str:
    for row in report.claims:
        if claim in (row.checked.claim.claim_id, f"C{row.number}"):
            return row.checked.claim.claim_id
    known = f"C1 to C{len(report.claims)}" if report.claims else "it has none"
    raise RecordError(f"has no claim {claim}", item=str(folder), stage="corrections", remedy=f"its claims: {known}")
