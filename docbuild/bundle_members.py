"""What a bundle has: what goes up and is shown, in the very bytes that were checked."""

from docbuild import __version__
from docbuild.asset import Asset
from docbuild.build import README, Build
from docbuild.diagnostic import Severity
from docbuild.manifest import MANIFEST, Manifest, OptimisedFile, PackedFile, write_manifest
from docbuild.packed_files import packed_files
from docbuild.references import shown_paths
from docbuild.shrinkage import Shrinkage
from docbuild.upload import uploads


def members(
    built: Build,
    *,
    version: str | None = None,
    description: str | None = None,
    shrinkage: Shrinkage | None = None,
) -> dict[str, bytes]:
    """The contents with their manifest by path, of a build that kept its data.

    ``version`` and ``description`` are what the upload of the document will be given.
    ``shrinkage`` is what was done to the pictures that ``built`` has now.
    """
    contents = uploaded(built)
    manifest = _manifest(built, contents, version, description)
    if shrinkage is not None:
        manifest = manifest._replace(optimised=_optimised(shrinkage, contents))
    return {**contents, MANIFEST: write_manifest(manifest)}


def _manifest(
    built: Build, contents: dict[str, bytes], version: str | None, description: str | None
) -> Manifest:
    snapshot, report = built.snapshot, built.report
    profile = snapshot.settings.profile
    errors = report.number_of(Severity.ERROR)
    return Manifest(
        tool=__version__,
        dialect=snapshot.settings.dialect.identifier,
        app_id=snapshot.plugin.app_id or profile.app_id,
        plugin=profile.name,
        version=version,
        description=description,
        files=packed_files(contents),
        errors=errors,
        warnings=report.number_of(Severity.WARNING),
        forced=errors > 0,
    )


def _optimised(shrinkage: Shrinkage, contents: dict[str, bytes]) -> tuple[OptimisedFile, ...]:
    found = (
        OptimisedFile(
            f"doc/{each.after.path}",
            PackedFile(f"doc/{each.before.path}", each.before.size, each.before.sha256),
            each.is_lossless and not each.is_scaled,
        )
        for each in shrinkage.changed
    )
    return tuple(sorted(each for each in found if each.path in contents))


def uploaded(built: Build) -> dict[str, bytes]:
    """What goes up and is shown, by path."""
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
