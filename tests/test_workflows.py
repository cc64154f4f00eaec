"""The workflows are valid, pinned, bounded in time and rights, and name no job that is not there."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from built import ROOT
from groups import LONGEST, SHARED

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
TOOLS = Path(sys.executable).parent
every_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def read(path: Path) -> dict[str, Any]:
    """A workflow; YAML 1.1 reads its key `on` as True."""
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


def run(tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([TOOLS / tool, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_zizmor_finds_nothing() -> None:
    result = run("zizmor", "--offline", "--no-progress", "--persona", "pedantic", str(GITHUB))
    assert result.returncode == 0, result.stdout + result.stderr


@every_workflow
def test_a_workflow_keeps_to_the_schema(path: Path) -> None:
    result = run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", str(path))
    assert result.returncode == 0, result.stdout + result.stderr


def test_dependabot_keeps_to_the_schema() -> None:
    result = run("check-jsonschema", "--builtin-schema", "vendor.dependabot", str(GITHUB / "dependabot.yml"))
    assert result.returncode == 0, result.stdout + result.stderr


@every_workflow
def test_jobs_that_others_need_exist(path: Path) -> None:
    jobs = read(path)["jobs"]
    listed = [job.get("needs", []) for job in jobs.values()]
    needed = {name for names in listed for name in ([names] if isinstance(names, str) else names)}
    assert needed <= set(jobs)


@every_workflow
def test_every_action_is_pinned_by_commit(path: Path) -> None:
    used = re.findall(r"uses: (.+)", path.read_text("utf-8"))
    assert used
    assert all(re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action) for action in used), used


@every_workflow
def test_no_checkout_leaves_its_credentials_behind(path: Path) -> None:
    steps = [step for job in read(path)["jobs"].values() for step in job["steps"]]
    checkouts = [step for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@every_workflow
def test_a_job_has_few_rights_and_little_time(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 30
        assert set(job["permissions"]) <= {"contents", "pages", "id-token"}
        assert job["permissions"].get("contents", "read") == "read"


def test_only_main_is_published() -> None:
    deploy = read(GITHUB / "workflows" / "site.yml")["jobs"]["deploy"]
    assert deploy["if"].startswith("github.ref == 'refs/heads/main'")
    assert set(deploy["needs"]) == {"test", "build"}


def test_the_first_and_the_last_python_that_make_takes_are_tested() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    ((first, last),) = re.findall(r"\((\d, \d+)\) <= sys\.version_info\[:2\] <= \((\d, \d+)\)", makefile)
    lowest = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"].removeprefix(
        ">="
    )
    tested = read(GITHUB / "workflows" / "site.yml")["jobs"]["test"]["strategy"]["matrix"]["python"]
    assert [lowest, tested[-1]] == [one.replace(", ", ".") for one in (first, last)] == tested


def test_what_is_published_and_tested_is_made_from_the_whole_history() -> None:
    jobs = read(GITHUB / "workflows" / "site.yml")["jobs"]
    makers = {name: job["steps"] for name, job in jobs.items() if any("run" in step for step in job["steps"])}
    assert {*makers} == {"test", "build"}
    for name, steps in makers.items():
        (checkout,) = [step for step in steps if step.get("uses", "").startswith("actions/checkout@")]
        assert checkout["with"]["fetch-depth"] == 0, f"{name}: pages are dated by the history"


def test_the_citation_is_valid_and_of_this_version() -> None:
    citation = ROOT / "CITATION.cff"
    result = run("check-jsonschema", "--builtin-schema", "vendor.citation-file-format", str(citation))
    assert result.returncode == 0, result.stdout + result.stderr
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert str(read(citation)["version"]) == project["version"]


def test_the_files_that_run_first_are_there() -> None:
    files = {path.stem.removeprefix("test_") for path in (ROOT / "tests").glob("test_*.py")}
    assert {name for shared in SHARED.values() for name in shared} <= files
    assert set(LONGEST) <= files | set(SHARED) | {"firefox", "webkit"}
