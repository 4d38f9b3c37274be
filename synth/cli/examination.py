"""What this machine has and lacks for synth, each with what to do about it; and which databases answer it."""

from collections.abc import Mapping

from synth.audit.lean import find_lean
from synth.errors import SynthError
from synth.library import Library
from synth.models import DATABASES, Asked, Model
from synth.paths import default_library, default_out
from synth.question import build_queries, parse_question
from synth.records.run_folder import check_writable
from synth.rendering.compilation import find_tex, missing_packages
from synth.settings import SearchSettings, Settings
from synth.stages.context import open_context, quiet
from synth.stages.opening import open_sources
from synth.system.clock import utc_now
from synth.system.packages import install_remedy
from synth.system.sandbox import missing_sandbox

ANSWER_S = 15.0
"""How long a database has to answer."""
SHORT_QUESTION = "Does sleep improve memory?"


class Check(Model):
    """One thing looked for. Without a thing that is `needed` no report can be typeset."""

    name: str
    ok: bool
    needed: bool
    detail: str


def examine(environ: Mapping[str, str]) -> list[Check]:
    """Look for TeX, fonts, a writable library and output folder, and the optional sandbox and prover."""
    tex, missing = find_tex(), missing_packages()
    findings = [Check(name="TeX", ok=tex is not None, needed=True, detail=tex or "not installed")]
    detail = install_remedy(*missing) if missing else "every package and font that a report needs"
    findings.append(Check(name="TeX packages", ok=not missing, needed=False, detail=detail))
    for name, folder in (("library", default_library()), ("output", default_out())):
        try:
            check_writable(folder)
            detail = f"{folder} ({Library(folder).count()} papers)" if name == "library" else str(folder)
            findings.append(Check(name=name, ok=True, needed=True, detail=detail))
        except SynthError as error:
            findings.append(Check(name=name, ok=False, needed=True, detail=str(error)))
    base = environ.get("SYNTH_ARXIV_URL")
    findings.append(Check(name="arXiv", ok=True, needed=False, detail=base or "asked at most once in three seconds"))
    unsealed = missing_sandbox()
    detail = "bubblewrap works" if unsealed is None else f"{unsealed}; optional, for reproduction and a sealed TeX"
    findings.append(Check(name="sandbox", ok=unsealed is None, needed=False, detail=detail))
    path = find_lean(environ)
    detail = path or "not installed; optional, for proofs"
    findings.append(Check(name="lean", ok=path is not None, needed=False, detail=detail))
    return findings


def ask_databases(settings: Settings) -> list[Check]:
    """Put one short query to every database, once and now, and say which of them answer."""
    limits = {"deadline_s": ANSWER_S, "request_timeout_s": ANSWER_S}
    once = {"query_lifetime_s": 0.0, "max_tries": 1, **limits}
    hurried = settings.model_copy(
        update={name: getattr(settings, name).model_copy(update=once) for name in ("arxiv", "databases")}
    )
    question = parse_question(SHORT_QUESTION)
    context = open_context(hurried, None, utc_now, quiet)
    few = SearchSettings(max_papers=1, candidates_per_paper=1)
    findings = []
    for source in open_sources(Asked(sources=DATABASES), (), context):
        try:
            found = source.find(question, build_queries(question, None, ())[:1], few)
            note = next((run.note for run in found.queries if run.note), None)
        except SynthError as error:
            note = error.message
        findings.append(Check(name=source.name, ok=note is None, needed=False, detail=note or "answers"))
    return findings
