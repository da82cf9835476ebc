"""The headers of every response, whatever it answers: what a browser may do with it."""

from docbuild.page import content_policy

HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (
        b"content-security-policy",
        content_policy(
            "'self'",
            "'self'",
            "connect-src 'self'",
            "frame-src 'self'",
            "frame-ancestors 'self'",
        ).encode(),
    ),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
)
