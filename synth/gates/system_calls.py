"""The system calls that a sealed script may make, as a seccomp filter: what computing and reading need, nothing else.

No sockets of any family (network namespaces do not hold vsock back), no signals, no namespaces, no tracing, no memory
beyond the address space (System V segments, memory files), no asynchronous I/O. All else fails with "not implemented".
"""

import platform
import struct

_X86_64 = {
    0: "read", 1: "write", 2: "open", 3: "close", 4: "stat", 5: "fstat", 6: "lstat", 7: "poll", 8: "lseek", 9: "mmap",
    10: "mprotect", 11: "munmap", 12: "brk", 13: "rt_sigaction", 14: "rt_sigprocmask", 15: "rt_sigreturn",
    17: "pread64", 19: "readv", 20: "writev", 21: "access", 22: "pipe", 23: "select", 24: "sched_yield", 25: "mremap",
    28: "madvise", 32: "dup", 33: "dup2", 35: "nanosleep", 39: "getpid", 59: "execve", 60: "exit", 61: "wait4",
    63: "uname", 72: "fcntl", 79: "getcwd", 80: "chdir", 89: "readlink", 96: "gettimeofday", 97: "getrlimit",
    98: "getrusage", 99: "sysinfo", 100: "times", 102: "getuid", 104: "getgid", 107: "geteuid", 108: "getegid",
    110: "getppid", 115: "getgroups", 116: "setgroups", 117: "setresuid", 118: "getresuid", 119: "setresgid",
    120: "getresgid", 131: "sigaltstack", 158: "arch_prctl", 160: "setrlimit", 186: "gettid", 201: "time",
    202: "futex", 204: "sched_getaffinity", 217: "getdents64", 218: "set_tid_address", 219: "restart_syscall",
    228: "clock_gettime", 229: "clock_getres", 230: "clock_nanosleep", 231: "exit_group", 247: "waitid",
    257: "openat", 262: "newfstatat", 267: "readlinkat", 269: "faccessat", 270: "pselect6", 271: "ppoll",
    273: "set_robust_list", 292: "dup3", 293: "pipe2", 302: "prlimit64", 318: "getrandom", 332: "statx", 334: "rseq",
    436: "close_range", 439: "faccessat2",
}  # fmt: skip
_AARCH64 = {
    17: "getcwd", 23: "dup", 24: "dup3", 25: "fcntl", 48: "faccessat", 49: "chdir", 56: "openat", 57: "close",
    59: "pipe2", 61: "getdents64", 62: "lseek", 63: "read", 64: "write", 65: "readv", 66: "writev", 67: "pread64",
    72: "pselect6", 73: "ppoll", 78: "readlinkat", 79: "newfstatat", 80: "fstat", 93: "exit", 94: "exit_group",
    95: "waitid", 96: "set_tid_address", 98: "futex", 99: "set_robust_list", 101: "nanosleep", 113: "clock_gettime",
    114: "clock_getres", 115: "clock_nanosleep", 123: "sched_getaffinity", 124: "sched_yield",
    128: "restart_syscall", 132: "sigaltstack", 134: "rt_sigaction", 135: "rt_sigprocmask", 139: "rt_sigreturn",
    147: "setresuid", 148: "getresuid", 149: "setresgid", 150: "getresgid", 153: "times", 158: "getgroups",
    159: "setgroups", 160: "uname", 163: "getrlimit", 164: "setrlimit", 165: "getrusage", 169: "gettimeofday",
    172: "getpid", 173: "getppid", 174: "getuid", 175: "geteuid", 176: "getgid", 177: "getegid", 178: "gettid",
    179: "sysinfo", 214: "brk", 215: "munmap", 216: "mremap", 221: "execve", 222: "mmap", 226: "mprotect",
    233: "madvise", 260: "wait4", 261: "prlimit64", 278: "getrandom", 291: "statx", 293: "rseq", 436: "close_range",
    439: "faccessat2",
}  # fmt: skip
_MACHINES = {"x86_64": (0xC000003E, _X86_64, 56, 16), "aarch64": (0xC00000B7, _AARCH64, 220, 29)}
"""By machine: its audit architecture, the calls allowed, and the numbers of `clone` and `ioctl`."""

_FORK_FLAGS = 0x1000000 | 0x200000 | 0x100000 | 0xFF
"""CLONE_CHILD_SETTID, CLONE_CHILD_CLEARTID, CLONE_PARENT_SETTID and the signal: plain forks alone."""

_TERMINAL_QUESTIONS = (0x5401, 0x5413, 0x5450, 0x5451)
"""TCGETS, TIOCGWINSZ, FIONCLEX, FIOCLEX: is it a terminal, how wide, close on exec. TIOCSTI is not among them."""

_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_KILL, _NOT_IMPLEMENTED, _ALLOW = 0x80000000, 0x00050000 | 38, 0x7FFF0000


def system_call_filter() -> bytes | None:
    """The filter as bubblewrap reads it, an array of `struct sock_filter`; None for a machine unknown here.

    Layout of what is loaded: `struct seccomp_data`, call number at 0, architecture at 4, arguments of 8 bytes from 16.
    """
    known = _MACHINES.get(platform.machine())
    if known is None:
        return None
    architecture, allowed, clone, ioctl = known
    lines = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    for number in allowed:
        lines += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    lines += [(_EQUAL, 0, 4, clone), (_LOAD, 0, 0, 16), (_ANY_BIT, 1, 0, 0xFFFFFFFF ^ _FORK_FLAGS)]
    lines += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _NOT_IMPLEMENTED)]
    lines += [(_EQUAL, 0, 2 * len(_TERMINAL_QUESTIONS) + 1, ioctl), (_LOAD, 0, 0, 24)]
    for request in _TERMINAL_QUESTIONS:
        lines += [(_EQUAL, 0, 1, request), (_RETURN, 0, 0, _ALLOW)]
    lines.append((_RETURN, 0, 0, _NOT_IMPLEMENTED))
    return b"".join(struct.pack("<HBBI", *line) for line in lines)
