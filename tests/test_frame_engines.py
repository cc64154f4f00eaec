"""The frame of a page in every engine: step links, colours and terms."""

from __future__ import annotations

from built import where
from engines import TAB, Engine


def test_a_step_link_works_in_every_engine(engine: Engine, server: str) -> None:
    engine.open(server + where("ravine.md"))
    engine.evaluate("document.querySelector('a.sm-step').scrollIntoView({block: 'center', behavior: 'instant'})")
    name, step = engine.evaluate(
        "(({dataset}) => [dataset.figure, +dataset.step])(document.querySelector('a.sm-step'))"
    )
    before = engine.evaluate("scrollY")
    engine.click("a.sm-step")
    player = f"document.querySelector('#{name} sm-player')"
    assert engine.evaluate(f"{player}.step") == step
    assert engine.evaluate("location.hash") == f"#{name}@{step}"
    engine.until(f"{player}.querySelector('.sm-panel').getBoundingClientRect().top >= 0")
    engine.back()
    engine.until(f"location.hash === '' && Math.abs(scrollY - {before}) < 4")


def test_the_colours_are_chosen_in_every_engine(engine: Engine, server: str) -> None:
    engine.open(server)
    for kind in ("light", "dark", "automatic"):
        engine.click(".sm-scheme")
        assert engine.evaluate("document.querySelector('.sm-scheme').dataset.kind") == kind
        if kind != "automatic":
            scheme = {"light": "default", "dark": "slate"}[kind]
            assert engine.evaluate("document.body.dataset.mdColorScheme") == scheme


def test_a_term_shows_its_sentence_in_every_engine(engine: Engine, server: str) -> None:
    engine.open(server + where("ravine.md"))
    engine.click("h1")  # so that the window has the keys
    engine.press(TAB)  # from now on a focus is seen; WebKit's own Tab goes past links
    engine.evaluate("document.querySelector('a.sm-term').focus()")
    engine.until("!document.querySelector('#sm-bubble').hidden", 3)
