"""What the frame is made of: colours as CSS, a policy that fits its page, a lean theme, docstrings to read, faces."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from jinja2 import FileSystemLoader
from mkdocs.theme import Theme

from momentum.rendering import fonts
from momentum.rendering.style import ROLES
from momentum.site import examples, policy, templates, theme, tokens
from momentum.site import fonts as site_fonts
from tools import fonts as faces


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


def test_the_faces_that_every_header_is_set_in_are_asked_for_first(site_dir: Path) -> None:
    """They are optional: one that comes late is not shown at all, and the header has a beta in it."""
    sheet = (site_dir / "assets" / "style.css").read_text("utf-8")
    faces = {name for name in re.findall(r"fonts/([\w-]+\.woff2)", sheet) if "math" not in name}
    assert len(faces) == 2
    for page in site_dir.rglob("*.html"):
        text = page.read_text("utf-8")
        if "sm-header" in text:
            assert faces <= set(re.findall(r'<link rel="preload" href="[^"]*fonts/([^"]+)"', text)), page


def test_a_theme_without_its_sheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="must have a sheet"):
        theme.source([str(tmp_path)])


def face(content: bytes) -> TTFont:
    return TTFont(io.BytesIO(content))


def test_a_reader_s_face_has_every_letter_of_the_whole_one_and_the_site_s_weights() -> None:
    whole = Path(fonts.__file__).parent / "source-sans-3.woff2"
    lean = face((faces.LEAN / whole.name).read_bytes())
    assert set(lean.getBestCmap()) >= set(face(whole.read_bytes()).getBestCmap()) - {0x200B, 0xFEFF}
    axis = lean["fvar"].axes[0]
    assert (axis.minValue, axis.maxValue) == faces.WEIGHTS


def test_a_reader_s_greek_face_has_the_greek_letters() -> None:
    lean = (faces.LEAN / "source-sans-3-greek.woff2").read_bytes()
    assert set(face(lean).getBestCmap()) >= {ord(letter) for letter in faces.GREEK}
    assert len(lean) <= 11_000


@pytest.mark.parametrize("path", sorted(faces.WHOLE.glob("*.woff2")), ids=lambda path: path.stem)
def test_the_committed_faces_are_cut_from_the_whole_ones(path: Path) -> None:
    once, kept = face(faces.lean(path)), face((faces.LEAN / path.name).read_bytes())
    assert once.getGlyphOrder() == kept.getGlyphOrder()
    for table in ("glyf", "gvar", "cmap", "GSUB", "GPOS", "fvar"):  # other versions of Brotli may compress otherwise
        assert (table in once) == (table in kept)
        assert table not in once or once.getTableData(table) == kept.getTableData(table), table


def test_the_site_gets_three_faces_of_text_and_formulas() -> None:
    assert {path.name for path in site_fonts.FACES} == {
        "source-sans-3.woff2", "source-sans-3-greek.woff2", "seeing-momentum-math.woff2"
    }  # fmt: skip
