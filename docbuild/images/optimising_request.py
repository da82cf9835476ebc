"""A task as one message to the worker: a line of JSON with the aim, then the picture's bytes."""

from __future__ import annotations

import json

from docbuild.images.aim import Aim, Quality, Task


def request(task: Task) -> bytes:
    return json.dumps(task.aim).encode() + b"\n" + task.data


def task_of(message: bytes) -> Task:
    """What :func:`request` made the message of."""
    aim, _, data = message.partition(b"\n")
    max_width, quality, format_name, is_draft = json.loads(aim)
    return Task(data, Aim(max_width, Quality(quality), format_name, is_draft))
