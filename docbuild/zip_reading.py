"""What a ZIP archive of a stranger's holds, read with suspicion and never written to the disk.

Programs disagree about archives that say a thing twice, so that one checks what another does
not unpack. Here everything is said once or refused: the members lie one behind the other from
the first byte to the directory, and each says the same of itself in both places. The structure
is that of PKWARE's APPNOTE 6.3.
"""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple, Never

from docbuild.diagnostic import Message
from docbuild.names import clashes, parents, problem
from docbuild.rules.resource_name import REASONS

LARGEST_ARCHIVE = 64 * 1024 * 1024  # bytes; the upload takes 2 MB
LARGEST_CONTENT = 64 * 1024 * 1024  # bytes of all members together
MOST_MEMBERS = 4096
DEEPEST = 34  # names in a path: of a document's folder nothing deeper is read either

_NOTHING: Mapping[str, Never] = MappingProxyType({})

_END = struct.Struct("<4sHHHHIIH")
_CENTRAL = struct.Struct("<4sBBHHHHHIIIHHHHHII")
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_DESCRIPTOR = struct.Struct("<III")
_END_MARK, _CENTRAL_MARK, _LOCAL_MARK = b"PK\5\6", b"PK\1\2", b"PK\3\4"
_DESCRIPTOR_MARK = b"PK\7\x08"

_ENCRYPTED, _DESCRIBED_BEHIND, _STRONG, _UTF8, _MASKED = 0x1, 0x8, 0x40, 0x800, 0x2000
_STORED, _DEFLATED = 0, 8
_WITH_UNIX_MODE = frozenset({3, 19})  # Unix and macOS write the mode of files
_FILE, _FOLDER = 0o100000, 0o040000
_UNICODE_PATH = 0x7075  # an extra field that some unpackers believe more than the name

# How an archive inside of the archive begins.
_ARCHIVES: tuple[bytes, ...] = (
    b"PK\3\4",
    b"PK\5\6",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\7",
    b"\x1f\x8b",
    b"BZh",
)
_ARCHIVES += (b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", b"MSCF")
_TAR = slice(257, 262)


class Refusal(NamedTuple):
    """Why an archive is not to be unpacked; ``member`` is the name concerned, for people."""

    message: Message
    member: str | None = None


class Archive(NamedTuple):
    """The contents by POSIX path. Whoever finds ``refusals`` must not use ``members``."""

    members: Mapping[str, bytes] = _NOTHING
    refusals: tuple[Refusal, ...] = ()


class _RefusalError(Exception):
    def __init__(self, zh: str, en: str, member: str | None = None) -> None:
        super().__init__(en)
        self.refusal = Refusal(Message(zh, en), member)


class _Entry(NamedTuple):
    """What the directory says of a member; ``raw`` is its name as written."""

    raw: bytes
    name: str
    creator: int
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    mode: int
    offset: int
    extra: bytes

    @property
    def is_folder(self) -> bool:
        return self.raw.endswith(b"/")


def read_archive(data: bytes) -> Archive:
    """The members of the archive in ``data``, or why they are refused. Never raises.

    Takes time and memory in proportion to ``data`` and at most ``LARGEST_CONTENT``.
    """
    try:
        entries, start = _directory(data)
        refusals = tuple(_suspicions(entries))
        if refusals:
            return Archive(refusals=refusals)
        members = dict(_members(data, entries, start))
        if not members:
            raise _RefusalError("里面没有文件", "There is no file in it")
    except _RefusalError as refused:
        return Archive(refusals=(refused.refusal,))
    nested = tuple(
        Refusal(Message("里面还有压缩包", "There is an archive inside of it"), name)
        for name, content in members.items()
        if content.startswith(_ARCHIVES) or content[_TAR] == b"ustar"
    )
    return Archive(refusals=nested) if nested else Archive(members)


def _directory(data: bytes) -> tuple[list[_Entry], int]:
    """The entries of the directory at the archive's end, and where that begins."""
    if len(data) > LARGEST_ARCHIVE:
        raise _RefusalError(
            f"压缩包超过 {LARGEST_ARCHIVE >> 20} MB",
            f"It is larger than {LARGEST_ARCHIVE >> 20} MB",
        )
    if len(data) < _END.size or not data.startswith((_LOCAL_MARK, _END_MARK)):
        raise _RefusalError("不是 ZIP 压缩包", "It is no ZIP archive")
    place = len(data) - _END.size
    if not data.startswith(_END_MARK, place):
        raise _RefusalError(
            "压缩包不完整，或者后面还有别的内容",
            "It is cut off, or something stands behind its end",
        )
    _, disk, first_disk, here, count, size, start, _ = _END.unpack_from(data, place)
    if 0xFFFF in (disk, first_disk, here, count) or 0xFFFFFFFF in (size, start):
        raise _RefusalError("不接受 ZIP64 压缩包", "ZIP64 archives are not taken")
    if disk or first_disk or here != count:
        raise _RefusalError("不接受分卷压缩包", "It is one of several parts")
    if count > MOST_MEMBERS:
        raise _RefusalError(
            f"文件超过 {MOST_MEMBERS} 个", f"It has more than {MOST_MEMBERS} members"
        )
    if start + size != place:
        raise _RefusalError(
            "目录的位置或大小与实际不符", "Its directory is not where, or not as long as, it says"
        )
    return list(_entries(data, start, place, count)), start


def _entries(data: bytes, start: int, end: int, count: int) -> Iterator[_Entry]:
    at = start
    for _ in range(count):
        if at + _CENTRAL.size > end or not data.startswith(_CENTRAL_MARK, at):
            raise _broken_directory()
        fields = _CENTRAL.unpack_from(data, at)
        _, _, creator, _, flags, method, _, _, crc, packed, size = fields[:11]
        names, extras, comments, disk, _, attributes, offset = fields[11:]
        at += _CENTRAL.size
        raw, extra = data[at : at + names], data[at + names : at + names + extras]
        at += names + extras + comments
        if at > end or disk:
            raise _broken_directory()
        mode = attributes >> 16 if creator in _WITH_UNIX_MODE else 0
        name = _name(raw, flags)
        yield _Entry(raw, name, creator, flags, method, crc, packed, size, mode, offset, extra)
    if at != end:
        raise _broken_directory()


def _broken_directory() -> _RefusalError:
    return _RefusalError("目录损坏", "Its directory is broken")


def _name(raw: bytes, flags: int) -> str:
    """The name as every unpacker reads it, or as shown to people where they would differ."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise _RefusalError(
            "文件名不是 UTF-8（多半是 Windows 自带的压缩打的包）；请用 docbuild bundle 打包",
            "A name is not UTF-8, as Windows' own archives have them; pack with docbuild bundle",
            raw.decode("gb18030", "backslashreplace"),
        ) from None
    if not flags & _UTF8 and not text.isascii():
        raise _RefusalError(
            "文件名没有标明是 UTF-8，各种解压程序读出来不一样",
            "A name is not declared to be UTF-8, so that unpackers read it differently",
            text,
        )
    return text


def _suspicions(entries: list[_Entry]) -> Iterator[Refusal]:
    """What makes members dangerous to unpack, by what the directory says of them."""
    sound = []
    for entry in entries:
        found = [each for each in (_in_name(entry), _in_kind(entry)) if each is not None]
        yield from (Refusal(message, entry.name) for message in found)
        if not found:
            sound.append(entry)
    total = sum(entry.size for entry in entries)
    if total > LARGEST_CONTENT:
        yield Refusal(
            Message(
                f"解压后超过 {LARGEST_CONTENT >> 20} MB",
                f"Unpacked, it is larger than {LARGEST_CONTENT >> 20} MB",
            )
        )
    yield from _rivals(sound)


def _in_name(entry: _Entry) -> Message | None:
    names = entry.name.removesuffix("/").split("/")
    if entry.name.startswith(("/", "\\")) or entry.name[1:2] == ":":
        return Message("绝对路径，会写到别处", "An absolute path, which leads elsewhere")
    if ".." in names or ".." in entry.name.split("\\"):
        return Message("路径里有 ..，会写到别处", "A path with .., which leads elsewhere")
    if "\\" in entry.name:
        return Message(
            "路径里有反斜杠，会写到别处", "A backslash in the path, which leads elsewhere"
        )
    if {"", "."} & set(names):
        return Message("路径里有空的部分或 .", "A path with empty parts or with .")
    if len(names) > DEEPEST:
        return Message(f"目录深过 {DEEPEST} 层", f"It lies in more than {DEEPEST - 1} folders")
    # A hidden file is not dangerous, only superfluous.
    found = next((reason for reason in map(problem, names) if reason not in (None, "hidden")), None)
    found = found or (None if problem(f"x/{entry.name}") != "too-long" else "too-long")
    if found is not None:
        reason = REASONS[found]
        return Message(
            f"有的系统写不了这个文件名：它{reason.zh}",
            f"Some system cannot write this name: it {reason.en}",
        )
    if _has_other_name(entry.extra):
        return Message("文件名写了两遍", "Its name is given twice")
    return None


def _in_kind(entry: _Entry) -> Message | None:
    if entry.flags & (_ENCRYPTED | _STRONG | _MASKED):
        return Message("加了密", "It is encrypted")
    if entry.method not in (_STORED, _DEFLATED):
        return Message(
            f"压缩方法 {entry.method} 不是通用的",
            f"Compression method {entry.method} is not common",
        )
    if 0xFFFFFFFF in (entry.packed, entry.size, entry.offset):
        return Message("不接受 ZIP64", "ZIP64 is not taken")
    kind = entry.mode & 0o170000
    if kind not in (0, _FILE, _FOLDER):
        return Message("是链接或特殊文件", "It is a link or a special file")
    if entry.is_folder is not (kind == _FOLDER) and kind:
        return Message("既是文件又是文件夹", "It is a file and a folder at once")
    if entry.is_folder and (entry.size or entry.packed):
        return Message("文件夹里有字节", "A folder with bytes of its own")
    return None


def _has_other_name(extra: bytes) -> bool:
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == _UNICODE_PATH:
            return True
        at += 4 + size
    return False


def _rivals(entries: list[_Entry]) -> Iterator[Refusal]:
    """Members that would be written over each other."""
    names = [entry.name.removesuffix("/") for entry in entries]
    files = [entry.name for entry in entries if not entry.is_folder]
    for name in sorted(name for name, count in Counter(names).items() if count > 1):
        yield Refusal(Message("重复出现", "It is there more than once"), name)
    for group in clashes(names):
        shown = "、".join(group)
        yield Refusal(
            Message(f"在有的系统上是同一个文件：{shown}", f"One file on some systems: {shown}"),
            group[0],
        )
    folders = {parent for name in names for parent in parents(name)}
    for name in sorted(folders.intersection(files)):
        yield Refusal(Message("既是文件又是文件夹", "It is a file and a folder at once"), name)


def _members(data: bytes, entries: list[_Entry], end: int) -> Iterator[tuple[str, bytes]]:
    """The contents; what is not said of a member by both its headers, or overlaps, is refused."""
    at = 0
    for entry in sorted(entries, key=lambda entry: entry.offset):
        if entry.offset != at:
            raise _RefusalError(
                "文件之间有空隙或互相重叠",
                "Members overlap, or something is between them",
                entry.name,
            )
        content_at = _content_start(data, entry, end)
        at = content_at + entry.packed
        if at > end:
            raise _wrong_size(entry)
        if not entry.is_folder:
            yield entry.name, _content(data[content_at:at], entry)
        at += _descriptor_size(data, at, entry)
    if at != end:
        raise _RefusalError(
            "文件和目录之间有别的内容", "Something is between the members and the directory"
        )


def _content_start(data: bytes, entry: _Entry, end: int) -> int:
    """Where the bytes begin, behind a local header that agrees with the directory."""
    start = entry.offset + _LOCAL.size
    if start > end or not data.startswith(_LOCAL_MARK, entry.offset):
        raise _RefusalError("文件头损坏", "Its header is broken", entry.name)
    fields = _LOCAL.unpack_from(data, entry.offset)
    _, _, flags, method, _, _, crc, packed, size, names, extras = fields
    raw = data[start : start + names]
    extra = data[start + names : start + names + extras]
    later = bool(flags & _DESCRIBED_BEHIND)  # then a zero says that it is not known yet
    pairs = ((crc, entry.crc), (packed, entry.packed), (size, entry.size))
    same = all(here == there or (later and here == 0) for here, there in pairs)
    if (raw, flags, method) != (entry.raw, entry.flags, entry.method) or not same:
        raise _RefusalError(
            "文件头和目录说的不一样", "Its header and the directory disagree", entry.name
        )
    if _has_other_name(extra):
        raise _RefusalError("文件名写了两遍", "Its name is given twice", entry.name)
    return start + int(names) + int(extras)


def _descriptor_size(data: bytes, at: int, entry: _Entry) -> int:
    """The bytes of what follows a member whose header was written before its content."""
    if not entry.flags & _DESCRIBED_BEHIND:
        return 0
    told = _DESCRIPTOR.pack(entry.crc, entry.packed, entry.size)
    for form in (_DESCRIPTOR_MARK + told, told):
        if data.startswith(form, at):
            return len(form)
    raise _RefusalError(
        "文件后面的大小和目录不符", "What follows it disagrees with the directory", entry.name
    )


def _content(packed: bytes, entry: _Entry) -> bytes:
    if entry.method == _STORED:
        content = packed
    else:
        reading = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = reading.decompress(packed, entry.size + 1)
        except zlib.error as error:
            raise _RefusalError("解压不了", f"It does not unpack: {error}", entry.name) from None
        if not reading.eof or reading.unused_data or reading.unconsumed_tail:
            raise _wrong_size(entry)
    if len(content) != entry.size:
        raise _wrong_size(entry)
    if zlib.crc32(content) != entry.crc:
        raise _RefusalError("校验和不对，内容已损坏", "Its checksum is wrong", entry.name)
    return content


def _wrong_size(entry: _Entry) -> _RefusalError:
    return _RefusalError("实际大小和写明的不符", "It is not as large as it says", entry.name)
