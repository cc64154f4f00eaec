"""The set-up of the environment: what it makes, when it makes it anew, and what it says where it can't."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from built import ROOT
from program import program
from tools import environment


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 4), (3, 13, 0), (3, 14, 1)])
def test_a_supported_python_is_taken(version: tuple[int, int, int]) -> None:
    assert environment.version_fault(version) is None


@pytest.mark.parametrize(("version", "name"), [((3, 10, 9), "3.10"), ((3, 15, 0), "3.15"), ((2, 7, 18), "2.7")])
def test_another_python_is_refused_with_what_to_do(version: tuple[int, int, int], name: str) -> None:
    said = environment.version_fault(version)
    assert said == (
        f"Python 3.11 to 3.14 is needed; this is {name}. Install one of those, or name it: make PYTHON=python3.13"
    )


def test_the_stamp_changes_with_the_lock_the_project_and_the_version(tmp_path: Path) -> None:
    lock, project = tmp_path / "requirements.lock", tmp_path / "pyproject.toml"
    lock.write_text("a")
    project.write_text("b")
    seen = {environment.fingerprint(tmp_path, "3.11"), environment.fingerprint(tmp_path, "3.12")}
    lock.write_text("c")
    seen.add(environment.fingerprint(tmp_path, "3.11"))
    project.write_text("d")
    seen.add(environment.fingerprint(tmp_path, "3.11"))
    assert len(seen) == 4


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a lock; what its environment is made of are small programs, and each that runs is noted."""
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_text("")

    def run(command: list[str], **_: object) -> int:
        with (tmp_path / "ran").open("a") as notes:
            notes.write(" ".join(command) + "\n")
        if "venv" in command:
            shutil.rmtree(tmp_path / ".venv", ignore_errors=True)
            for part in environment.PARTS:
                program(tmp_path / ".venv" / part)
        return 0

    monkeypatch.setattr(subprocess, "check_call", run)
    return tmp_path


def ran(project: Path) -> list[str]:
    """What has been run since the last call, a word each."""
    notes = project / "ran"
    lines = notes.read_text().splitlines() if notes.exists() else []
    notes.unlink(missing_ok=True)
    return ["venv" if " venv " in line else "own" if line.endswith("-e .") else "lock" for line in lines]


def test_an_environment_is_made_once(project: Path) -> None:
    environment.make(project)
    assert ran(project) == ["venv", "lock", "own"]
    environment.make(project)
    assert ran(project) == []


def test_a_new_lock_is_installed_into_the_environment_that_is_there(project: Path) -> None:
    environment.make(project)
    ran(project)
    (project / "requirements.lock").write_text("numpy")
    environment.make(project)
    assert ran(project) == ["lock", "own"]


def test_a_folder_that_was_copied_gets_an_environment_of_its_own(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.make(project)
    stamp = project / ".venv/stamp"
    stamp.write_text(stamp.read_text().replace(str(project), "/elsewhere"))
    ran(project)
    environment.make(project)
    assert ran(project) == ["venv", "lock", "own"]
    assert "was made in /elsewhere; it is made anew for this one." in capsys.readouterr().out


@pytest.mark.parametrize("lost", ["stamp", *environment.PARTS])
def test_an_environment_that_is_not_whole_is_made_anew(
    project: Path, lost: str, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.make(project)
    (project / ".venv" / lost).unlink()
    ran(project)
    capsys.readouterr()
    environment.make(project)
    assert ran(project) == ["venv", "lock", "own"]
    assert "made anew" in capsys.readouterr().out


def test_an_installation_that_fails_leaves_no_stamp(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment.make(project)
    (project / "requirements.lock").write_text("numpy")

    def fail(command: list[str], **_: object) -> int:
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(subprocess, "check_call", fail)
    with pytest.raises(subprocess.CalledProcessError):
        environment.make(project)
    assert not (project / ".venv/stamp").exists()


def test_two_at_once_make_one_environment(tmp_path: Path) -> None:
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_text("")
    code = (
        "import subprocess, sys, time\n"
        "from pathlib import Path\n"
        "from tools import environment\n"
        "root = Path(sys.argv[1])\n"
        "def run(command, **_):\n"
        "    with (root / 'ran').open('a') as notes: notes.write(command[-1] + '\\n')\n"
        "    time.sleep(0.3)\n"
        "    for part in environment.PARTS:\n"
        "        (root / '.venv' / part).parent.mkdir(parents=True, exist_ok=True)\n"
        "        (root / '.venv' / part).write_text('')\n"
        "    return 0\n"
        "subprocess.check_call = run\n"
        "environment.make(root)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=60)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert len((tmp_path / "ran").read_text().splitlines()) == 3
    assert sum("Another make is setting .venv up" in text for text in said) == 1


@pytest.mark.parametrize("name", ["a[1]", "a$b", 'a"b', "a:b", "a{b}"])
def test_a_folder_that_pip_cannot_take_gets_a_sentence(project: Path, name: str) -> None:
    folder = project / name
    folder.mkdir()
    for file in ("requirements.lock", "pyproject.toml"):
        (folder / file).write_text("")
    with pytest.raises(SystemExit, match=r"must have a path without .*Move the folder"):
        environment.make(folder)
    assert ran(project) == []


def test_what_apt_says_stays_out_of_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    talking = tmp_path / "apt-get"
    talking.write_text("#!/bin/sh\necho Selecting previously unselected package chromium.\n")
    talking.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    code = (
        "import os; os.geteuid = lambda: 0\nfrom tools.environment import apt_install\nprint(apt_install('chromium'))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
    assert done.stderr.count("Selecting previously unselected package") == 2
