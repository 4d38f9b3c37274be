"""LaTeX becomes a PDF: in a folder of its own, sealed, without a shell, in bounded time, the same bytes every time."""

import errno
import math
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import gettempdir

from synth.errors import RenderingError, SandboxError, StorageError
from synth.rendering.coverage import fonts
from synth.settings import RenderSettings, SandboxSettings
from synth.system.disk import temporary_folder
from synth.system.packages import install_remedy
from synth.system.sandbox import lifeline, missing_sandbox, run_sealed, sealed_command, tied_command

ENGINES = ("xelatex", "tectonic")
TEX_PACKAGES = (
    "texlive-xetex",
    "texlive-latex-recommended",
    "texlive-fonts-recommended",
    "texlive-pictures",
    "fonts-linuxlibertine",
    "fonts-symbola",
    "fonts-noto-core",
    "fonts-noto-cjk",
)
"""Debian packages that typeset every report."""

PROBES = {
    "fontspec.sty": "texlive-latex-recommended",
    "pzdr.tfm": "texlive-fonts-recommended",
    "pgfplots.sty": "texlive-pictures",
}
"""A file by which a package that holds no font of `fonts()` is known to be there; hyperref loads pzdr.tfm."""

PASSED_ON = ("PATH", "HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
"""Of the caller's environment, what finds TeX and its fonts; the rest could change the result."""

FONT_FOLDERS = ("/etc/fonts", "/usr/share/fonts", "/var/cache/fontconfig")

TEX_BYTES = 2 * 2**30
"""Memory of a sealed TeX; the sample report takes 0.2 GB."""

FULL_BYTES = 100_000
"""What the temporary folder's disk has left when TeX fails for want of room; its log is cut off before it says so."""

VERSION_S = 10.0  # seconds; it takes 0.01

NOT_RUN = (126, 127)
"""What the shell in front of TeX ends with where there is no such program, or none that can be started (POSIX)."""


def find_tex(search_path: str | None = None) -> str | None:
    """The TeX engine's program, looked for along `search_path` (as PATH); None where there is none."""
    return next((program for name in ENGINES if (program := shutil.which(name, path=search_path))), None)


def tex_version(search_path: str | None = None) -> str | None:
    """What the TeX engine calls itself, "XeTeX 3.141592653-2.6-0.999994 (TeX Live 2022/Debian)"; None without one."""
    program = find_tex(search_path)
    if program is None:
        return None
    with suppress(OSError, subprocess.TimeoutExpired):
        printed = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=VERSION_S)
        return next(iter(printed.stdout.splitlines()), None)
    return None


def missing_packages(search_path: str | None = None) -> tuple[str, ...]:
    """Debian packages that typesetting needs and this machine lacks, in the order of `TEX_PACKAGES`.

    Without a font beyond the first, its characters stand as numbers; without any other package there is no PDF. Empty
    where the engine cannot be asked (tectonic has no kpsewhich, and fetches what it needs).
    """
    if find_tex(search_path) is None:
        return TEX_PACKAGES
    kpsewhich = shutil.which("kpsewhich", path=search_path)
    if kpsewhich is None:
        return ()
    files = PROBES | {font.file.partition(":")[0]: font.package for font in fonts()}
    answer = subprocess.run([kpsewhich, *files], capture_output=True, text=True, check=False, timeout=60).stdout
    found = {Path(line).name for line in answer.splitlines()}
    missing = {package for file, package in files.items() if file not in found}
    return tuple(package for package in TEX_PACKAGES if package in missing)


def compile_pdf(
    tex: str,
    made_on: date,
    settings: RenderSettings,
    environ: Mapping[str, str],
    figures: Mapping[str, str] | None = None,
) -> bytes:
    """The PDF of a report's LaTeX and of the figures it inputs, LaTeX by path.

    The same texts and date give the same bytes, in any folder at any time. Where bubblewrap works, TeX sees nothing of
    this machine but itself, its fonts and the system's programs.

    Raises:
        RenderingError: no TeX on the PATH of `environ`, `settings.tex_timeout_s` passed, TeX stopped with an error,
            or a character has no glyph.
        StorageError: the temporary folder cannot be written.
    """
    program = find_tex(environ.get("PATH"))
    if program is None:
        raise RenderingError("TeX is not installed", stage="rendering", remedy=install_remedy(*TEX_PACKAGES))
    try:
        with temporary_folder("tex", {"report.tex": tex, **(figures or {})}) as folder:
            return _compile(program, folder, _environment(environ, made_on, folder), settings.tex_timeout_s)
    except OSError as error:
        raise StorageError(
            f"the temporary folder cannot be used: {error.strerror}",
            item=gettempdir(),
            stage="rendering",
            remedy="make room there, or set TMPDIR to another folder",
        ) from error


def _compile(program: str, folder: Path, environment: Mapping[str, str], timeout_s: float) -> bytes:
    sealed = SandboxSettings(timeout_s=timeout_s, cpu_s=math.ceil(timeout_s), memory_bytes=TEX_BYTES)
    shown = _shown(program, environment)
    plain = _command(program)
    command = sealed_command(plain, shown, sealed, folder, writable=True) if shown is not None else tied_command(plain)
    _run(command, folder, environment, timeout_s)
    _check_log(_log(folder))
    pdf = folder / "report.pdf"
    if not pdf.exists():
        raise RenderingError("TeX made no page", stage="rendering")
    return pdf.read_bytes()


def _command(program: str) -> list[str]:
    """One pass, since nothing in a report refers forward."""
    if Path(program).name == "tectonic":
        return [program, "-X", "compile", "--untrusted", "--keep-logs", "report.tex"]
    return [program, "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "report.tex"]


def _shown(program: str, environment: Mapping[str, str]) -> list[Path] | None:
    """What a sealed TeX has to see; None where it cannot be sealed, which no LaTeX has any part in.

    Tectonic, which has no kpsewhich to say where its files are, is not: it keeps LaTeX from other files itself.
    """
    kpsewhich = shutil.which("kpsewhich", path=environment.get("PATH"))
    if kpsewhich is None or Path(program).name == "tectonic" or missing_sandbox() is not None:
        return None
    asked = [kpsewhich, "--expand-path=$TEXMF"]
    try:
        answer = subprocess.run(asked, env=environment, capture_output=True, text=True, check=False, timeout=VERSION_S)
    except (OSError, subprocess.TimeoutExpired):
        return None
    paths = [*answer.stdout.strip().split(os.pathsep), *FONT_FOLDERS, os.path.dirname(program)]
    paths += [os.path.dirname(os.path.realpath(program)), _font_cache(environment)]
    shown = [Path(path) for path in dict.fromkeys(paths) if os.path.isabs(path) and path != os.sep]
    with suppress(SandboxError):
        run_sealed([program, "--version"], shown, SandboxSettings(timeout_s=VERSION_S), environment=environment)
        return shown
    return None


def _font_cache(environment: Mapping[str, str]) -> str:
    cache = environment.get("XDG_CACHE_HOME") or os.path.join(environment.get("HOME", ""), ".cache")
    return os.path.join(cache, "fontconfig")


def _environment(environ: Mapping[str, str], made_on: date, folder: Path) -> dict[str, str]:
    midnight = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)
    return {name: environ[name] for name in PASSED_ON if name in environ} | {
        "LC_ALL": "C.UTF-8",
        "TMPDIR": str(folder),
        "SOURCE_DATE_EPOCH": str(int(midnight.timestamp())),
        "FORCE_SOURCE_DATE": "1",
        "openin_any": "p",
        "openout_any": "p",
        "max_print_line": "10000",  # else the log breaks its lines at 79 characters, and the errors in it
    }


def _run(command: list[str], folder: Path, environment: Mapping[str, str], timeout_s: float) -> None:
    """Run TeX in a process group of its own, so that xdvipdfmx ends with it."""
    with lifeline() as stdin:
        try:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=stdin,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            raise RenderingError(f"TeX cannot be run: {error.strerror}", item=command[0], stage="rendering") from error
        try:
            status = process.wait(timeout_s)
        except subprocess.TimeoutExpired as error:
            raise RenderingError(f"TeX took longer than {timeout_s:g} s", stage="rendering") from error
        finally:  # also at Ctrl-C
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if status in NOT_RUN:
        raise RenderingError("TeX cannot be run", item=command[-1], stage="rendering")
    if status != 0:
        if shutil.disk_usage(folder).free < FULL_BYTES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        raise _failure(_log(folder))


def _log(folder: Path) -> str:
    path = folder / "report.log"
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


def _failure(log: str) -> RenderingError:
    error = re.search(r"^! (.+)(?:(?:\n(?!l\.).*)*\nl\.(\d+) (.*))?", log, re.MULTILINE)
    message = "it left no message in its log"
    if error:
        message = f"{error[1]} (line {error[2]}: {error[3]})" if error[2] else error[1]
    absent = re.search(r"not loadable|File .+ not found", message)
    return RenderingError(
        f"TeX stopped: {message}", stage="rendering", remedy=install_remedy(*TEX_PACKAGES) if absent else ""
    )


def _check_log(log: str) -> None:
    missing = re.search(r"^Missing character: (.+)", log, re.MULTILINE)
    if missing:
        raise RenderingError(
            f"a character has no glyph: {missing[1]}", stage="rendering", remedy=install_remedy(*TEX_PACKAGES)
        )
