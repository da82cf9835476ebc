"""How editors and tools save a file: the real ones, and imitations of those without a terminal."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

Save: TypeAlias = Callable[[Path, str], None]
"""Let the file hold OLD with ``alpha`` replaced by the text."""

_QUIET = {**os.environ, "TERM": "xterm", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}


def run(*words: str | Path, folder: Path | None = None) -> None:
    program = shutil.which(words[0])
    assert program, f"this test needs {words[0]}: scripts/test installs it"
    done = subprocess.run(
        [program, *map(str, words[1:])],
        cwd=folder,
        env=_QUIET,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def vim(*settings: str) -> Save:
    def save(path: Path, text: str) -> None:
        options = [word for setting in settings for word in ("-c", f"set {setting}")]
        edit = ["-c", f"%s/alpha/{text}/", "-c", "wq"]
        run("vim", "-es", "-u", "NONE", "-i", "NONE", *options, *edit, path)

    return save


def emacs(*settings: str) -> Save:
    def save(path: Path, text: str) -> None:
        edit = f'(progn (search-forward "alpha") (replace-match "{text}") (save-buffer))'
        evaluated = [word for setting in (*settings, edit) for word in ("--eval", setting)]
        run("emacs", "--batch", "-Q", path, *evaluated)

    return save


def nano(*options: str) -> Save:
    def save(path: Path, text: str) -> None:
        program = shutil.which("nano")
        assert program, "this test needs nano: scripts/test installs it"
        child, terminal = pty.fork()
        if child == 0:
            os.execve(program, ["nano", "-I", *options, os.fspath(path)], _QUIET)
        drawn = b""
        while b"alpha" not in drawn:  # before that, its keys would be the terminal's
            drawn += os.read(terminal, 4096)
        replace_all, write, leave = b"\x1calpha\r" + text.encode() + b"\rA", b"\x0f\r", b"\x18"
        os.write(terminal, replace_all + write + leave)
        _read_all(terminal)
        os.waitpid(child, 0)
        os.close(terminal)

    return save


def _read_all(terminal: int) -> None:
    try:
        while os.read(terminal, 4096):
            pass
    except OSError:  # how Linux says that the other end is closed
        pass


def sed(path: Path, text: str) -> None:
    run("sed", "-i", f"s/alpha/{text}/", path)


def git_checkout(path: Path, text: str) -> None:
    root = _committed(path)
    run("git", "checkout", "-q", "-b", "other", folder=root)
    sed(path, text)
    run("git", "commit", "-qam", "other", folder=root)
    run("git", "checkout", "-q", "main", folder=root)
    run("git", "checkout", "-q", "other", folder=root)


def git_stash(path: Path, text: str) -> None:
    root = _committed(path)
    sed(path, text)
    run("git", "stash", "-q", folder=root)
    run("git", "stash", "pop", "-q", folder=root)


def _committed(path: Path) -> Path:
    root = path.parent.parent
    run("git", "init", "-q", "-b", "main", folder=root)
    for key, value in {"user.name": "T", "user.email": "t@example.com"}.items():
        run("git", "config", key, value, folder=root)
    run("git", "add", ".", folder=root)
    run("git", "commit", "-qm", "first", folder=root)
    return root


def rsync(*options: str) -> Save:
    def save(path: Path, text: str) -> None:
        source = path.parent.parent / "elsewhere"
        source.mkdir()
        (source / path.name).write_text(_edited(path, text), encoding="utf-8")
        run("rsync", "-a", *options, f"{source}/", f"{path.parent}/")

    return save


def copy(path: Path, text: str) -> None:
    source = path.parent.parent / "elsewhere.md"
    source.write_text(_edited(path, text), encoding="utf-8")
    run("cp", source, path)


def vs_code(path: Path, text: str) -> None:
    """In place: emptied, written, flushed."""
    data = _edited(path, text).encode()
    descriptor = os.open(path, os.O_RDWR)
    os.ftruncate(descriptor, 0)
    os.write(descriptor, data)
    os.fdatasync(descriptor)
    os.close(descriptor)


def vs_code_in_pieces(path: Path, text: str) -> None:
    """A large document comes in several writes."""
    data = _edited(path, text).encode()
    with path.open("wb", buffering=0) as file:
        for start in range(0, len(data), 7):
            file.write(data[start : start + 7])


def vs_code_atomic(path: Path, text: str) -> None:
    _rename_over(path, f"{path.name}.vsctmp", text)


def jetbrains(path: Path, text: str) -> None:
    """Written aside; the old one is moved away before the new one takes its place."""
    new, old = (path.with_name(f"{path.name}___jb_{each}___") for each in ("tmp", "old"))
    new.write_text(_edited(path, text), encoding="utf-8")
    path.rename(old)
    new.rename(path)
    old.unlink()


def gnome(path: Path, text: str) -> None:
    _rename_over(path, ".goutputstream-9XRO12", text)


def agent(path: Path, text: str) -> None:
    """What programs do that write files for people: a name of their own, renamed."""
    _rename_over(path, f"{path.name}.tmp.4711.1700000000000", text)


def delete_and_recreate(path: Path, text: str) -> None:
    data = _edited(path, text)
    path.unlink()
    path.write_text(data, encoding="utf-8")


def hard_link(path: Path, text: str) -> None:
    """The new file gets the name in one step with its whole content."""
    new = path.parent.parent / "new.md"
    new.write_text(_edited(path, text), encoding="utf-8")
    path.unlink()
    os.link(new, path)


def _rename_over(path: Path, name: str, text: str) -> None:
    new = path.with_name(name)
    new.write_text(_edited(path, text), encoding="utf-8")
    new.rename(path)


def _edited(path: Path, text: str) -> str:
    return path.read_text(encoding="utf-8").replace("alpha", text)


REAL: Mapping[str, Save] = {
    "vim": vim(),
    "vim with a backup by renaming": vim("backup", "backupcopy=no"),
    "vim with a backup by copying": vim("backup", "backupcopy=yes"),
    "emacs": emacs(),
    "emacs that renames over": emacs("(setq file-precious-flag t)"),
    "emacs without a backup": emacs("(setq make-backup-files nil)"),
    "nano": nano(),
    "nano with a backup": nano("-B"),
    "sed -i": sed,
    "git checkout": git_checkout,
    "git stash": git_stash,
    "rsync": rsync(),
    "rsync in place": rsync("--inplace"),
    "rsync with delayed updates": rsync("--delay-updates"),
    "cp": copy,
}
IMITATED: Mapping[str, Save] = {
    "VS Code": vs_code,
    "VS Code in pieces": vs_code_in_pieces,
    "VS Code, atomic": vs_code_atomic,
    "JetBrains": jetbrains,
    "GNOME": gnome,
    "agent": agent,
    "delete and recreate": delete_and_recreate,
    "hard link": hard_link,
}
