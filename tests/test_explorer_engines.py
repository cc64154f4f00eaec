"""The explorer in Chromium, Firefox and WebKit: its numbers, keys, addresses, a figure's wheel, a frame."""

from __future__ import annotations

import json

import numpy as np
import pytest

from engines import LEFT, RIGHT, SPACE, Engine
from explored import WISHES
from momentum import METHODS, descend, ravine, steps_to
from momentum.chapters._presets import presets

PAGE = "explorer/"
READY = "!!document.querySelector('momentum-explorer.mx-ready')"
STATE = "document.querySelector('momentum-explorer').state"
NUMBERS = """[...document.querySelectorAll('.mx-table tbody tr:not([hidden])')]
  .map((row) => [...row.cells].map((cell) => cell.textContent))"""
FIGURES = {
    "": "ravine-duel", "momentum/": "room-for-longer-steps", "tuning/": "beta-too-large",
}  # fmt: skip


def ready(engine: Engine, address: str) -> None:
    """Opens an address and waits until the explorer stands."""
    engine.open(address)
    engine.until(READY)


def shown(engine: Engine, page: str, query: str) -> None:
    """The explorer at an address; where it is open, it takes the address as it does when a reader goes back to it."""
    if engine.evaluate("location.origin + location.pathname") == page and engine.evaluate(READY):
        engine.evaluate(
            f"""(async () => {{
              history.pushState(null, "", location.pathname + {json.dumps(query)});
              dispatchEvent(new PopStateEvent("popstate"));
              const frame = () => new Promise(requestAnimationFrame);
              await frame(); await frame(); return true }})()"""
        )
    else:
        ready(engine, page + query)


def test_the_numbers_are_the_engine_s_in_every_browser(engine: Engine, server: str) -> None:
    shown(engine, server + PAGE, "")
    rows = {row[0]: row[1:] for row in engine.evaluate(NUMBERS)}
    state = presets()["duel"].state
    runs = [METHODS[run["method"]].make(**run["values"]) for run in state["runs"]]
    paths = [descend(ravine(state["condition"]), rule, state["start"], 400) for rule in runs]
    assert rows["steps to within 0.01"] == [str(steps_to(path, 0.01)) for path in paths]
    assert [float(value) for value in rows["loss at step 18"]] == pytest.approx(
        [float(path.loss[18]) for path in paths], rel=5e-3
    )  # printed with three digits
    assert engine.messages() == []


def test_keys_move_the_start_and_back_undoes_it_in_every_browser(engine: Engine, server: str) -> None:
    shown(engine, server + PAGE, "?preset=calm")
    before = engine.evaluate(STATE)
    engine.evaluate("document.querySelector('.mx-start').focus()")
    engine.press(RIGHT)
    engine.press(RIGHT)
    after = engine.evaluate(STATE)
    assert after["start"][0] > before["start"][0]
    assert after["start"][1] == before["start"][1]
    assert engine.evaluate("location.search").startswith("?loss=ravine")
    engine.back()
    engine.until(f"{STATE}.start[0] < {after['start'][0]}")
    if engine.evaluate(STATE)["start"] != before["start"]:  # a browser may take what came in one breath back at once
        engine.back()
    engine.until(f"{STATE}.start[0] === {before['start'][0]}")
    assert engine.evaluate("new URL(location).searchParams.get('preset')") == "calm"
    engine.evaluate("document.querySelector('.mx-pair').focus()")
    engine.press(LEFT)
    assert engine.evaluate(STATE)["runs"][1]["values"]["learning_rate"] < 0.074
    assert engine.messages() == []


def test_a_slider_and_the_clock_obey_the_keyboard_in_every_browser(engine: Engine, server: str) -> None:
    shown(engine, server + PAGE, "")
    engine.evaluate("document.querySelector('.mx-clockwork input').focus()")
    engine.press(RIGHT)
    assert engine.evaluate(STATE)["step"] == 19
    engine.evaluate("document.querySelector('.mx-play').focus()")
    engine.press(SPACE)
    engine.until(f"{STATE}.step > 21")
    engine.press(SPACE)
    stopped = engine.evaluate(STATE)["step"]
    assert engine.evaluate(f"new Promise((done) => setTimeout(() => done({STATE}.step), 400))") == stopped


def test_a_hostile_address_gets_its_sentences_and_the_default_in_every_browser(engine: Engine, server: str) -> None:
    ready(engine, f"{server}{PAGE}?{'&'.join(WISHES)}")
    assert engine.evaluate("document.querySelector('.mx-message').checkVisibility?.() ?? true")
    said = engine.evaluate("[...document.querySelectorAll('.mx-message p')].map((one) => one.textContent)")
    assert [one.startswith("The address asks for ") for one in said] == [True] * len(WISHES)
    assert engine.evaluate("document.querySelectorAll('momentum-explorer img').length") == 0
    state, default = engine.evaluate(STATE), presets()["duel"].state
    assert {key: state[key] for key in default} == default
    assert engine.messages() == []


HEADS = """(() => {
  const figure = document.getElementById(%s), box = (one) => one.getBoundingClientRect();
  const middle = (one) => [box(one).x + box(one).width / 2, box(one).y + box(one).height / 2];
  const map = box(figure.querySelector(%s));
  return [...figure.querySelectorAll(%s)].map(middle)
    .map(([x, y]) => [(x - map.x) / map.width, (y - map.y) / map.height]) })()"""


@pytest.mark.parametrize("page_address", FIGURES)
def test_a_figure_s_wheel_begins_where_the_figure_stood_in_every_browser(
    engine: Engine, server: str, page_address: str
) -> None:
    name = FIGURES[page_address]
    engine.open(server + page_address)
    figure = f"document.getElementById({json.dumps(name)})"
    engine.until(f"!!{figure}.querySelector('.sm-wheel.sm-live') && !!customElements.get('sm-player')")
    guess = f"{figure}.closest('sm-guess')?.querySelector('button')?.click()"
    if "guess" in engine.evaluate(f"{figure}.parentElement.closest('sm-guess')?.localName ?? ''"):
        engine.evaluate(f"({figure}.scrollIntoView({{behavior: 'instant'}}), {guess}, true)")
        engine.until(f"{figure}.querySelector('sm-player').step > 0")
    engine.evaluate(f"({figure}.querySelector('sm-player').seek(7), true)")
    engine.evaluate("new Promise((done) => setTimeout(() => requestAnimationFrame(() => done(1)), 300))")
    places = json.dumps(name), json.dumps(".sm-panel svg"), json.dumps(".sm-panel:first-child .head")
    shown = engine.evaluate(HEADS % places)
    engine.evaluate(f"({figure}.querySelector('.sm-wheel').click(), true)")
    engine.until(READY)
    state = engine.evaluate(STATE)
    assert state["step"] == 7
    assert engine.evaluate(f"getComputedStyle({figure}.querySelector('sm-player')).display") == "none"
    if name != "room-for-longer-steps":  # three maps become one
        (x0, x1), (y0, y1) = json.loads(engine.evaluate(f"{figure}.dataset.wheel"))["view"]
        heads = engine.evaluate(HEADS % (json.dumps(name), json.dumps(".mx-plane"), json.dumps(".mx-head")))
        # A share of 0.004 of the map's width and height is a few pixels.
        for run, head in zip(state["runs"], heads, strict=True):
            rule = METHODS[run["method"]].make(**run["values"])
            x, y = descend(ravine(state["condition"]), rule, state["start"], 7).theta[-1]
            assert head == pytest.approx([(x - x0) / (x1 - x0), (y1 - y) / (y1 - y0)], abs=4e-3)
        assert np.array(heads) == pytest.approx(np.array(shown), abs=4e-3)
    engine.evaluate(f"({figure}.querySelector('.mx-share .mx-link').click(), true)")
    assert engine.evaluate(f"{figure}.querySelectorAll('momentum-explorer').length") == 0
    assert engine.evaluate(f"getComputedStyle({figure}.querySelector('sm-player')).display") != "none"
    assert engine.messages() == []


def test_the_page_for_a_frame_has_the_explorer_and_its_source_alone(engine: Engine, server: str) -> None:
    ready(engine, server + "explorer/embed.html?preset=price")
    assert engine.evaluate(STATE)["runs"][1]["values"]["beta"] == pytest.approx(4 / 9)
    assert "Seeing Momentum" in engine.evaluate("document.querySelector('.sm-source').textContent")
    links = engine.evaluate("[...document.querySelectorAll('.sm-source a')].map(({href, target}) => [href, target])")
    assert links == [[server + "explorer/", "_top"]], "the site opens in the place of the page that holds the frame"
    assert engine.evaluate("document.querySelectorAll('header, footer').length") == 0
    assert engine.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert engine.messages() == []
