"""The page in the user's browser, unless that would take the terminal away."""

import os
import threading
import webbrowser


def open_browser(url: str) -> None:
    """Open ``url``, without waiting for a browser that takes its time to start."""
    threading.Thread(target=_open, args=(url,), name="browser", daemon=True).start()


def _open(url: str) -> None:
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return  # there is none; the address was printed
    if os.environ.get("BROWSER") or not _is_for_terminals(browser):
        browser.open(url)


def _is_for_terminals(browser: webbrowser.BaseBrowser) -> bool:
    """Whether it is one like lynx, which Python knows by this very class and waits for."""
    return type(browser) is webbrowser.GenericBrowser
