"""Signatures of a record's heads, made and checked by OpenSSH: `ssh-keygen -Y`, in the namespace "synth".

What is signed is the head's SHA-256 in hexadecimal with a line end, so that a signature can be checked without synth:

    echo HEAD | ssh-keygen -Y verify -f ALLOWED_SIGNERS -I WHO -n synth -s HEAD.sig
"""

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from synth.errors import UsageError
from synth.records.head import Head
from synth.system.disk import temporary_folder
from synth.system.packages import install_remedy

NAMESPACE = "synth"
SIGNATURE_NAME = re.compile(r"([0-9a-f]{64})\.sig")
MAX_SIGNATURE_BYTES = 20_000  # of a signature; one of a 16,384-bit RSA key has 6,000
CHECK_S = 30.0  # seconds; it takes 0.01


def signature_path(head: Head) -> str:
    """Where the signature of a head stands in the run folder."""
    return f"{head.sha256}.sig"


def signature_of(head: Head, key: Path) -> bytes:
    """A signature of a head by an OpenSSH key: a private one, or a public one whose private half an agent holds.

    A passphrase is asked for on the terminal by ssh-keygen itself. Raises UsageError where the key cannot be used.
    """
    signed = _ssh_keygen(["sign", "-q", "-f", str(key)], head, timeout_s=None)
    if signed.returncode != 0:
        message = _last_line(signed.stderr) or "ssh-keygen could not sign with it"
        raise UsageError(message, item=str(key), stage="sign", remedy="ssh-keygen -t ed25519 makes a key")
    return signed.stdout


def signer_of(head: Head, signature: bytes, allowed: Path) -> str | None:
    """Who signed a head, by the name in a file of allowed signers (ssh-keygen(1), ALLOWED SIGNERS); None for nobody.

    Raises UsageError where that file cannot be read.
    """
    try:
        allowed.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", item=str(allowed), stage="verify") from error
    with temporary_folder("signature", {"signature": signature.decode(errors="replace")}) as folder:
        given = ["-s", str(folder / "signature"), "-f", str(allowed)]
        found = _ssh_keygen(["find-principals", *given], head)
        for line in found.stdout.decode(errors="replace").splitlines() if found.returncode == 0 else []:
            who = line.partition(",")[0]
            if _ssh_keygen(["verify", *given, "-I", who], head).returncode == 0:
                return who
    return None


def _ssh_keygen(
    arguments: Sequence[str], head: Head, timeout_s: float | None = CHECK_S
) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise UsageError("ssh-keygen is not installed", stage="signatures", remedy=install_remedy("openssh-client"))
    command = [program, "-Y", arguments[0], "-n", NAMESPACE, *arguments[1:]]
    try:
        message = f"{head.sha256}\n".encode()
        return subprocess.run(command, input=message, capture_output=True, check=False, timeout=timeout_s)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, returncode=1, stdout=b"", stderr=b"")


def _last_line(printed: bytes) -> str:
    return (printed.decode(errors="replace").strip().splitlines() or [""])[-1]
