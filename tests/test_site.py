"""What the frame is made of: colours as CSS, a policy that fits its page, a lean theme, docstrings to read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import FileSystemLoader
from mkdocs.theme import Theme

from momentum.rendering.style import ROLES
from momentum.site import examples, policy, templates, theme, tokens


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_its_colour_in_both_schemes(role: str) -> None:
    sheet = tokens.stylesheet()
    dark = sheet.partition("[data-md-color-scheme=slate]")[2]
    assert f"--fig-{role}:{ROLES[role].light}" in sheet
    assert f"--fig-{role}:{ROLES[role].dark}" in dark


def page(inside: str) -> str:
    return f"<head>{policy.PLACE}</head>{inside}"


def test_an_inline_script_is_allowed_by_its_digest_alone() -> None:
    rules = policy.policy(page("<script>let a = 1</script>"))
    # echo -n 'let a = 1' | openssl dgst -sha256 -binary | base64
    assert "script-src 'self' 'sha256-LAfYd7pbFUgwfQu8b4q135PeTG2z+/coPEUYCd74eCQ=';" in rules
    assert "unsafe-inline" not in rules.partition("script-src")[2].partition(";")[0]


@pytest.mark.parametrize("inside", ['<script src="a.js"></script>', '<script type="application/ld+json">{}</script>'])
def test_scripts_from_files_and_data_need_no_digest(inside: str) -> None:
    assert "script-src 'self';" in policy.policy(page(inside))


def test_the_policy_names_no_origin_but_the_site_s_own() -> None:
    rules = policy.policy(page("<style>a{}</style>"))
    assert "http" not in rules
    assert "*" not in rules
    assert rules.startswith("default-src 'none'")


def test_a_page_without_a_place_for_its_policy_is_refused() -> None:
    with pytest.raises(ValueError, match="must have an empty Content-Security-Policy element"):
        policy.with_policy("<head></head>")


def test_examples_in_docstrings_become_code() -> None:
    text = "One.\n\n>>> for a in b:\n...     print(a)\n1\n2\n\nTwo."
    assert examples.fenced(text) == "One.\n\n```pycon\n>>> for a in b:\n...     print(a)\n1\n2\n```\n\nTwo."


def test_powers_in_docstrings_keep_their_stars() -> None:
    assert examples.fenced("x**i * y**j and `x**2`") == r"x\*\*i * y\*\*j and `x**2`"


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".md-nav a{x:y}", ""),
        (".md-nav a,.md-icon{x:y}", ".md-icon{x:y}"),
        ("a:is(.md-nav,.md-icon) b,c{x:y}", "c{x:y}"),
        ("table:not([class]) td,table a{x:y}", "table a{x:y}"),
        ("@media print{.md-nav{x:y}}", ""),
        ("@media print{.md-nav{x:y}.md-icon{x:y}}", "@media print{.md-icon{x:y}}"),
        ("[dir=rtl] a{x:y}[dir=ltr] a{x:y}", "[dir=ltr] a{x:y}"),
        ('a:after{content:"}"}b{x:y}', 'a:after{content:"}"}\nb{x:y}'),
        ("@keyframes k{from{x:y}to{x:z}}", "@keyframes k{from{x:y}to{x:z}}"),
        (":root{--md-tag-icon:url('data:a;b');--md-details-icon:url('c')}", ":root{--md-details-icon:url('c')}"),
    ],
)
def test_the_theme_s_sheet_loses_what_the_site_does_not_have(css: str, left: str) -> None:
    assert theme.lean(css) == left


def test_of_the_theme_s_files_all_but_hidden_ones_are_looked_at(tmp_path: Path) -> None:
    (tmp_path / "own/.hidden").mkdir(parents=True)
    for name in ("own/a.css", "own/.b.css", "own/.hidden/c.css"):
        (tmp_path / name).write_text("a{x:y}")
    folders = [str(tmp_path), *Theme("material").dirs]
    hidden = re.compile(r"(^|/)\.")
    every = [name for name in FileSystemLoader(folders).list_templates() if not hidden.search(name)]
    assert templates.Shown(folders).list_templates() == every
    assert "own/a.css" in every


def test_every_file_of_the_theme_that_is_published_is_loaded_by_a_page(site_dir: Path) -> None:
    text = "".join(path.read_text("utf-8") for path in [*site_dir.rglob("*.html"), site_dir / "assets" / "style.css"])
    for folder in ("javascripts", "stylesheets", "images"):
        for path in (site_dir / "assets" / folder).rglob("*"):
            assert path.is_dir() or path.name in text, path


def test_no_rule_asks_which_classes_an_element_has(site_dir: Path) -> None:
    """Else a class that comes or goes at the root, as one does with every move of a phone's page, styles all anew."""
    for sheet in (site_dir / "assets").rglob("*.css"):
        assert "[class" not in sheet.read_text("utf-8"), sheet.name
    for page in site_dir.rglob("*.html"):
        assert "<table>" not in page.read_text("utf-8"), f"{page}: no rule is left for such tables"


def test_a_theme_without_its_sheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="must have a sheet"):
        theme.source([str(tmp_path)])
