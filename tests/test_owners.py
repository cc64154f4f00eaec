"""What the project's own files tell those who run, serve, publish or cite it agrees with what it is."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from built import ADDRESS, PAGES, ROOT, where
from test_lock import PROJECT, asked_for

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
MAKEFILE, README, SITE = ((ROOT / name).read_text("utf-8") for name in ("Makefile", "README.md", "mkdocs.yml"))
LOWEST = PROJECT["requires-python"].removeprefix(">=")
# The programs that are there before anything is installed.
THERE = {"python", "pip", "make", "."}


def brought(extra: str) -> set[str]:
    """The packages that an extra of the project names, by itself or through its other extras."""
    found = set()
    for line in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"].get(extra, [])]:
        wanted = Requirement(line)
        found |= {canonicalize_name(wanted.name)}
        if wanted.name == PROJECT["name"]:
            found |= {name for inner in wanted.extras for name in brought(inner)}
    return found


def programs(packages: set[str]) -> set[str]:
    """What can be called once these packages are installed, the project's own program included."""
    entries = metadata.entry_points(group="console_scripts")
    return set(PROJECT["scripts"]) | {
        one.name for one in entries if one.dist and canonicalize_name(one.dist.name) in packages
    }


def dry(*targets: str) -> str:
    """The commands that a target would run, with these variables."""
    return subprocess.run(["make", "-n", *targets], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_whoever_follows_the_readme_without_make_has_what_is_called() -> None:
    blocks = [block for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) if "pip install" in block]
    assert blocks
    for block in blocks:
        lines = [line.split("#")[0].strip() for part in block.splitlines() for line in part.split("&&")]
        extras = [re.fullmatch(r"pip install -e '\.\[(\w+)\]'", line) for line in lines]
        (place,) = [number for number, extra in enumerate(extras) if extra]
        named = extras[place]
        assert named is not None
        called = {line.split()[0] for line in lines[place + 1 :] if line}
        assert called
        assert called - THERE <= programs(brought(named[1]))
    assert "mkdocs" not in programs(brought("test")), "or this could notice nothing"


@pytest.mark.parametrize("found", [True, False])
def test_tests_begin_only_with_a_browser(tmp_path: Path, found: bool) -> None:
    answer = "echo there" if found else "exit 1"
    (tmp_path / "python").write_text(
        f'#!/bin/sh\ncase "$*" in *tools.browser*) {answer};; *) echo "$BROWSER_PATH" > "${{0%/*}}/begun";; esac\n'
    )
    (tmp_path / "python").chmod(0o755)
    (line,) = [line for line in dry("test", f"BIN={tmp_path}").splitlines() if "pytest" in line]
    assert (subprocess.run(["sh", "-c", line], cwd=ROOT, check=False).returncode == 0) is found
    begun = tmp_path / "begun"
    assert (begun.read_text() if begun.exists() else "") == ("there\n" if found else "")


@pytest.mark.parametrize(("program", "extra"), [("mkdocs", "site"), ("pytest", "test"), ("mypy", "dev")])
def test_an_extra_brings_the_programs_that_it_is_for(program: str, extra: str) -> None:
    assert program in programs(brought(extra))


def test_what_an_example_calls_can_be_called() -> None:
    examples = re.findall(r"```python\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.DOTALL)
    assert examples
    for example in examples:
        tree, names = ast.parse(example), {}
        for node in tree.body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                exec(ast.unparse(node), names)
        called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
        assert all(callable(names[one.id]) for one in called if isinstance(one, ast.Name)), example


def test_every_extra_that_a_text_or_a_message_names_is_there() -> None:
    texts = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "src").rglob("*.py")]
    named = re.findall(
        rf"(?:\.|extra |{PROJECT['name']})\[([\w, ]+)\]", "".join(path.read_text("utf-8") for path in texts)
    )
    extras = {extra.strip() for names in named for extra in names.split(",")}
    assert len(extras) >= 3
    assert extras <= set(PROJECT["optional-dependencies"])


def test_the_address_that_the_readme_names_is_the_one_at_which_it_is_served() -> None:
    (address,) = re.findall(r"^ADDRESS \?= (\S+)$", MAKEFILE, re.MULTILINE)
    assert re.findall(r"^make serve +# .*? on (\S+?),", README, re.MULTILINE) == [address]
    assert f"on {address} and" in re.findall(r"^serve: .*## (.+)$", MAKEFILE, re.MULTILINE)[0]


def test_a_new_lock_has_hashes_and_holds_for_every_python_and_system() -> None:
    printed = dry("lock")
    (command,) = re.findall(r"uv pip compile (.*?requirements\.lock)", printed.replace("\\\n", " "), re.DOTALL)
    said = command.split()
    assert said[0] == "pyproject.toml"
    assert {"--generate-hashes", "--universal", "--no-emit-index-url", "--upgrade"} <= {*said}
    values = {name: said[said.index(name) + 1] for name in ("--extra", "--python-version", "--output-file")}
    assert values == {"--extra": "dev", "--python-version": LOWEST, "--output-file": "requirements.lock"}
    assert brought("dev") >= {canonicalize_name(one.name) for one in asked_for()}


def test_lint_checks_all_and_changes_nothing() -> None:
    printed = dry("lint")
    asked = [line.replace(".venv/bin/", "") for line in printed.splitlines() if line.startswith(".venv/bin/")]
    assert [line.split()[:2] for line in asked] == [["ruff", "check"], ["ruff", "format"], ["mypy"]]
    assert asked[0].split()[-1] == asked[1].split()[-1] == "."
    assert "--fix" not in asked[0]
    assert "--check" in asked[1]
    assert PYPROJECT["tool"]["mypy"]["strict"] is True


def test_all_tests_and_the_examples_of_the_sources_run_with_warnings_as_errors() -> None:
    said = PYPROJECT["tool"]["pytest"]["ini_options"]
    assert said["testpaths"] == ["tests", "src"]
    assert "--doctest-modules" in said["addopts"]
    assert said["filterwarnings"] == ["error"]
    printed = dry("test")
    (command,) = re.findall(r"python -m pytest (.+)$", printed, re.MULTILINE)
    assert not re.search(r"(?:^| )(?:-k|-m|-x|-W|--ignore|--deselect|--max[^p]\w*|tests|src)\b", command)


def test_the_server_watches_every_folder_from_which_the_site_is_made() -> None:
    (watched,) = re.findall(r"^watch: \[(.+)\]$", SITE, re.MULTILINE)
    scripts = {path.partition("/")[0] for path in re.findall(r"^ +- (\w+/\w+\.py)$", SITE, re.MULTILINE)}
    (templates,) = re.findall(r"^  custom_dir: (\w+)$", SITE, re.MULTILINE)
    (sources,) = re.findall(r"^ +paths: \[(\w+)\]$", SITE, re.MULTILINE)
    assert {*watched.split(", ")} == {*scripts, templates, sources}
    assert {sources} == {*PYPROJECT["tool"]["setuptools"]["packages"]["find"]["where"]}


def test_search_engines_may_read_every_page(site_dir) -> None:
    robots = RobotFileParser()
    robots.parse((site_dir / "robots.txt").read_text("utf-8").splitlines())
    assert [name for name in PAGES if not robots.can_fetch("anyone", ADDRESS + where(name))] == []
    assert robots.site_maps() == [f"{ADDRESS}sitemap.xml"]


def test_a_citation_has_the_title_and_the_licences_of_the_project() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    (name,) = re.findall(r"^site_name: (.+)$", SITE, re.MULTILINE)
    (texts, code) = re.findall(r"^copyright: Text and figures (.+), code (.+)\.$", SITE, re.MULTILINE)[0]
    said = PROJECT["description"]
    assert citation["title"] == f"{name}: {said[0].lower()}{said[1:].removesuffix('.')}"
    assert citation["license"] == [PROJECT["license"], texts.replace(" ", "-")] == [code, texts.replace(" ", "-")]
    licence = (ROOT / "LICENSE").read_text("utf-8")
    assert f"{code} License" in licence
    assert texts in licence
