"""Commands of docbuild in forks of this process, which has imported what they need.

Ten times as fast as a new Python each time, so that every fault can be met at every call. What is
left out is the start of Python and the imports: strace comes to a command as it begins. Only for
a process without threads, on Linux.
"""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile

from faults import PATIENCE, Scene, environment

from docbuild.cli.main import main

_PAUSE = 0.0005  # seconds
_NO_NEW_PYTHON = "--seccomp-bpf"  # what only a process that strace starts can have
_TELL_MODULES = """
import atexit, runpy, sys
atexit.register(lambda: print(*sys.modules, file=sys.__stdout__))
sys.argv = ["docbuild", *sys.argv[1:]]
runpy.run_module("docbuild", run_name="__main__")
"""


def import_all(scene: Scene, place: Path) -> None:
    """Import what the commands of ``scene`` import, found out by running them in ``place``."""
    for words in (scene.words, scene.next_words or scene.words):
        done = subprocess.run(
            [sys.executable, "-c", _TELL_MODULES, *words],
            cwd=place,
            env=environment(scene, place),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
        )
        names = done.stdout.splitlines()[-1].split()
        for name in names:
            if name.partition(".")[0] in ("docbuild", *sys.stdlib_module_names):
                importlib.import_module(name)


def run(
    scene: Scene, place: Path, words: Sequence[str], prefix: Sequence[str] = ()
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in ``place``, under the strace of ``prefix`` if there is one.

    Raises ``subprocess.TimeoutExpired``.
    """
    with TemporaryFile() as out, TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            _be(scene, place, words, (out.fileno(), err.fileno()), is_traced=bool(prefix))
        tracer = _attached(child, prefix) if prefix else None
        code = _ended(child, tracer, words)
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(words, code, out.read(), err.read())


def _be(
    scene: Scene, place: Path, words: Sequence[str], outputs: tuple[int, int], *, is_traced: bool
) -> None:
    """Be the command; never returns."""
    code = 1
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for target, output in enumerate(outputs, 1):
            os.dup2(output, target)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        os.chdir(place)
        os.environ.clear()
        os.environ.update(environment(scene, place))
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
        sys.argv = ["docbuild", *words]
        if is_traced:
            os.kill(os.getpid(), signal.SIGSTOP)
        code = main()
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _attached(child: int, prefix: Sequence[str]) -> subprocess.Popen[bytes]:
    """strace, following a child that waits for it, and goes on then."""
    os.waitpid(child, os.WUNTRACED)
    program, *options = (each for each in prefix if each != _NO_NEW_PYTHON)
    tracer = subprocess.Popen([program, "-p", str(child), *options], stderr=subprocess.DEVNULL)
    status = Path(f"/proc/{child}/status")
    while "TracerPid:\t0\n" in status.read_text():
        if tracer.poll() is not None:
            os.kill(child, signal.SIGKILL)
            raise OSError("strace cannot attach to a process")
        time.sleep(_PAUSE)
    os.kill(child, signal.SIGCONT)
    return tracer


def _ended(child: int, tracer: subprocess.Popen[bytes] | None, words: Sequence[str]) -> int:
    """The exit code of a child, negative for a signal."""
    end = time.monotonic() + PATIENCE
    while True:
        process, status = os.waitpid(child, os.WNOHANG)
        if process:
            break
        if time.monotonic() > end:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            raise subprocess.TimeoutExpired(list(words), PATIENCE)
        time.sleep(_PAUSE)
    if tracer is not None:
        tracer.wait()
    return os.waitstatus_to_exitcode(status)
