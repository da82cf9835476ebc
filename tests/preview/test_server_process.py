"""``docbuild serve`` as a process: how it starts, what it prints, and how it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from cli_run import Command
from plugin_projects import write_project
from served_preview import LONG, Reply, ask, connect, read_reply, socket_headers

from docbuild.preview.ports import own_port

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and streams of POSIX")


class Running(NamedTuple):
    """A process that serves. ``base`` is the path of its page."""

    process: subprocess.Popen[str]
    port: int
    base: str
    said: str

    def get(self, path: str = "") -> Reply:
        return ask(self.port, self.base + path, {"Host": f"127.0.0.1:{self.port}"})

    def end(self, by: signal.Signals) -> tuple[int, str]:
        """The exit code and what was printed to the standard error."""
        self.process.send_signal(by)
        _, error = self.process.communicate(timeout=LONG)
        return self.process.returncode, error


@contextmanager
def started(*words: str | Path, **options: object) -> Iterator[subprocess.Popen[str]]:
    """``docbuild serve`` in a session of its own, whatever is left of which is killed."""
    process = subprocess.Popen(  # type: ignore[call-overload]  # the options are any
        [sys.executable, "-m", "docbuild", "serve", "--no-open", "--lang", "en", *words],
        **{
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "text": True,
            "start_new_session": True,
            **options,
        },
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()
        process.wait(LONG)


@contextmanager
def running(*words: str | Path, **options: object) -> Iterator[Running]:
    """The same, once it has printed its address."""
    with started(*words, **options) as process:
        said = _until(process, "Ctrl-C")
        found = re.search(r"http://127\.0\.0\.1:(\d+)(/\S*)", said)
        assert found, said
        yield Running(process, int(found[1]), found[2], said)


def _until(process: subprocess.Popen[str], end: str) -> str:
    """What the process prints, up to the line with ``end``."""
    assert process.stdout is not None
    said = ""
    while end not in said:
        line = process.stdout.readline()
        assert line, said + (process.stderr.read() if process.stderr else "")
        said += line
    return said


def hold_connections(serving: Running, held: ExitStack) -> list[socket.socket]:
    """Connections of every kind that could hold up an end."""
    host = f"127.0.0.1:{serving.port}"
    connections = [held.enter_context(connect(serving.port)) for _ in range(30)]
    for connection in connections[:10]:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: 127")
    handshake = "".join(f"{k}: {v}\r\n" for k, v in socket_headers(f"http://{host}", host).items())
    for connection in connections[10:20]:
        connection.sendall(f"GET {serving.base}-/live HTTP/1.1\r\n{handshake}\r\n".encode())
        assert read_reply(connection, has_body=False).status == 101
    return connections


@pytest.mark.parametrize(("by", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_whoever_is_on_the_line(
    clean: Path, by: signal.Signals, code: int
) -> None:
    with ExitStack() as held, running(clean, "--port", "0") as serving:
        connections = hold_connections(serving, held)
        assert serving.get().status == 200
        ended, error = serving.end(by)
        assert (ended, error) == (code, "the preview has ended\n")
        with pytest.raises(ProcessLookupError):
            os.killpg(serving.process.pid, 0)
        for connection in connections:
            connection.close()
        with socket.create_server(("127.0.0.1", serving.port)):
            pass


def test_the_same_port_is_to_be_had_at_once(clean: Path) -> None:
    """Although connections of the run before linger in TIME_WAIT."""
    ports = set()
    for _ in range(3):
        with ExitStack() as held, running(clean) as serving:
            hold_connections(serving, held)
            assert serving.get().status == 200
            serving.end(signal.SIGINT)
            ports.add(serving.port)
    assert ports == {own_port(clean)}


def test_a_second_one_takes_the_next_port(clean: Path) -> None:
    with running(clean) as first, running(clean) as second:
        assert first.port == own_port(clean)
        assert second.port != first.port
        assert first.get().status == second.get().status == 200


def test_what_it_prints(clean: Path) -> None:
    with running(clean, "--port", "0") as serving:
        assert serving.said == (
            f"Preview   http://127.0.0.1:{serving.port}/\n"
            f"Watching  {clean / 'doc'}\n"
            "\n"
            "Press Ctrl-C to stop\n"
        )


def test_it_tells_all_that_it_watches_if_asked(clean: Path) -> None:
    with running(clean, "--port", "0", "--verbose") as serving:
        assert str(clean / "project.config.json") in serving.said
        assert str(clean / "docbuild.toml") in serving.said


def test_the_page_is_that_of_the_project(clean: Path) -> None:
    with running(clean, "--port", "0") as serving:
        page = serving.get().body.decode()
        assert "天气插件" in page
        found = re.search(r'src="(-/picture/[0-9a-f]{32}/card\.png)"', page)
        assert found
        picture = serving.get(found[1])
        assert picture.body == (clean / "doc/image/card.png").read_bytes()
        assert picture.all("content-type") == ["image/png"]


def test_a_signal_that_was_to_be_ignored_is(clean: Path) -> None:
    """As ``nohup`` has it, and a shell for what it starts in the background."""
    ignoring = lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)  # noqa: E731 - of one use
    with running(clean, "--port", "0", preexec_fn=ignoring) as serving:
        serving.process.send_signal(signal.SIGINT)
        assert serving.get().status == 200
        assert serving.end(signal.SIGTERM)[0] == 143


CLOSED: Mapping[str, Sequence[int]] = {
    "stdin": (0,),
    "stdout": (1,),
    "stderr": (2,),
    "all": (0, 1, 2),
}


@pytest.mark.parametrize("streams", CLOSED.values(), ids=CLOSED)
def test_it_serves_though_standard_streams_are_closed(clean: Path, streams: Sequence[int]) -> None:
    def close() -> None:
        for stream in streams:
            os.close(stream)

    with _serving_unseen(clean, close) as serving:
        assert serving.get().status == 200
        assert serving.end(signal.SIGINT)[0] == 130


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_it_serves_though_nothing_can_be_printed(clean: Path) -> None:
    def fill() -> None:
        full = os.open("/dev/full", os.O_WRONLY)
        os.dup2(full, 1)
        os.dup2(full, 2)

    with _serving_unseen(clean, fill) as serving:
        assert serving.get().status == 200
        assert serving.end(signal.SIGINT)[0] == 130


@contextmanager
def _serving_unseen(project: Path, before: Callable[[], None]) -> Iterator[Running]:
    """A process whose address cannot be read, but is that of the project."""
    with started(project, preexec_fn=before) as process:
        port = own_port(project)
        while True:
            assert process.poll() is None, "it ended"
            try:
                connect(port).close()
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        yield Running(process, port, "/", "")


def test_a_port_that_is_taken(clean: Path, docbuild: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        outcome = docbuild("serve", clean, "--port", str(port))
    assert outcome.code == 2
    assert outcome.err == (
        f"docbuild: port {port} is taken: name another one, or leave out --port to let docbuild "
        "choose\n"
    )
    assert outcome.out == ""


@pytest.mark.parametrize("port", ["-1", "65536", "x", "", "8000 ", "1e3", "٨٠٠٠", "9" * 5_000])
def test_what_is_no_port(clean: Path, docbuild: Command, port: str) -> None:
    outcome = docbuild("serve", clean, f"--port={port}")
    assert outcome.code == 2
    assert "--port takes a number from 0 to 65535" in outcome.err
    assert outcome.err.count("\n") == 1


def test_complaints_are_in_chinese_too(tmp_path: Path, docbuild: Command) -> None:
    project = write_project(tmp_path, files={"docbuild.toml": 'language = "zh"\n'})
    assert "--port 要的是" in docbuild("serve", project, "--port", "x").err
