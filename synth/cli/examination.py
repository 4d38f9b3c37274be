"""What this machine has and lacks for synth, each with what to do about it."""

from collections.abc import Mapping

from synth.audit import find_lean, missing_sandbox
from synth.errors import SynthError
from synth.library import Library
from synth.models import Model
from synth.paths import default_library, default_out
from synth.records import check_writable
from synth.rendering import find_tex, missing_packages


class Finding(Model):
    """One thing looked for. Without a thing that is `needed` no report can be typeset."""

    name: str
    ok: bool
    needed: bool
    told: str


def examine(environ: Mapping[str, str]) -> list[Finding]:
    """Look for TeX, fonts, a writable library and output folder, and the optional sandbox and prover."""
    tex, missing = find_tex(), missing_packages()
    findings = [Finding(name="TeX", ok=tex is not None, needed=True, told=tex or "not installed")]
    told = f"apt-get install {' '.join(missing)}" if missing else "every package and font that a report needs"
    findings.append(Finding(name="TeX packages", ok=not missing, needed=False, told=told))
    for name, folder in (("library", default_library()), ("output", default_out())):
        try:
            check_writable(folder)
            told = f"{folder} ({Library(folder).count()} papers)" if name == "library" else str(folder)
            findings.append(Finding(name=name, ok=True, needed=True, told=told))
        except SynthError as error:
            findings.append(Finding(name=name, ok=False, needed=True, told=str(error)))
    base = environ.get("SYNTH_ARXIV_URL")
    findings.append(Finding(name="arXiv", ok=True, needed=False, told=base or "asked at most once in three seconds"))
    unsealed = missing_sandbox()
    told = "bubblewrap works" if unsealed is None else f"{unsealed}; optional, for reproduction"
    findings.append(Finding(name="sandbox", ok=unsealed is None, needed=False, told=told))
    path = find_lean(environ)
    told = path or "not installed; optional, for proofs"
    findings.append(Finding(name="lean", ok=path is not None, needed=False, told=told))
    return findings
