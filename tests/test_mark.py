"""The mark: its files are what the tool draws, from a run's own memory."""

import io
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from momentum.chapters import _ravine as scenery
from tools import mark


@pytest.mark.parametrize("path", [path for path in mark.files() if path.suffix == ".svg"], ids=lambda path: path.name)
def test_the_mark_is_what_the_tool_draws(path: Path) -> None:
    assert path.read_bytes() == mark.files()[path]
    ElementTree.fromstring(path.read_text("utf-8"))


def test_the_touch_icon_shows_the_same_run() -> None:
    kept, drawn = (
        np.asarray(Image.open(io.BytesIO(content)).convert("RGB"), dtype=int)
        for content in ((mark.ROOT / "docs" / "assets" / "touch-icon.png").read_bytes(), mark.touch())
    )
    # Another version of the drawing library may smooth an edge by another shade.
    assert np.abs(kept - drawn).max() <= 8


def test_each_step_is_beta_times_as_strong_as_the_one_after_it() -> None:
    points, _ = mark.drawing(40, 24)
    shares = np.array([share for _, _, share in mark.strokes(points)])
    assert shares[-1] == 1
    assert shares[:-1] / shares[1:] == pytest.approx(scenery.BETA)
