"""Whether a file is open for writing at this moment, asked of the kernel.

What is written shows before the event of it is there, so that a reader may meet the first half of
a save and hear nothing. Linux grants a read lease on a file only while nobody has it open for
writing: asking for one is asking just that. It ends with the descriptor, some microseconds
later; so long waits who opens the file for writing meanwhile.
"""

import os
import signal

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # a module or None has no common type to declare

_HAS_LEASES = hasattr(fcntl, "F_SETLEASE")
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a FIFO without a writer would block for ever
    | getattr(os, "O_CLOEXEC", 0)
)


def has_writer(path: str) -> bool | None:
    """Whether somebody has ``path`` open for writing; ``None`` where nobody can say."""
    if not _HAS_LEASES:
        return None
    try:
        descriptor = os.open(path, _FLAGS)
    except (OSError, ValueError):
        return None
    try:
        # Who opens it meanwhile has a signal sent to us; this one does nothing by default.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except BlockingIOError:
        return True
    except OSError:  # another user's file, or a file system without leases
        return None
    finally:
        os.close(descriptor)
    return False
