"""What Firefox says of a page is believed where something is wrong with it, not where something has yet to arrive."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines import Engine
from engines.firefox import Firefox

BROKEN = "<!doctype html><meta charset=utf-8><title>A page</title><math><mrow><{0}><mi>x</mi></{0}></mrow></math>"


@pytest.mark.parametrize("whole", [True, False])
def test_firefox_is_believed_about_formulas_that_have_all_arrived(engine: Engine, tmp_path: Path, whole: bool) -> None:
    if not isinstance(engine, Firefox):
        return
    page = tmp_path / "page.html"
    page.write_text(BROKEN.format("mfrac"), "utf-8")
    engine.open(page.as_uri())
    if whole:  # as a page whose other half comes a moment later
        engine.evaluate("document.querySelector('mfrac').append(document.querySelector('mi').cloneNode(true))")
    said = [one for one in engine.messages() if "MathML" in one]
    assert bool(said) != whole


@pytest.mark.parametrize(("display", "told"), [("optional", False), ("swap", True)])
def test_a_face_may_come_late_where_the_page_can_do_without(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, display: str, told: bool
) -> None:
    if not isinstance(engine, Firefox):
        return
    face = f"@font-face {{ font-family: Face; src: url(fonts/face.woff2); font-display: {display} }}"
    page = tmp_path / "page.html"
    page.write_text(f"<!doctype html><meta charset=utf-8><title>A page</title><style>{face}</style>", "utf-8")
    engine.open(page.as_uri())
    said = (
        f"DOM: The resource at “{tmp_path.as_uri()}/fonts/face.woff2” preloaded with link preload was not used within "
        "a few seconds. Make sure all attributes of the preload tag are set correctly."
    )
    monkeypatch.setattr(engine, "system", lambda script, *values: [said])
    assert (said in engine.messages()) is told


LAST_WORDS = """<!doctype html><meta charset=utf-8><title>A page</title><script>
addEventListener("pagehide", () => { console.warn("left"); null.left })
console.warn("there"); null.there</script>"""


def test_a_page_is_not_charged_with_the_last_words_of_the_one_before(engine: Engine, tmp_path: Path) -> None:
    if not isinstance(engine, Firefox):
        return
    for name in ("one", "other"):
        (tmp_path / f"{name}.html").write_text(LAST_WORDS, "utf-8")
        engine.open((tmp_path / f"{name}.html").as_uri())
        logged, failed = engine.messages()
        assert logged == "warn: there"
        assert failed.startswith("content javascript: TypeError")
