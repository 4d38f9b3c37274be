"""How every verb of the command line behaves: its flags, its paths, its failures as one line and an exit code."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import FrameType

DAMAGED = 1
FALSIFIED = 3
SOME_FAILED = 4
INTERRUPTED = 130
TERMINATED = 143
AGAIN_S = 0.05
"""After how many seconds an interrupt that Python dropped is sent again."""
MAX_WIDTH = 100


class Verb(click.Command):
    """A verb, which takes -q, -v and --debug behind its name as well as before it."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The verb's own parameters, then the flags of every verb."""
        flags = {
            ("-q", "--quiet"): "No progress.",
            ("-v", "--verbose"): "Log what is done, with times.",
            ("--debug",): "Show tracebacks, and log as -v does.",
        }
        shared = [
            click.Option(names, is_flag=True, expose_value=False, callback=note_flag, help=help_text)
            for names, help_text in flags.items()
        ]
        return [*super().get_params(ctx), *shared]


command = partial(click.command, cls=Verb)
"""Makes a verb of a function."""


class VerbGroup(click.Group):
    """A group of verbs."""

    command_class = Verb


class Verbs(VerbGroup):
    """The group of all verbs: turns every failure into one line and its exit code."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the verb chosen; see `fail` for what becomes of its errors."""
        from synth.errors import SynthError

        try:
            with terminable():
                return super().invoke(ctx)
        except SynthError as error:
            if ctx.params.get("debug"):
                raise
            fail(str(error), error.exit_code)
        except KeyboardInterrupt as interrupt:
            # An interrupt inside exec(), as in `dataclass` or `namedtuple`, leaves CPython a mark that makes it end by
            # SIGINT (seen: exit code -2) whatever code is asked for; the next exec() takes the mark away.
            exec("")
            fail("interrupted", TERMINATED if isinstance(interrupt, Terminated) else INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise  # click ends without a word where nobody reads on ("synth show RUN | head -1")
        except MemoryError:
            if ctx.params.get("debug"):
                raise
            fail("there is not memory enough on this machine for all of it; give it less at a time", 1)
        except Exception as error:
            if ctx.params.get("debug"):
                raise
            fail(f"unexpected {type(error).__name__}; please report it with {traceback_of(error)}", 1)


class Terminated(KeyboardInterrupt):
    """SIGTERM, which is to clear up as Ctrl-C does: worker processes, TeX and partial files."""


@contextmanager
def terminable() -> Iterator[None]:
    """Let SIGTERM raise Terminated while a verb runs, and mean what it meant before to whoever called the verb.

    Python loses some interrupts. What is raised in a finalizer or a weak reference's callback, as in an import, it
    drops (seen once of sixty interrupts): such a one is sent again. What is raised while a class is made, or between a
    lock's release and its acquisition, it turns into a RuntimeError: an error after an interrupt is that interrupt.
    """
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():  # Python sets handlers nowhere else
        yield
        return
    raised: list[KeyboardInterrupt] = []
    handlers = {signal.SIGTERM: signal.signal(signal.SIGTERM, partial(interrupt, raised, Terminated))}
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # a shell's "&" has it ignored
        handlers[signal.SIGINT] = signal.signal(signal.SIGINT, partial(interrupt, raised, KeyboardInterrupt))
    report_dropped, sys.unraisablehook = sys.unraisablehook, partial(interrupt_again, sys.unraisablehook)
    try:
        yield
    except Exception as error:
        if not raised:
            raise
        raise raised[-1] from error
    finally:
        sys.unraisablehook = report_dropped
        for number, before in handlers.items():
            signal.signal(number, signal.SIG_DFL if before is None else before)


def interrupt_again(
    report_dropped: Callable[[sys.UnraisableHookArgs], object], dropped: sys.UnraisableHookArgs
) -> None:
    """Send the signal of an interrupt that Python dropped once more, a moment later; report another error as before."""
    if not issubclass(dropped.exc_type, KeyboardInterrupt):
        report_dropped(dropped)
        return
    import signal
    import threading

    number = signal.SIGTERM if issubclass(dropped.exc_type, Terminated) else signal.SIGINT
    threading.Timer(AGAIN_S, signal.pthread_kill, (threading.main_thread().ident, number)).start()


def interrupt(
    raised: list[KeyboardInterrupt], kind: type[KeyboardInterrupt], number: int, frame: FrameType | None
) -> NoReturn:
    """Handle a signal: raise that kind of interrupt, and note it."""
    raised.append(kind())
    raise raised[-1]


class PathOption(click.Path):
    """A path as given, as a pathlib.Path; pathlib takes a tenth of the time of `--help`, so it is loaded late."""

    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Check the path as click does, then make it one of pathlib's; refuse an address, such as s3://bucket/runs."""
        from synth.paths import path_of

        return path_of(os.fsdecode(super().convert(value, param, ctx)))


def text_width() -> int:
    """The width of help in characters, as click has it: of the terminal less two, from 50 to `MAX_WIDTH`.

    To find it out, click would load shutil, and with it what reads archives: a tenth of the time of `--help`.
    """
    columns = os.environ.get("COLUMNS", "")
    try:
        width = int(columns) if columns.isdecimal() else os.get_terminal_size().columns
    except (ValueError, OSError):  # no terminal, or standard output is closed
        width = 80
    return max(min(width or 80, MAX_WIDTH) - 2, 50)


def note_flag(ctx: click.Context, flag: click.Parameter, given: bool) -> None:
    """Let a flag behind the verb count as one before it."""
    if given and flag.name:
        ctx.find_root().params[flag.name] = True
        start_logging(ctx.find_root())


def start_logging(root: click.Context) -> None:
    """Log to standard error: with -v or --debug what is done, else only what went wrong."""
    import logging

    from synth.stages.stage_log import LOG_FORMAT

    logging.basicConfig(format=LOG_FORMAT, stream=sys.stderr)
    detailed = root.params["verbose"] or root.params["debug"]
    logging.getLogger().setLevel(logging.INFO if detailed else logging.ERROR)


def fail(message: str, exit_code: int) -> NoReturn:
    """Print one line on standard error and leave."""
    click.echo(f"synth: {message}", err=True)
    sys.exit(exit_code)


def traceback_of(error: BaseException) -> str:
    """Keep the traceback of an unexpected error in a file of the temporary folder; says where it is to be had."""
    import tempfile
    import traceback

    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="synth-traceback-", suffix=".txt", delete=False, encoding="utf-8"
        ) as file:
            file.writelines(traceback.format_exception(error))
    except OSError:  # the temporary folder is full perhaps
        return "the traceback that --debug shows"
    return file.name
