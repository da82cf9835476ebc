"""What the worker may not do: the only place that knows which limits a system can set.

Windows has none of them; there the parent's clock alone ends a worker.
"""

from __future__ import annotations

import signal
import sys

from docbuild.images.limits import MEMORY_BYTES

if sys.platform == "win32":

    def confine(_memory_bytes: int = MEMORY_BYTES) -> None:
        """No limits to set on this system."""

    def start_clock(_seconds: float) -> None:
        """No processor clock to set on this system."""

    def overran(_returncode: int) -> bool:
        return False

    WALL_SECONDS = 3.0

else:
    import os
    import resource

    # Twice the processor's time and more: a busy machine must not turn pictures into bombs,
    # while a worker that sleeps, which none does by itself, is ended all the same.
    WALL_SECONDS = 10.0

    def confine(memory_bytes: int = MEMORY_BYTES) -> None:
        """Allows so much more memory, no core file, no writing of files; before any picture."""
        _limit(resource.RLIMIT_AS, _used_memory() + memory_bytes)
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_FSIZE, 0)

    def start_clock(seconds: float) -> None:
        """Gives the next picture its processor time; the system ends the process at its end.

        A timer rather than RLIMIT_CPU: that one counts whole seconds, and over all pictures.
        No handler of Python's, which would have to wait until a C function returns.
        """
        signal.setitimer(signal.ITIMER_PROF, seconds)

    def overran(returncode: int) -> bool:
        """Whether a process ended because its processor time was over."""
        return returncode == -signal.SIGPROF

    def _limit(kind: int, value: int) -> None:
        try:
            resource.setrlimit(kind, (value, value))
        except (OSError, ValueError):
            return  # a stricter limit already holds, or the system (macOS) refuses this kind

    def _used_memory() -> int:
        """Bytes of address space taken now: Linux tells, elsewhere a generous guess."""
        try:
            with open("/proc/self/statm", "rb") as statm:
                return int(statm.read().split()[0]) * os.sysconf("SC_PAGESIZE")
        except OSError:
            return 512 << 20
