"""Contents as they were before their pictures were made smaller for the upload."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docbuild.files import digest
from docbuild.manifest import MANIFEST, Manifest, read_manifest


def with_originals(
    members: Mapping[str, bytes], others: Iterable[Mapping[str, bytes]]
) -> dict[str, bytes]:
    """What goes up of ``members``, with the pictures that their manifest says they were made of.

    The originals are looked for in ``others``; a picture stays as it is where none has its
    original, or where its name was changed with it.
    """
    found = {path: data for path, data in members.items() if path != MANIFEST}
    manifest = read_manifest(members.get(MANIFEST, b""))
    if not isinstance(manifest, Manifest) or not manifest.optimised:
        return found
    known = {digest(data): data for other in others for data in other.values()}
    for each in manifest.optimised:
        original = known.get(each.source.sha256)
        if each.path in found and each.path == each.source.path and original is not None:
            found[each.path] = original
    return found
