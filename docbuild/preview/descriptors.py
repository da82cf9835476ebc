"""How many connections the process may hold open."""

try:
    import resource
except ImportError:  # Windows, which has no such limit
    resource = None  # type: ignore[assignment]  # a module or None has no common type to declare

_WANTED = 8192  # descriptors: beyond that somebody attacks


def raise_descriptor_limit() -> None:
    """Let this process open as many descriptors as it may, within reason.

    The usual limit is 1,024, on macOS 256; a thousand idle connections would use it up.
    """
    if resource is None:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = _WANTED if hard == resource.RLIM_INFINITY else min(_WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
