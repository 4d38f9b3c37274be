import json
import os
import socket
import struct
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from synth.errors import SandboxError
from synth.gates import sandbox
from synth.gates.sandbox import PLAIN, STRANGE, Surroundings, missing_sandbox, run_sealed, run_sealed_each
from synth.gates.system_calls import system_call_filter
from synth.settings import SandboxSettings

LIMITS = SandboxSettings(timeout_s=20.0, cpu_s=1, memory_bytes=128 * 2**20)
SHORT = LIMITS.model_copy(update={"timeout_s": 1.5})
sealed = pytest.mark.skipif(missing_sandbox() is not None, reason=missing_sandbox() or "")

PRELUDE = """
import os, sys
def attempt(way):
    try:
        print("ESCAPED", way(), flush=True)
    except BaseException as error:
        print("held:", type(error).__name__, error)
"""

WAYS_OUT = {
    "tcp": ("exited", "import socket\nattempt(lambda: socket.create_connection(('127.0.0.1', PORT), 1))"),
    "udp": (
        "exited",
        "import socket\nattempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', PORT)))",
    ),
    "unix_socket": ("exited", "import socket\nattempt(lambda: socket.socket(socket.AF_UNIX).connect('HOST/listening'))"),
    "abstract_socket": ("exited", "import socket\nattempt(lambda: socket.socket(socket.AF_UNIX).connect('\\0NAME'))"),
    "vsock": ("exited", "import socket\nattempt(lambda: socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM))"),
    "name_lookup": ("exited", "import socket\nattempt(lambda: socket.getaddrinfo('localhost.localdomain', 80))"),
    "system_files": (
        "exited",
        "for path in ('/etc/shadow', '/etc/passwd', '/etc/hostname', 'HOME/.bashrc', '/sys/kernel'):\n"
        "    attempt(lambda: open(path).read())",
    ),
    "users_files": ("exited", "attempt(lambda: open('HOST/secret').read())\nattempt(lambda: os.listdir('HOST'))"),
    "proc_environ": (
        "exited",
        "for path in ('/proc/1/environ', '/proc/self/environ', '/proc/1/cmdline', '/proc/self/mem'):\n"
        "    attempt(lambda: open(path).read())",
    ),
    "proc_root": ("exited", "for path in ('/proc', '/proc/1/root', '/proc/self/cwd'):\n    attempt(lambda: os.listdir(path))"),
    "climbing": ("exited", "attempt(lambda: open('../../../../../../HOST/secret').read())"),
    "writing": (
        "exited",
        "for path in ('/tmp/x', '/x', 'x', 'inputs.csv', '/script.py', '/launcher.py', sys.executable):\n"
        "    attempt(lambda: open(path, 'r+' if os.path.exists(path) else 'w').write('x'))",
    ),
    "owning_the_folder": (
        "exited",
        "attempt(lambda: os.chmod('.', 0o777))\nattempt(lambda: os.chmod('inputs.csv', 0o777))\n"
        "attempt(lambda: os.mkdir('x'))\nattempt(lambda: os.remove('inputs.csv'))",
    ),
    "fork_bomb": ("exited", "def bomb():\n    while True:\n        os.fork()\nattempt(bomb)"),
    "threads": ("exited", "import threading\nattempt(threading.Thread(target=print).start)"),
    "memory_bomb": ("exited", "attempt(lambda: len(bytearray(2**30)))\nattempt(lambda: [bytearray(2**20) for _ in range(999)] and 1)"),
    "shared_memory": (
        "exited",
        "import mmap\nattempt(lambda: [mmap.mmap(-1, 2**24) for _ in range(99)] and 1)\n"
        "attempt(lambda: os.memfd_create('x'))",
    ),
    "disk_fill": (
        "exited",
        "def fill(folder):\n    for number in range(10**4):\n        open(f'{folder}/{number}', 'wb').write(bytes(2**20))\n"
        "for folder in ('.', '/', '/tmp', '/var/tmp', '/work'):\n    attempt(lambda: fill(folder))",
    ),
    "huge_file": ("exited", "attempt(lambda: os.truncate('inputs.csv', 2**40))\nattempt(lambda: os.open('x', os.O_CREAT | os.O_RDWR))"),
    "dev_shm": ("exited", "attempt(lambda: open('/dev/shm/x', 'wb').write(bytes(2**26)))\nattempt(lambda: open('/dev/mem'))"),
    "symlinks": (
        "exited",
        "attempt(lambda: os.symlink('/etc/shadow', 'x'))\nattempt(lambda: os.link('/etc/shadow', 'x'))\n"
        "attempt(lambda: os.symlink('HOST/secret', '/python/x'))",
    ),
    "signals": (
        "exited",
        "for pid in (VICTIM, 1, -1, 0, os.getppid()):\n    attempt(lambda: os.kill(pid, 9))\n"
        "attempt(lambda: os.killpg(VICTIM, 9))",
    ),
    "inherited_descriptors": (
        "exited",
        "for number in range(3, 1024):\n    try:\n        os.fstat(number)\n    except OSError:\n        continue\n"
        "    print('ESCAPED', number)\nprint('held')",
    ),
    "sleeping": ("timed out", "import time\ntime.sleep(600)\nprint('ESCAPED')"),
    "spinning": ("killed", "while True:\n    pass"),
    "deaf_spinning": (
        "killed",
        "import signal\nfor number in (signal.SIGXCPU, signal.SIGTERM, signal.SIGALRM):\n"
        "    signal.signal(number, signal.SIG_IGN)\nwhile True:\n    pass",
    ),
    "silent_survivor": ("timed out", "import time\nos.closerange(0, 99)\ntime.sleep(600)"),
    "flood": ("too much output", "while True:\n    print('x' * 10000)"),
    "error_flood": ("too much output", "while True:\n    print('x' * 10000, file=sys.stderr)"),
    "daemon": (
        "exited",
        "def daemon():\n    if os.fork() == 0:\n        os.setsid()\n        import time\n        time.sleep(600)\n"
        "    return 'left behind'\nattempt(daemon)",
    ),
    "programs": (
        "exited",
        "import subprocess\nfor program in ('/bin/sh', '/usr/bin/id', sys.executable):\n"
        "    attempt(lambda: subprocess.run([program]))\nattempt(lambda: os.execv('/bin/sh', ['sh']))",
    ),
    "raw_system_calls": ("exited", "def foreign():\n    import ctypes\n    return ctypes.CDLL(None)\nattempt(foreign)"),
    "namespaces": (
        "exited",
        "attempt(lambda: os.chroot('/'))\nattempt(lambda: os.unshare(os.CLONE_NEWUSER))\n"
        "attempt(lambda: os.setns(0))\nattempt(lambda: os.mknod('/x'))",
    ),
    "terminal_input": (
        "exited",
        "import fcntl, termios\nfor number in (0, 1, 2):\n    attempt(lambda: fcntl.ioctl(number, termios.TIOCSTI, b'x'))\n"
        "attempt(lambda: open('/dev/tty'))",
    ),
    "becoming_root": (
        "exited",
        "for way in (os.setuid, os.seteuid, os.setgid):\n    attempt(lambda: way(0))\n"
        "attempt(lambda: os.setresuid(0, 0, 0))\nattempt(lambda: os.setgroups([0]))",
    ),
    "raising_limits": (
        "exited",
        "import resource\nfor name in ('CPU', 'AS', 'NPROC', 'FSIZE', 'NOFILE', 'CORE'):\n"
        "    attempt(lambda: resource.setrlimit(getattr(resource, 'RLIMIT_' + name), (2**40, 2**40)))",
    ),
    "callers_environment": (
        "exited",
        "told = repr((dict(os.environ), sys.argv, sys.orig_argv))\nframe = sys._getframe()\n"
        "while frame:\n    told += repr((frame.f_globals, frame.f_locals))\n    frame = frame.f_back\n"
        "print('ESCAPED' if 'SEA' + 'LED_SECRET' in told else 'held')",
    ),
    "forged_frame": ("exited", "print('0 0 3 0\\n6.6')\nprint('held')"),
}  # fmt: skip


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """What there is to reach on this machine: a secret file, listeners, a process, an open descriptor, an environment."""
    (tmp_path / "secret").write_text("SEALED_SECRET")
    monkeypatch.setenv("SEALED_SECRET", "SEALED_SECRET")
    victim = subprocess.Popen(["sleep", "60"])
    name = f"synth-{os.getpid()}"
    descriptor = os.open(tmp_path / "secret", os.O_RDONLY)
    os.set_inheritable(descriptor, True)
    with socket.socket() as tcp, socket.socket(socket.AF_UNIX) as local, socket.socket(socket.AF_UNIX) as abstract:
        tcp.bind(("127.0.0.1", 0))
        folder = os.open(tmp_path, os.O_RDONLY)  # a socket's path is short: pytest's folders are not
        local.bind(f"/proc/self/fd/{folder}/listening")
        abstract.bind(f"\0{name}")
        for listener in (tcp, local, abstract):
            listener.listen()
            listener.setblocking(False)
        yield {
            "HOST": str(tmp_path),
            "HOME": str(Path.home()),
            "PORT": str(tcp.getsockname()[1]),
            "NAME": name,
            "VICTIM": str(victim.pid),
        }
        for listener in (tcp, local, abstract):
            with pytest.raises(BlockingIOError):
                listener.accept()
        os.close(folder)
    os.close(descriptor)
    assert victim.poll() is None
    victim.kill()
    victim.wait()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["listening", "secret"]


@sealed
@pytest.mark.parametrize("way", WAYS_OUT)
def test_sandbox_holds_against(way: str, outside: dict[str, str]) -> None:
    ended, script = WAYS_OUT[way]
    for word, value in outside.items():
        script = script.replace(word, value)
    limits = SHORT if ended == "timed out" else LIMITS
    began = time.monotonic()
    here = Surroundings(folder=f"work-{way}-{os.getpid()}")
    run = run_sealed(PRELUDE + script, {"inputs.csv": b"a,b\n1,2\n"}, limits, here)
    assert time.monotonic() - began < limits.timeout_s + 2
    assert run.ended == ended, run
    assert b"ESCAPED" not in run.stdout, run.stdout
    assert b"SEALED_SECRET" not in run.stdout + run.stderr
    assert ended != "exited" or b"held" in run.stdout, run
    assert len(run.stdout) <= LIMITS.output_bytes
    assert left_behind(here.folder) == []


def left_behind(folder: str) -> list[str]:
    """Processes that still run, a second later, of the sandbox whose folder is given."""
    for _ in range(20):
        running = [path.parent.name for path in Path("/proc").glob("[0-9]*/cmdline") if names(path, folder)]
        if not running:
            break
        time.sleep(0.05)
    return running


def names(command: Path, folder: str) -> bool:
    try:
        return f"/{folder}/".encode() in command.read_bytes()
    except OSError:  # it has ended
        return False


@sealed
def test_sandbox_runs_an_honest_script() -> None:
    script = "import csv\nrow = next(csv.DictReader(open('inputs.csv')))\nprint(float(row['a']) - float(row['b']))"
    run = run_sealed(script, {"inputs.csv": b"a,b\n7.5,0.25\n"}, LIMITS)
    assert (run.ended, run.status, run.stdout, run.stderr) == ("exited", 0, b"7.25\n", b"")


@sealed
def test_sandbox_runs_every_case_in_a_process_of_its_own() -> None:
    script = "import sys, csv\nprint(open('inputs.csv').read(), getattr(csv, 'left', None))\ncsv.left = 'a trace'"
    runs = run_sealed_each(script, [{"inputs.csv": b"%d" % number} for number in range(5)], LIMITS)
    assert [run.stdout for run in runs] == [b"%d None\n" % number for number in range(5)]


@sealed
def test_sandbox_keeps_the_cases_before_one_that_hangs() -> None:
    script = "import time\nvalue = float(open('inputs.csv').read())\ntime.sleep(value)\nprint(value)"
    runs = run_sealed_each(script, [{"inputs.csv": text} for text in (b"0", b"60", b"0")], SHORT)
    assert [(run.ended, run.stdout) for run in runs] == [("exited", b"0.0\n"), ("timed out", b""), ("timed out", b"")]


@sealed
def test_sandbox_bounds_each_case_by_itself() -> None:
    script = "import time\ntime.sleep(0.5)\nprint(open('inputs.csv').read())"
    runs = run_sealed_each(script, [{"inputs.csv": b"%d" % number} for number in range(6)], SHORT)
    assert [run.stdout for run in runs] == [b"%d\n" % number for number in range(6)]


@sealed
def test_sandbox_tells_that_bubblewrap_failed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho 'bwrap: Cannot allocate memory' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(SandboxError, match="bubblewrap failed: bwrap: Cannot allocate memory"):
        run_sealed("print(1)", {}, LIMITS)


@sealed
def test_sandbox_tells_an_error_of_the_script() -> None:
    run = run_sealed("print(1 / 0)", {}, LIMITS)
    assert (run.ended, run.status, run.stdout) == ("exited", 1, b"")
    assert run.stderr.endswith(b"ZeroDivisionError: division by zero\n")


@sealed
def test_sandbox_is_user_nobody_without_other_processes() -> None:
    script = "import os\nprint(os.getuid(), os.getgid(), os.getgroups(), os.getpid() < 9, sorted(os.listdir('.')))"
    run = run_sealed(script, {"inputs.csv": b""}, LIMITS)
    assert run.stdout in (b"65534 65534 [] True ['inputs.csv']\n", b"65534 65534 [65534] True ['inputs.csv']\n")


@sealed
def test_sandbox_shows_only_the_surroundings_asked_for() -> None:
    script = "import os, time\nprint(time.timezone, os.getcwd(), sorted(os.environ), hash('a'))"
    first, again = (run_sealed(script, {}, LIMITS).stdout for _ in range(2))
    other = run_sealed(script, {}, LIMITS, STRANGE).stdout
    names = "['LC_ALL', 'LD_LIBRARY_PATH', 'PWD', 'PYTHONHASHSEED', 'PYTHONUTF8', 'TZ']"
    assert first == again != other
    assert first.decode().startswith(f"0 /{PLAIN.folder}/0 {names} ")
    assert other.decode().startswith(f"-49500 /{STRANGE.folder}/0 {names} ")


def test_sandbox_runs_nothing_where_bubblewrap_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    missing_sandbox.cache_clear()
    try:
        assert missing_sandbox() == "bubblewrap is not installed (apt-get install bubblewrap)"
        with pytest.raises(SandboxError, match="nothing is run outside a sandbox"):
            run_sealed("print(1)", {}, LIMITS)
    finally:
        missing_sandbox.cache_clear()


def test_sandbox_runs_nothing_where_bubblewrap_hangs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hanging = tmp_path / "bwrap"
    hanging.write_text("#!/bin/sh\nexec /bin/sleep 60\n")
    hanging.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sandbox, "SandboxSettings", lambda: SandboxSettings(timeout_s=0.3))
    missing_sandbox.cache_clear()
    try:
        assert missing_sandbox() == "bubblewrap cannot be used here: timed out"
    finally:
        missing_sandbox.cache_clear()


def test_sandbox_runs_nothing_where_bubblewrap_does_not_work(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho 'No permissions to create new namespace' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    missing_sandbox.cache_clear()
    try:
        assert missing_sandbox() == "bubblewrap cannot be used here: No permissions to create new namespace"
    finally:
        missing_sandbox.cache_clear()


def judged(number: int, arguments: tuple[int, ...] = (), architecture: int = 0xC000003E) -> str:
    """What the filter says to a system call: its program interpreted, as the kernel does."""
    data = struct.pack("<IIQ6Q", number, architecture, 0, *arguments, *[0] * (6 - len(arguments)))
    program = system_call_filter()
    assert program is not None
    lines = [struct.unpack_from("<HBBI", program, at) for at in range(0, len(program), 8)]
    at, loaded = 0, 0
    while True:
        code, yes, no, value = lines[at]
        at += 1
        if code == 0x06:
            return {0x7FFF0000: "allowed", 0x80000000: "killed"}.get(value, "refused")
        if code == 0x20:
            loaded = struct.unpack_from("<I", data, value)[0]
        else:
            at += yes if (loaded == value if code == 0x15 else loaded & value) else no


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="numbers of another machine's system calls")
@pytest.mark.parametrize(
    ("call", "arguments", "expected"),
    [
        (0, (), "allowed"),  # read
        (41, (2, 1), "refused"),  # socket
        (101, (), "refused"),  # ptrace
        (165, (), "refused"),  # mount
        (272, (0x10000000,), "refused"),  # unshare
        (308, (), "refused"),  # setns
        (310, (), "refused"),  # process_vm_readv
        (29, (), "refused"),  # shmget
        (319, (), "refused"),  # memfd_create
        (321, (), "refused"),  # bpf
        (425, (), "refused"),  # io_uring_setup
        (435, (), "refused"),  # clone3
        (62, (1, 9), "refused"),  # kill
        (56, (0x1200011,), "allowed"),  # clone, as fork
        (56, (0x10000011,), "refused"),  # clone into a new user namespace
        (56, (0x3D0F00,), "refused"),  # clone, as thread
        (16, (1, 0x5401), "allowed"),  # ioctl TCGETS
        (16, (1, 0x5412), "refused"),  # ioctl TIOCSTI
        (0x40000000, (), "refused"),  # read, by the x32 table
    ],
)
def test_system_call_filter_allows_what_computing_needs(call: int, arguments: tuple[int, ...], expected: str) -> None:
    assert judged(call, arguments) == expected


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="numbers of another machine's system calls")
def test_system_call_filter_kills_another_architecture() -> None:
    assert judged(0, architecture=0x40000003) == "killed"


@sealed
def test_sandbox_works_for_an_ordinary_user(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("this is an ordinary user already")
    probe = textwrap.dedent("""
        import json, sys
        sys.path.insert(0, sys.argv[1])
        from synth.gates.sandbox import missing_sandbox
        print(json.dumps(missing_sandbox()))
    """)
    try:
        run = subprocess.run(
            [sys.executable, "-c", probe, str(Path(__file__).resolve().parents[3])],
            user=1000,
            group=1000,
            extra_groups=[],
            capture_output=True,
            text=True,
            check=True,
        )
    except (PermissionError, subprocess.CalledProcessError):
        pytest.skip("an ordinary user cannot read this interpreter or checkout")
    assert json.loads(run.stdout) in (None, "bubblewrap cannot be used here: No permissions to create new namespace")
