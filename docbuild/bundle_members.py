"""Which files a bundle has: what goes up and is shown, in the very bytes that were checked."""

from docbuild.asset import Asset
from docbuild.build import README, Build
from docbuild.references import shown_paths
from docbuild.upload import uploads


def members(built: Build) -> dict[str, bytes]:
    """The contents by their path in the archive, of a build that kept its data."""
    snapshot = built.snapshot
    shown = shown_paths(built.references)
    packed: dict[str, bytes] = {}
    for path, asset in snapshot.assets.items():
        if path == snapshot.readme:
            packed[f"doc/{README}"] = _kept(asset)
        elif path in shown and uploads(path):
            packed[f"doc/{path}"] = _kept(asset)
    return packed


def _kept(asset: Asset) -> bytes:
    if asset.data is None:
        raise ValueError(f"{asset.path!a}: its bytes were not kept")
    return asset.data
