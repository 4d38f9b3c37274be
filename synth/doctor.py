"""What this machine has and lacks for synth, each with what to do about it."""

import shutil
from collections.abc import Mapping

from synth.errors import SynthError
from synth.folders import default_library, default_out
from synth.library import Library
from synth.models import Model
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
    for program, why in (("bwrap", "reproduction in a sandbox"), ("lean", "proofs")):
        path = shutil.which(program)
        told = path or f"not installed; optional, for {why}"
        findings.append(Finding(name=program, ok=path is not None, needed=False, told=told))
    return findings
