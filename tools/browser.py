"""Finds the browsers of the tests, or fetches them: `python -m tools.browser` prints the path of the main one.

In this order: BROWSER_PATH; a Chromium, Chrome or Edge on the machine; Playwright's own; as root on Debian, apt's. Some
tests also want Firefox and WebKit, which are taken where they are there and, as root on Debian, fetched by apt.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from tools.environment import apt_install

# Chromium's headless shell comes first: the same engine without a browser around it, which takes a fifth less time.
ON_PATH = (
    "chromium-headless-shell", "chrome-headless-shell", "chromium", "chromium-browser", "google-chrome",
    "google-chrome-stable", "chrome", "microsoft-edge", "microsoft-edge-stable", "brave-browser",
)  # fmt: skip
FIREFOX = ("firefox-esr", "firefox")
WEBKIT = ("WebKitWebDriver", "Xvfb")
PACKAGES = {"firefox": ("firefox-esr",), "webkit": ("webkit2gtk-driver", "xvfb")}
DEBIAN = ("chromium-headless-shell", "chromium")  # the shell is half as large; not every release has it
MAC_APPS = ("Chromium", "Google Chrome", "Microsoft Edge", "Brave Browser")
ADVICE = (
    "No browser was found and none could be fetched. Install Chromium, Chrome or Edge (Debian: apt install chromium; "
    "macOS: brew install --cask chromium), or name one: BROWSER_PATH=/path/to/chrome make test"
)
# What Playwright turns off itself, since the last of two such switches counts; and the menus below the address bar,
# which are a page of their own in each window and take as long to load as one of the site's.
WITHOUT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin", "OptimizationHints", "NetworkTimeServiceQuerying",
    "AimEnabled", "PreconnectToSearch", "WebUIOmniboxPopup", "WebUIOmniboxFullPopup", "WebUIOmniboxAimPopup",
)  # fmt: skip
# Pages are open for a short time: room to grow costs less than to collect what was thrown away, again and again.
# The headless shell hints every letter to whole pixels, as no reader's browser does, and their widths differ then.
FLAGS = (
    "--js-flags=--min-semi-space-size=64", "--font-render-hinting=none",
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", f"--disable-features={','.join(WITHOUT)}",
)  # fmt: skip


def firefox(search: str | None = None) -> str | None:
    """The path of Firefox, or None; Ubuntu's `firefox` without a snap is a pointer that doesn't start."""
    paths = [shutil.which(name, path=search) for name in FIREFOX]
    paths += [str(path) for path in (Path("/Applications/Firefox.app/Contents/MacOS/firefox"),) if path.exists()]
    return next((path for path in paths if path and works(path)), None)


def webkit(search: str | None = None) -> tuple[str, str] | None:
    """The paths of WebKitGTK's driver and of a screen for it, or None where one of them is missing."""
    driver, screen = (shutil.which(name, path=search) for name in WEBKIT)
    return (driver, screen) if driver and screen else None


def missing() -> list[str]:
    """The engines besides the main one that are not there."""
    return [name for name, there in (("firefox", firefox()), ("webkit", webkit())) if not there]


def advice(names: list[str]) -> str:
    """What to say about engines that are missing."""
    packages = " ".join(package for name in names for package in PACKAGES[name])
    return f"Not on this machine, so not tested in: {' and '.join(names)}. Debian: apt install {packages}"


class BrowserError(RuntimeError):
    """No browser can be had; the message says what to install."""


def flags() -> list[str]:
    """Command-line switches: nothing fetched behind the test's back, and no sandbox where root would be refused one."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*FLAGS, "--no-sandbox"] if root or os.environ.get("CI") else [*FLAGS]


def candidates(environment: Mapping[str, str] = os.environ, home: Path | None = None) -> Iterator[str]:
    """Paths at which the machine may have a browser, best first."""
    search = environment.get("PATH", "")
    yield from filter(None, (shutil.which(name, path=search) for name in ON_PATH))
    for folder in (Path("/Applications"), (home or Path.home()) / "Applications"):
        for app in MAC_APPS:
            if (path := folder / f"{app}.app" / "Contents" / "MacOS" / app).exists():
                yield str(path)


def works(path: str) -> bool:
    """Whether the program starts: Ubuntu's package `chromium-browser`, say, may be no more than a pointer to a snap."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def playwrights() -> str | None:
    """Where Playwright's own Chromium lies, if it has been downloaded."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def find(environment: Mapping[str, str] = os.environ) -> str | None:
    """The path of a browser that is there, or None. Raises BrowserError where BROWSER_PATH names none."""
    if named := environment.get("BROWSER_PATH"):
        if not works(named):
            raise BrowserError(f"BROWSER_PATH must name a browser that starts; got {named}.")
        return named
    return next(filter(works, candidates(environment)), None)


def fetch() -> str | None:
    """Downloads Playwright's Chromium, or installs Debian's; the path, or None."""
    print("No browser on this machine: fetching one ...", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    with contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run(command, stdout=sys.stderr, timeout=600, check=False)
    if (path := playwrights()) and works(path):
        return path
    return find() if any(apt_install(package) for package in DEBIAN) else None


def main() -> int:
    """Prints the path of a browser; fetches one if need be."""
    try:
        path = find()
        if path is None and (path := playwrights()) and not works(path):
            path = None
        path = path or fetch()
    except BrowserError as error:
        print(error, file=sys.stderr)
        return 1
    for name in missing():
        for package in PACKAGES[name]:
            apt_install(package)
    print(path or ADVICE, file=sys.stdout if path else sys.stderr)
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
