"""Pairs of documents that were made to keep a comparison busy."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

WORDS = "".join(map(chr, range(0x4E00, 0x5600)))


def sentence(random: Random, length: int) -> str:
    return "".join(random.choice(WORDS) for _ in range(length))


def different(random: Random, size: int) -> tuple[str, str]:
    old, new = (
        "\n\n".join(f"{side}{number} {sentence(random, 20)}" for number in range(size))
        for side in "ab"
    )
    return old, new


def half_alike(random: Random, size: int) -> tuple[str, str]:
    pairs = [(sentence(random, 30), sentence(random, 30)) for _ in range(size)]
    shared = [sentence(random, 40) for _ in range(size)]
    return (
        "\n\n".join(a + s for (a, _), s in zip(pairs, shared, strict=True)),
        "\n\n".join(s + b for (_, b), s in zip(pairs, shared, strict=True)),
    )


def shuffled(random: Random, size: int) -> tuple[str, str]:
    blocks = [f"{number} {sentence(random, 20)}" for number in range(size)]
    return "\n\n".join(blocks), "\n\n".join(random.sample(blocks, len(blocks)))


def one_line(random: Random, size: int) -> tuple[str, str]:
    return sentence(random, 30 * size), sentence(random, 30 * size)


def one_line_edited(random: Random, size: int) -> tuple[str, str]:
    old = sentence(random, 30 * size)
    return old, old[:1000] + "改" + old[1000 : 15 * size] + old[15 * size + 10 :]


def repeated(random: Random, size: int) -> tuple[str, str]:
    return "一样\n\n" * size, "一样\n\n别的\n\n" * (size // 2)


def large_table(random: Random, size: int) -> tuple[str, str]:
    head = "|a|b|\n|-|-|\n"
    old, new = (
        head + "".join(f"|{sentence(random, 9)}|{number}|\n" for number in range(size))
        for _ in range(2)
    )
    return old, new


def long_code(random: Random, size: int) -> tuple[str, str]:
    old, new = (
        "```\n" + "\n".join(sentence(random, 20) for _ in range(size)) + "\n```" for _ in range(2)
    )
    return old, new


def changed_everywhere(random: Random, size: int) -> tuple[str, str]:
    sentences = [sentence(random, 20) for _ in range(size)]
    return "。".join(sentences), "。".join(f"{each[:7]}改{each[8:]}" for each in sentences)


def tiny_shuffled(random: Random, size: int) -> tuple[str, str]:
    blocks = [random.choice("甲乙丙丁") + str(number % 7) for number in range(size)]
    return "\n\n".join(blocks), "\n\n".join(random.sample(blocks, size))


def moved_and_edited(random: Random, size: int) -> tuple[str, str]:
    blocks = [f"{number} {sentence(random, 14)}" for number in range(size)]
    edited = [f"{each[:9]}改{each[9:]}" for each in blocks]
    return "\n\n".join(blocks), "\n\n".join(random.sample(edited, size))


def other_space(random: Random, size: int) -> tuple[str, str]:
    blocks = [f"{sentence(random, 25)} a b" for _ in range(size)]
    return "\n\n".join(blocks), "\n\n".join(each.replace(" ", "  ") for each in blocks)


def nested(random: Random, size: int) -> tuple[str, str]:
    old, new = (
        "\n".join("  " * (number % 20) + f"- {sign}{number}" for number in range(size // 4))
        for sign in "甲乙"
    )
    return old, new


def other_columns(random: Random, size: int) -> tuple[str, str]:
    old, new = (
        f"|{'|'.join(f'{sign}{number}' for number in range(size))}|\n|{'-|' * size}\n"
        f"|{'|'.join(sentence(random, 2) for _ in range(size))}|"
        for sign in "ab"
    )
    return old, new


MAKERS = (
    *(different, half_alike, shuffled, one_line, one_line_edited),
    *(repeated, large_table, long_code, changed_everywhere, tiny_shuffled),
    *(moved_and_edited, other_space, nested, other_columns),
)
Maker = Callable[[Random, int], tuple[str, str]]
