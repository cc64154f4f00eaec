"""The cards of pages: the page's own figure below its title, the same bytes each time, and small."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from built import PAGES
from momentum.site import card
from momentum.store import store

PANEL = {
    "name": "plane", "span": "full", "looks": "sm-map",
    "svg": '<svg viewBox="0 0 640 240"><g class="s-contour"/><text class="t" x="9" y="60">word</text>',
}  # fmt: skip


def picture(width: int, height: int) -> bytes:
    """A figure's PNG, green on the left and blue on the right."""
    stream, image = io.BytesIO(), Image.new("RGB", (width, height), "#0000ff")
    image.paste("#00ff00", (0, 0, width // 2, height))
    image.save(stream, "PNG")
    return stream.getvalue()


def test_a_card_shows_the_page_s_own_figure_and_is_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOMENTUM_CACHE", str(tmp_path / "store"))
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "a.md").write_text("# A title { .sm-lead }\n\nWords.\n\n![](figures/one.svg)\n\n![](figures/two.svg)\n")
    (docs / "b.md").write_text("---\ntitle: Another\n---\n# A heading\n")
    store.prepare()
    made = {
        name: store.write(
            name * 16, {"name": name, "kind": "figure", "panels": [PANEL]}, {f"{name}.png": name.encode()}
        )
        for name in ("one", card.USUAL)
    }
    drawn: list[tuple[Any, ...]] = []
    monkeypatch.setattr(card, "draw", lambda *given: drawn.append(given) or b"png")
    assert [*card.cards(docs, made.__getitem__)] == [*card.cards(docs, made.__getitem__)]
    # The map without its rounded corners, from above its word on.
    map_alone = ((24, 24, 656, 256), (60 - card.LETTER) / 240)
    assert drawn == [("A title", b"one", *map_alone), ("Another", card.USUAL.encode(), *map_alone)]


@pytest.mark.parametrize(
    "title", ["Short", "Why does a little memory make training faster, and by how much does it do so?"]
)
@pytest.mark.parametrize("top", [0.1, None])
def test_a_card_has_the_size_that_others_expect_and_the_figure_below_its_title(title: str, top: float | None) -> None:
    made = card.draw(title, picture(2400, 1200), (0, 0, 1200, 600), top)
    shown = np.asarray(Image.open(io.BytesIO(made)).convert("RGB"))
    assert shown.shape == (630, 1200, 3)
    middle = 630 - (630 - (card.ONE if title == "Short" else card.TWO)[-1]) // 2
    assert (shown[middle, 500] == (0, 255, 0)).all()
    assert (shown[middle, 700] == (0, 0, 255)).all()
    # A map goes from edge to edge, charts stand in the middle.
    assert (shown[middle, 2] == (0, 255, 0)).all() == (top is not None)


def test_two_cards_of_one_title_are_the_same_bytes() -> None:
    figure = picture(400, 300)
    assert card.draw("Title", figure, (0, 0, 200, 150)) == card.draw("Title", figure, (0, 0, 200, 150))


def test_charts_nearly_as_high_as_wide_stand_beside_the_title() -> None:
    shown = np.asarray(Image.open(io.BytesIO(card.draw("Title", picture(880, 840), (0, 0, 440, 420)))).convert("RGB"))
    blue = np.argwhere((shown == (0, 0, 255)).all(axis=2))
    assert blue[:, 1].min() > 600
    assert np.ptp(blue[:, 0]) > 550


def test_a_card_is_small_enough_to_be_shown(site_dir: Path) -> None:
    cards = list((site_dir / "assets" / "cards").glob("*.png"))
    assert len(cards) == len(PAGES)
    assert max(one.stat().st_size for one in cards) <= 60_000
