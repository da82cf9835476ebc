"""Exchanging two entries of a file system in one step, where the system can do that."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
from collections.abc import Callable
from functools import cache

from docbuild.folders import Folder

_EXCHANGE = 2  # RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS
_NUMBERS = {  # of renameat2 on Linux, for libraries that do not have it by name
    "x86_64": 316,
    "aarch64": 276,
    "riscv64": 276,
    "loongarch64": 276,
    "s390x": 347,
    "ppc64le": 357,
}
_UNABLE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def exchange(name: str, folder: Folder, other: str, other_folder: Folder) -> bool:
    """Let ``name`` in ``folder`` and ``other`` in ``other_folder`` trade places in one step.

    ``False`` where the system, or this file system, cannot. Raises ``OSError``: ``ENOENT``
    where one of them is missing.
    """
    rename = _system_call()
    if rename is None or isinstance(folder.handle, str) or isinstance(other_folder.handle, str):
        return False
    places = folder.handle, os.fsencode(name), other_folder.handle, os.fsencode(other)
    if rename(*places, _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNABLE:
        return False
    raise OSError(number, os.strerror(number), other)


@cache
def _system_call() -> Callable[..., int] | None:
    """The call, with the parameters of renameat2, if there is one."""
    if os.name == "nt":
        return None
    library = ctypes.CDLL(None, use_errno=True)
    for symbol in ("renameat2", "renameatx_np"):
        call: Callable[..., int] | None = getattr(library, symbol, None)
        if call is not None:
            return call
    number = _NUMBERS.get(platform.machine())
    if platform.system() != "Linux" or number is None:
        return None
    return lambda *places: library.syscall(ctypes.c_long(number), *places)
