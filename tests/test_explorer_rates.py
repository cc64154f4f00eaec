"""The explorer's map of rates is the theory's, and what its buttons and choices set is what they name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from explored import SEEN, model, numbers
from explorer_page import STATE, drawn, each, shown
from momentum import LOSSES, METHODS, Momentum, convert, theory
from momentum.explorer.words import WORDS

# The shades of the map in places all over it: (row, column, shade).
CELLS = """() => {
  const canvas = document.querySelector('.mx-rates canvas'), { width, height } = canvas, found = [];
  const shades = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, width, height).data.buffer);
  for (let row = 10; row < height; row += 13)
    for (let column = 10; column < width; column += 17) found.push([row, column, shades[row * width + column]]);
  return found }"""
# Names on the map that meet another, or reach over its edge, and that of the best pair where the handle lies on it.
APART = """() => {
  const box = (one) => one.getBoundingClientRect(), host = document.querySelector(".mx-rates"), edge = box(host);
  const handle = box(host.querySelector(".mx-pair")), x = handle.x + handle.width / 2, y = handle.y + handle.height / 2;
  const far = (low, high, at) => Math.max(low - at, 0, at - high);
  const under = (one) => Math.hypot(far(one.left, one.right, x), far(one.top, one.bottom, y)) < 12;
  const names = [...host.querySelectorAll("text.mx-note")].filter((one) => one.getClientRects().length).map((one) => {
    const { left, right, top, bottom } = box(one), middle = (top + bottom) / 2;
    return { said: one.textContent, left: left + 1, right: right - 1, top: middle - 5, bottom: middle + 5 } });
  const meets = (one, other) => one.left < other.right && other.left < one.right
    && one.top < other.bottom && other.top < one.bottom;
  return [names.length, [
    ...names.flatMap((one, at) => names.slice(0, at).filter((other) => meets(one, other))
      .map(({ said }) => `${one.said} on ${said}`)),
    ...names.filter((one) => one.said === "best" && under(one)).map(() => "best under the handle"),
    ...names.filter(({ left, right }) => left < edge.left || right > edge.right + 1)
      .map(({ said }) => `${said} outside`)]] }"""
CURVATURES = {"whole": [1.0, 25.0], "along": [1.0], "across": [25.0]}


@pytest.fixture
def page(tab: Page) -> Page:
    """The explorer at the duel."""
    return shown(tab)


def chosen(page: Page, name: str, word: str) -> dict[str, Any]:
    """What is shown after a choice."""
    page.locator("fieldset", has=page.locator("legend", has_text=WORDS[name][0])).get_by_text(word, exact=True).click()
    drawn(page)
    return dict(page.evaluate(SEEN))


def place(seen: dict[str, Any], x: float, y: float) -> tuple[float, float]:
    """(learning rate, beta) at a pixel of the map: equal ways are equal factors of the rate, and of 1 - beta."""
    knobs = {knob.name: knob for knob in METHODS["averaged"].settings}
    left, top, width, height = seen["rates"]["place"]
    rate, beta = knobs["learning_rate"], knobs["beta"]
    share, up = (x - left) / width, (top + height - y) / height
    return rate.low * (rate.high / rate.low) ** share, 1 - (1 - beta.low) * ((1 - beta.high) / (1 - beta.low)) ** up


def slowest(curvatures: list[float], rate: float, beta: float) -> tuple[float, complex, float]:
    """The largest modulus, its eigenvalue, and its curvature, of the average's steps."""
    found = []
    for curvature in curvatures:
        roots = np.linalg.eigvals(theory.transition(curvature, rate, beta, dampening=beta))
        root = max(roots, key=abs)
        found.append((float(abs(root)), complex(root), curvature))
    return max(found, key=lambda one: one[0])


def regime(curvatures: list[float], rate: float, beta: float) -> str:
    size, root, _ = slowest(curvatures, rate, beta)
    if size >= 1:
        return "diverges"
    return "swings" if abs(root.imag) > 1e-9 else "creeps" if root.real > 0 else "zigzags"


@pytest.mark.parametrize("direction", ["along", "across", "whole"])
def test_the_map_of_rates_has_the_theory_s_rates_regions_and_marks(page: Page, direction: str) -> None:
    seen = chosen(page, "direction", WORDS["direction"][1][direction])
    curvatures, rates = CURVATURES[direction], seen["rates"]
    assert seen["state"]["direction"] == direction
    left, top, width, height = rates["place"]
    shades: dict[int, list[float]] = {}
    for row, column, shade in page.evaluate(CELLS):
        x = left + (column + 0.5) / rates["wide"] * width
        y = top + (row + 0.5) / rates["high"] * height
        shades.setdefault(shade, []).append(slowest(curvatures, *place(seen, x, y))[0])
    levels = np.array(model()["rates"])
    bands = {shade: {int((levels > rate).sum()) for rate in found} for shade, found in shades.items()}
    assert len(bands) >= 4
    assert all(len(one) == 1 for one in bands.values()), "a shade is of one band"
    assert len({min(one) for one in bands.values()}) == len(bands), "and a band of one shade"
    for shade, found in shades.items():  # where runs diverge there is none
        assert (shade == 0) == (min(found) >= 1) == (max(found) >= 1)
    for word, x, y in rates["notes"]:
        if word in ("diverges", "swings", "creeps", "zigzags"):
            assert regime(curvatures, *place(seen, x, y - 5)) == word
    for word, x, y in rates["ticks"]:
        if "." in word or word.isdigit():
            rate, beta = place(seen, x, y - 4)
            assert (rate if y > top + height else beta) == pytest.approx(float(word), rel=0.02, abs=0.002)
    pair = theory.optimal_heavy_ball(curvatures[0], curvatures[-1])
    best = place(seen, *rates["best"][0][:2])
    assert best == pytest.approx((pair.learning_rate / (1 - pair.beta), pair.beta), rel=0.02, abs=0.01)
    values = seen["state"]["runs"][1]["values"]
    _, y, _, x, *_ = numbers(rates["cross"])
    assert place(seen, x, y) == pytest.approx((values["learning_rate"], values["beta"]), rel=0.02)
    size, *_ = slowest(curvatures, values["learning_rate"], values["beta"])
    here = WORDS["here"].format(label="momentum", rate=f"{size:.3g}", where=WORDS["where"][1],
                                regime=regime(curvatures, values["learning_rate"], values["beta"]))  # fmt: skip
    assert rates["note"] == here
    line = np.array(numbers(rates["critical"])).reshape(-1, 2)
    for x, y in line[:: max(1, len(line) // 8)]:
        rate, beta = place(seen, x, y)
        product = curvatures[0] * rate * (1 - beta)
        assert beta == pytest.approx((1 - np.sqrt(product)) ** 2, abs=0.01)


@pytest.mark.parametrize("width", [390, 1440])
def test_names_on_the_map_of_rates_meet_nothing_whatever_is_chosen(tab: Page, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 300})
    known = [name for name, method in METHODS.items() if isinstance(method.make(0.1), Momentum)]
    wishes = [f"?loss={loss}&a={method}" for loss in LOSSES for method in known]
    wishes += [f"?loss={loss}&a=averaged&direction={one}" for loss in LOSSES for one in ("along", "across")]
    wishes += [f"?kappa={condition}&a={method}" for condition in (1, 5, 50, 400, 1000) for method in known]
    found = dict(zip(wishes, each(tab, wishes, APART), strict=True))
    assert max(count for count, _ in found.values()) >= 5
    assert {wish: wrong for wish, (_, wrong) in found.items() if wrong} == {}


def test_the_sentence_on_the_other_convention_has_its_rate(page: Page) -> None:
    for word, here, there in (("sum", "a sum", "an average"), ("average", "an average", "a sum")):
        seen = chosen(page, "convention", here)
        run = seen["state"]["runs"][1]
        assert run["method"] == {"sum": "heavy ball", "average": "averaged"}[word]
        names = {"sum": "heavy ball", "average": "moving average"}
        rate, beta = run["values"]["learning_rate"], run["values"]["beta"]
        other = "average" if word == "sum" else "sum"
        two = convert(rate, beta, names[word], names[other])
        one, two, window = (f"{value:.3g}" for value in (rate, float(two), 1 / (1 - beta)))
        assert seen["converted"] == WORDS["converted"].format(one=one, here=here, two=two, there=there, window=window)


@pytest.mark.parametrize(
    ("key", "name", "way"),
    [
        ("ArrowRight", "learning_rate", 1),
        ("ArrowLeft", "learning_rate", -1),
        ("ArrowUp", "beta", 1),
        ("ArrowDown", "beta", -1),
    ],
)
def test_an_arrow_key_moves_the_mark_and_what_it_stands_for_its_own_way(
    page: Page, key: str, name: str, way: int
) -> None:
    handle = page.locator(".mx-rates .mx-handle")
    (before, mark), other = (
        (page.evaluate(STATE)["runs"][1]["values"], handle.bounding_box()),
        {"learning_rate", "beta"},
    )
    handle.press(key)
    drawn(page)
    after, moved = page.evaluate(STATE)["runs"][1]["values"], handle.bounding_box()
    assert way * (after[name] - before[name]) > 0
    (kept,) = other - {name}
    assert after[kept] == pytest.approx(before[kept], rel=0.01)
    side, up = ("x", 1) if name == "learning_rate" else ("y", -1)
    assert mark is not None
    assert moved is not None
    assert up * way * (moved[side] - mark[side]) > 0  # type: ignore[literal-required]


def test_a_button_sets_what_it_names(page: Page) -> None:
    def pressed(wish: str) -> list[dict[str, float]]:
        page.get_by_role("button", name=WORDS["wishes"][wish], exact=True).click()
        return [one["values"] for one in page.evaluate(STATE)["runs"]]

    assert pressed("descent")[0]["learning_rate"] == pytest.approx(2 / 26)
    pair = theory.optimal_heavy_ball(1.0, 25.0)
    assert pressed("pair")[1] == pytest.approx(
        {"learning_rate": pair.learning_rate / (1 - pair.beta), "beta": pair.beta}
    )
    edge = pressed("edge")[1]
    assert edge["learning_rate"] == pytest.approx(2 * (1 + edge["beta"]) / (1 - edge["beta"]) / 25)
    page.get_by_role("button", name="The duel").click()
    found = pressed("critical")[1]
    roots = np.linalg.eigvals(theory.transition(1.0, found["learning_rate"], found["beta"], dampening=found["beta"]))
    assert roots[0] == pytest.approx(roots[1], abs=1e-6)
    assert model()["first"] == "duel"
