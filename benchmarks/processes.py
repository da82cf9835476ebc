"""Times and memory of whole processes, two commands in turn, as ratios.

A machine's speed drifts; a ratio of neighbouring runs does not. So commands run A B A B …,
and the median of the ratios is what is said.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Run:
    """Wall-clock seconds, CPU seconds (children included) and peak resident bytes."""

    wall: float
    cpu: float
    peak: int


def run(command: Sequence[str], environment: Mapping[str, str]) -> Run:
    """One run of ``command``; its output goes nowhere, its exit code does not matter."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    wall = time.perf_counter() - started
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def in_turn(
    commands: Mapping[str, tuple[Sequence[str], Mapping[str, str]]], times: int
) -> dict[str, list[Run]]:
    """``times`` runs of each command, in turn, after one of each that does not count."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for turn in range(times + 1):
        for name, (command, environment) in commands.items():
            measured = run(command, environment)
            if turn:
                runs[name].append(measured)
    return runs


def ratio(runs: Sequence[Run], floor: Sequence[Run]) -> float:
    """The median of the ratios of wall-clock times, pair by pair."""
    return median(a.wall / b.wall for a, b in zip(runs, floor, strict=True))
