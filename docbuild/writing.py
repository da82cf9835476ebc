"""Writing whole files or none, into folders that are open: no link is followed on the way."""

import errno
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from docbuild.files import read_open
from docbuild.folders import (
    Folder,
    create_file,
    is_there,
    open_file,
    open_root,
    remove_file,
    rename_over,
    sync,
)
from docbuild.leftovers import lock, sweep_folder, temporary_name

try:
    import fcntl
except ImportError:  # Windows, where nobody can remove a file that is open
    fcntl = None  # type: ignore[assignment]  # a module or None has no common type to declare


_NO_LINKS = {errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL}


def write_atomically(target: Path, data: bytes) -> None:
    """Let ``target`` hold ``data``, in one step: at any time it has the old bytes or these.

    Raises ``OSError`` if that fails; then the old ones are still there, and nothing else is. Only
    if all was done but the folder does not say that it lasts, the new ones may be there.
    What killed runs left behind beside ``target`` is removed. A link there is replaced, never
    followed; a device, a FIFO or a link to one stays, and is an error.
    """
    _refuse_special(target)
    with open_root(os.fspath(target.parent), follow=True) as folder:
        put_file(folder, target.name, data)


def put_file(folder: Folder, name: str, data: bytes) -> None:
    """Let the file ``name`` in ``folder`` hold ``data``, whatever it held, as above."""
    _write_in_place(folder, name, data, lambda _: True)


def replace_file(folder: Folder, name: str, old: bytes, new: bytes) -> bool:
    """Let the file ``name`` in ``folder`` hold ``new`` in one step, if it still holds ``old``.

    Says whether it did. It keeps its permissions, and its owner where the system allows that.
    Raises ``OSError``: ``ELOOP`` for a link, ``EACCES`` for a file that nobody may write.
    """
    with suppress(FileNotFoundError):
        descriptor = open_file(name, folder)
        try:
            status = os.fstat(descriptor)
        finally:
            os.close(descriptor)
        if not status.st_mode & 0o222:  # a rename would not ask; root may write it anyway
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), name)

        def is_to_be(temporary: int) -> bool:
            _take_after(status, temporary)
            return _holds(folder, name, old)

        return _write_in_place(folder, name, new, is_to_be)
    return False


def write_new_file(folder: Folder, name: str, data: bytes) -> None:
    """Make a file ``name`` in ``folder`` that holds ``data``, in one step, or none.

    Raises ``OSError``: ``EEXIST`` where the name is taken.
    """
    sweep_folder(folder)
    descriptor, temporary = _temporary(folder)
    try:
        try:
            write_all(descriptor, data)
            has_links = link(temporary, folder, name, folder)
        finally:
            os.close(descriptor)
    finally:
        with suppress(FileNotFoundError):
            remove_file(temporary, folder)
    if not has_links:
        _write_under_name(folder, name, data)
    sync(folder)


def link(name: str, folder: Folder, target: str, target_folder: Folder) -> bool:
    """Let a file have another name too, which nobody has yet; ``False`` where that cannot be.

    Raises ``OSError``, ``EEXIST`` where the name is taken.
    """
    try:
        if isinstance(folder.handle, int) and isinstance(target_folder.handle, int):
            os.link(name, target, src_dir_fd=folder.handle, dst_dir_fd=target_folder.handle)
        else:
            os.link(
                os.path.join(str(folder.handle), name),
                os.path.join(str(target_folder.handle), target),
            )
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        return False
    return True


def _write_under_name(folder: Folder, name: str, data: bytes) -> None:
    """For file systems without links, where whoever is killed leaves the beginning."""
    descriptor = create_file(name, folder)
    try:
        try:
            write_all(descriptor, data)
        finally:
            os.close(descriptor)
    except BaseException:
        remove_file(name, folder)
        raise


def _refuse_special(target: Path) -> None:
    """Raise ``OSError`` for what must not be renamed over: root could replace /dev/null so."""
    try:
        mode = os.stat(target).st_mode
    except OSError:
        return  # nothing is there, or writing will say why not
    device = os.path.abspath(target.parent) == "/dev"  # there /dev/stdout may lead to a file
    if device or not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise OSError(errno.EINVAL, "not a regular file")


def _write_in_place(
    folder: Folder, name: str, data: bytes, is_to_be: Callable[[int], bool]
) -> bool:
    """Write ``data`` aside and, if ``is_to_be`` says so of the new file, let it be ``name``."""
    sweep_folder(folder)
    descriptor, temporary = _temporary(folder)
    try:
        try:
            write_all(descriptor, data)
            goes_ahead = is_to_be(descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        if goes_ahead:
            _put_in_place(descriptor, temporary, name, folder)
        else:
            os.close(descriptor)
            remove_file(temporary, folder)
    except BaseException:  # Ctrl-C too must leave nothing behind
        with suppress(FileNotFoundError):
            remove_file(temporary, folder)
        raise
    sync(folder)
    return goes_ahead


def _take_after(status: os.stat_result, descriptor: int) -> None:
    """Give a new file the owner and the permissions of another."""
    if fcntl is None:
        return
    with suppress(PermissionError):  # only root gives files away
        os.fchown(descriptor, status.st_uid, status.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(status.st_mode) & 0o777)


def _holds(folder: Folder, name: str, data: bytes) -> bool:
    descriptor = open_file(name, folder)
    try:
        return read_open(descriptor, len(data)) == data
    finally:
        os.close(descriptor)


def _temporary(folder: Folder) -> tuple[int, str]:
    """A new file in ``folder``, open for writing and locked as long as we live."""
    while True:
        name = temporary_name()
        descriptor = create_file(name, folder)
        try:
            lock(descriptor)
            if is_there(name, folder):  # else another run swept it away before it was locked
                return descriptor, name
        except BaseException:
            os.close(descriptor)
            with suppress(FileNotFoundError):
                remove_file(name, folder)
            raise
        os.close(descriptor)


def write_all(descriptor: int, data: bytes) -> None:
    """Write ``data`` into an open file, and make it last."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    os.fsync(descriptor)


def _put_in_place(descriptor: int, temporary: str, name: str, folder: Folder) -> None:
    """Rename and close: in this order, as closing ends the lock; but Windows needs it closed."""
    if fcntl is None:
        os.close(descriptor)
        rename_over(temporary, name, folder)
        return
    try:
        rename_over(temporary, name, folder)
    finally:
        os.close(descriptor)
