"""A server as a child process: what it takes of the machine, all its processes together.

The figures come from /proc, so this is for Linux.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

_PATIENCE = 120.0  # seconds until a server has to answer
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICKS = os.sysconf("SC_CLK_TCK")


class Figures(NamedTuple):
    """Resident bytes, processor seconds, and numbers.

    ``cpu`` and ``processes`` are of the whole tree, the rest is the first process's own.
    ``descriptors`` are without sockets: those come and go with the pages that are open.
    """

    memory: int
    cpu: float
    processes: int
    threads: int
    descriptors: int
    sockets: int


class ServerProcess:
    """``command`` in ``folder``; both streams go to ``log``. Ended with the context."""

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        log: Path,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._log = log.open("wb")
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._log.close()

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def wait_for(self, port: int) -> None:
        """Return when the page is there. Raises ``TimeoutError``, ``RuntimeError`` if it ended."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            if not self.is_running:
                raise RuntimeError(f"the server ended with {self._process.returncode}")
            with suppress(OSError):
                _ask(port)
                return
            time.sleep(0.05)
        raise TimeoutError(f"port {port} was not answered")

    def interrupt(self, patience: float) -> tuple[int | None, float]:
        """Press Ctrl-C: the exit code and the seconds it took, ``None`` if it goes on."""
        started = time.monotonic()
        self._process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)
        return self._process.returncode, time.monotonic() - started

    @property
    def has_left_processes(self) -> bool:
        """Whether anything that it started is still there."""
        try:
            os.killpg(self._process.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def figures(self) -> Figures:
        tree = list(_tree(self._process.pid))
        links = list(_links(self._process.pid))
        sockets = sum(link.startswith("socket:") for link in links)
        return Figures(
            memory=_memory(self._process.pid),
            cpu=sum(map(_cpu, tree)),
            processes=len(tree),
            threads=len(_listed(f"/proc/{self._process.pid}/task")),
            descriptors=len(links) - sockets,
            sockets=sockets,
        )


def free_port() -> int:
    """A port of the loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _ask(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    finally:
        connection.close()


def _tree(process: int) -> Iterator[int]:
    """``process`` and all that descend from it."""
    yield process
    for thread in _listed(f"/proc/{process}/task"):
        for child in _read(f"/proc/{process}/task/{thread}/children").split():
            yield from _tree(int(child))


def _memory(process: int) -> int:
    fields = _read(f"/proc/{process}/statm").split()
    return int(fields[1]) * _PAGE if fields else 0


def _cpu(process: int) -> float:
    """Seconds in user and system mode, with those of children that were waited for."""
    fields = _read(f"/proc/{process}/stat").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS


def _links(process: int) -> Iterator[str]:
    for number in _listed(f"/proc/{process}/fd"):
        with suppress(OSError):
            yield os.readlink(f"/proc/{process}/fd/{number}")


def _listed(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []  # the process is gone


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""
