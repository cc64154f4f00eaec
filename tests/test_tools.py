"""The search for a browser, and what `make` says by itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from built import ROOT
from program import program
from tools import browser


def test_the_browser_that_is_named_comes_first(tmp_path: Path) -> None:
    named, other = program(tmp_path / "mine"), program(tmp_path / "bin/chromium")
    assert browser.find({"BROWSER_PATH": named, "PATH": str(Path(other).parent)}) == named


def test_a_named_browser_that_does_not_start_is_refused(tmp_path: Path) -> None:
    gone = str(tmp_path / "gone")
    with pytest.raises(browser.BrowserError, match=f"BROWSER_PATH must name a browser that starts; got {gone}"):
        browser.find({"BROWSER_PATH": gone})


@pytest.mark.parametrize("name", browser.ON_PATH)
def test_a_browser_on_the_path_is_found(tmp_path: Path, name: str) -> None:
    path = program(tmp_path / name)
    assert next(browser.candidates({"PATH": str(tmp_path)}, tmp_path)) == path


@pytest.mark.parametrize("app", browser.MAC_APPS)
def test_a_mac_application_is_found(tmp_path: Path, app: str) -> None:
    path = program(tmp_path / "Applications" / f"{app}.app" / "Contents/MacOS" / app)
    assert path in list(browser.candidates({"PATH": str(tmp_path)}, tmp_path))


def test_a_program_that_does_not_start_is_passed_over(tmp_path: Path) -> None:
    program(tmp_path / "chromium", status=1)
    works = program(tmp_path / "google-chrome")
    assert browser.find({"PATH": str(tmp_path), "HOME": str(tmp_path)}) == works


@pytest.mark.parametrize("there", [browser.DEBIAN, browser.DEBIAN[1:]])
def test_of_debian_s_browsers_the_first_that_there_is_is_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, there: tuple[str, ...]
) -> None:
    asked: list[str] = []

    def install(package: str) -> bool:
        asked.append(package)
        return package in there and bool(program(tmp_path / package))

    monkeypatch.setattr(browser.subprocess, "run", lambda *_, **__: None)  # Playwright's download
    monkeypatch.setattr(browser, "playwrights", lambda: None)
    monkeypatch.setattr(browser, "works", lambda path: Path(path).exists())
    monkeypatch.setattr(browser, "apt_install", install)
    monkeypatch.setattr(browser, "find", lambda: next(browser.candidates({"PATH": str(tmp_path)}, tmp_path), None))
    assert browser.fetch() == str(tmp_path / there[0])
    assert asked[-1] == there[0]


def test_where_nothing_can_be_had_the_advice_is_given(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("find", "playwrights", "fetch"):
        monkeypatch.setattr(browser, name, lambda: None)
    assert browser.main() == 1
    assert "apt install chromium" in capsys.readouterr().err


def test_what_playwright_says_stays_out_of_the_answer(tmp_path: Path) -> None:
    talking = tmp_path / "python"
    talking.write_text("#!/bin/sh\necho Downloading Chromium 156\n")
    talking.chmod(0o755)
    code = (
        "import sys\nfrom tools import browser\n"
        f"sys.executable, found = {str(talking)!r}, iter([None, 'the path'])\n"
        "browser.find, browser.missing, browser.works = lambda: None, lambda: [], lambda path: True\n"
        "browser.playwrights = lambda: next(found)\nsys.exit(browser.main())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "the path\n"
    assert "Downloading Chromium" in done.stderr


def test_make_lists_its_targets() -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    said = subprocess.run(["make"], cwd=ROOT, env=clean, capture_output=True, text=True, check=True).stdout
    for target in ("serve", "site", "test", "lint", "lock", "bench", "clean", "help"):
        assert f"make {target}" in said


def test_make_says_which_python_is_missing() -> None:
    result = subprocess.run(["make", "environment", "PYTHON="], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode != 0
    assert "Python 3.11 to 3.14 is needed" in result.stdout
