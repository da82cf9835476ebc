"""The compression of GIF (CompuServe: "Graphics Interchange Format", version 89a, appendix F)."""

from __future__ import annotations

_LONGEST = 12  # bits of a code
_FULL = 1 << _LONGEST
_SUB_BLOCK = 255  # bytes
_LOOK = 128  # codes after which a full table is judged by how many numbers they stood for
_AT_ONCE, _WHEN_WORSE, _NEVER = 2.0, 0.8, 0.0  # of the most that as many codes stood for


def compressed(indices: bytes) -> bytes:
    """Numbers of colours as the data of a frame: the width of a code, and sub-blocks."""
    bits = max(2, max(indices, default=0).bit_length())
    streams = (_stream(indices, bits, each) for each in (_AT_ONCE, _WHEN_WORSE, _NEVER))
    stream = min(streams, key=len)
    starts = range(0, len(stream), _SUB_BLOCK)
    parts = (stream[at : at + _SUB_BLOCK] for at in starts)
    return bytes((bits,)) + b"".join(bytes((len(part),)) + part for part in parts) + b"\0"


def _stream(indices: bytes, bits: int, wanted: float) -> bytes:
    """The codes; a table that is full is kept for as long as it is worth what is wanted of it."""
    clear, codes = 1 << bits, dict[int, int]()
    following, width = clear + 2, bits + 1
    pending, filled = clear, width  # bits not written yet, the first the lowest
    out, prefix = bytearray(), indices[0]
    started = most = codes_seen = 0  # since the table was full, or judged
    for at, index in enumerate(memoryview(indices)[1:]):
        key = prefix << 8 | index
        if key in codes:
            prefix = codes[key]
            continue
        pending |= prefix << filled
        filled += width
        prefix = index
        if following < _FULL:
            codes[key] = following
            width += following == 1 << width
            following += 1
            started, most, codes_seen = at, 0, 0
        elif wanted:
            codes_seen += 1
            if codes_seen == (1 if wanted > 1 else _LOOK):
                most = max(most, at - started)
                if at - started < wanted * most:
                    pending |= clear << filled
                    filled += width
                    codes.clear()
                    following, width = clear + 2, bits + 1
                started, codes_seen = at, 0
        whole = filled >> 3
        if whole > 64:
            out += (pending & (1 << (whole << 3)) - 1).to_bytes(whole, "little")
            pending >>= whole << 3
            filled &= 7
    # The decoder has met one more code by then, and may read the last one wider.
    is_wider = following < _FULL and following == 1 << width
    pending |= (prefix | clear + 1 << width) << filled
    filled += 2 * width + is_wider
    return bytes(out + pending.to_bytes(-(-filled // 8), "little"))
