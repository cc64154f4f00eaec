"""What is cut from figures: small pictures end with a row of panels, and a card's map keeps its uppermost word."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from PIL import Image

from built import ROOT
from momentum.rendering.layout import GAP, place
from momentum.site import card
from momentum.site.rows import rows
from momentum.site.thumbnails import HEIGHT, WIDTH, draw
from retold import FIGURES, records, scene

INK, GROUND = (0, 0, 0), (255, 255, 255)


@pytest.mark.parametrize("name", FIGURES)
def test_rows_lie_where_the_picture_has_them(name: str) -> None:
    (width, height), spots = place(scene(name))
    found = rows(records()[name])
    assert (max(row.width for row in found), found[-1].bottom) == (width, height)
    assert {GAP, *(row.bottom for row in found[:-1])} == {y for _, y in spots}


@pytest.mark.parametrize("name", FIGURES)
def test_the_panels_of_a_figure_fill_its_rows(name: str) -> None:
    full = [row.width for row in rows(records()[name])]
    assert min(full) >= 0.9 * max(full), "a row that is not full leaves a hole in the page"
    assert all("half" not in panel["span"] for panel in records()[name]["panels"]) or len(scene(name).panels) > 1


@pytest.mark.parametrize("ends", [(400, 800), (400, 2000), (1500,), (200, 350, 600), (200, 350, 900)])
def test_a_small_picture_ends_with_the_last_row_that_there_is_room_for(ends: tuple[int, ...]) -> None:
    whole = Image.new("RGB", (1000, ends[-1]), GROUND)
    for end in ends:
        whole.paste(INK, (0, end - 40, 1000, end - 20))
    stream = io.BytesIO()
    whole.save(stream, "PNG")
    with Image.open(io.BytesIO(draw(stream.getvalue(), ends))) as small:
        picture = small.convert("L")
        assert small.width == WIDTH
        assert small.height <= HEIGHT
        column = [picture.getpixel((WIDTH // 2, y)) for y in range(picture.height)]
    dark = [y for y, tone in enumerate(column) if tone < 80]
    assert len(column) - dark[-1] < 0.2 * HEIGHT, "the line above the last end is there, and little below it"
    lines = sum(tone < 80 and above >= 80 for above, tone in pairwise(column))
    assert lines == max(1, sum(end * WIDTH <= HEIGHT * whole.width for end in ends))


MAPS = {page: figure for page, _, figure in card.pages(ROOT / "docs")}


@pytest.mark.parametrize("page", MAPS)
def test_a_card_keeps_the_uppermost_word_of_its_map(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {}
    monkeypatch.setattr(
        card, "_place", lambda room, figure, top: seen.update(room=room.shape, size=figure.size, top=top)
    )
    record = records()[MAPS[page]]
    card._files("A title", record)
    if seen["top"] is None:
        return
    high, wide = seen["room"][:2]
    share = wide / seen["size"][0]
    above = min((seen["size"][1] * share - high) / 2, seen["top"] * seen["size"][1] * share)
    words = [float(y) for y in card.WORD.findall(record["panels"][0]["svg"])]
    assert all(above <= (y - 16) * share * card.DOUBLE for y in words)


def test_a_page_may_state_the_figure_of_its_card() -> None:
    assert MAPS["losses.md"] == "loss-rosenbrock"
