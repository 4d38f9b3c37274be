"""A process ends with the one that started it, however that ends: the kernel sees to it where it can."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # of linux/prctl.h


def end_with_parent(parent_pid: int) -> bool:
    """Have the kernel kill this process when `parent_pid`, which forked it, ends: Linux's prctl(2).

    Where that has ended already, this process ends here and now: what asks for the signal too late never gets it.
    Returns whether the kernel will. It then takes nothing of this process, which may have no processor for seconds, or
    be in a long call of a library. The kernel counts the end of the thread that forked as the end of the parent.
    """
    kernel_does = sys.platform == "linux" and not int(ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL))
    if os.getppid() != parent_pid:
        os._exit(1)
    return kernel_does
