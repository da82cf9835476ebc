"""Which folders are on file systems whose changes happen on another machine, so unheard here."""

import os
import re
from collections.abc import Mapping

NETWORK = frozenset(
    {
        "9p", "afs", "ceph", "cifs", "davfs", "drvfs", "fakeowner", "fuse.davfs2",
        "fuse.glusterfs", "fuse.grpcfuse", "fuse.osxfs", "fuse.rclone", "fuse.s3fs",
        "fuse.sshfs", "fuse.vmhgfs-fuse", "fuse.gvfsd-fuse", "glusterfs", "grpcfuse", "lustre",
        "ncpfs", "nfs", "nfs4", "osxfs", "prl_fs", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs",
    }
)  # fmt: skip

_TABLE = "/proc/self/mounts"


def mounts() -> Mapping[str, str]:
    """The type of the file system at each mount point; none where the system does not say."""
    try:
        with open(_TABLE, encoding="utf-8", errors="surrogateescape") as file:
            return mounts_of(file.read())
    except OSError:
        return {}


def mounts_of(table: str) -> Mapping[str, str]:
    """The same of the text of /proc/mounts: a later mount hides an earlier one."""
    fields = (line.split(" ") for line in table.splitlines())
    return {_unescaped(each[1]): each[2] for each in fields if len(each) > 2}


def network_type(folder: str, types: Mapping[str, str]) -> str | None:
    """The type of the network file system that ``folder`` is on, ``None`` if on a local one."""
    path = os.path.realpath(folder)
    while path not in types:
        above = os.path.dirname(path)
        if above == path:
            return None
        path = above
    return types[path] if types[path] in NETWORK else None


def _unescaped(field: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), field)
