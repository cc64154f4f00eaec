"""GIF: decoded frames, their number and times, the palette, and where the heads are."""

from __future__ import annotations

import io
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from momentum.rendering.blocks import Patch, written
from momentum.rendering.gif import REST, SCALE, SHORTEST, frames, gif
from momentum.rendering.layout import GAP
from momentum.rendering.palette import COLOURS, Palette
from momentum.rendering.png import png
from momentum.rendering.raster import Raster
from momentum.rendering.scene import Run, Scene
from small_scenes import PATH, TICKS, duel, near, one_plane, rgb


def decode(content):
    """A GIF's frames (n, height, width, 3), and their durations in milliseconds."""
    image = Image.open(io.BytesIO(content))
    shown, times = [], []
    for number in range(image.n_frames):
        image.seek(number)
        shown.append(np.asarray(image.convert("RGB")))
        times.append(image.info["duration"])
    return np.stack(shown), times


@pytest.fixture(scope="module")
def decoded():
    return decode(gif(duel()))


def test_a_step_takes_as_long_as_the_scene_says(decoded):
    _, times = decoded
    begins = np.cumsum([0, *times])
    # Three frames a step: the plane halfway, the plane at the step, the curve.
    assert begins[2::3].tolist()[:TICKS] == [160 * tick for tick in range(1, TICKS + 1)]
    assert times[-1] == REST >= 3000
    assert min(times) >= SHORTEST  # browsers slow anything shorter down to 100 ms
    assert all(time % 10 == 0 for time in times)


def test_planes_move_between_steps_and_curves_after_them(decoded):
    shown, _ = decoded
    assert len(shown) == 1 + 3 * TICKS
    split = round((GAP + 250 + GAP / 2) * SCALE)
    for before, after in pairwise(shown):
        changed = (before != after).any(axis=-1)
        assert changed[:split].any() != changed[split:].any()


def test_heads_are_where_the_path_is(decoded):
    shown, _ = decoded
    panel = duel().panels[0]
    for tick in range(TICKS + 1):
        x, y = ((panel.pixels(PATH[tick]) + GAP) * SCALE).round().astype(int)
        # The last frame of a step is that in which the curve has followed.
        frame = shown[3 * tick]
        assert near(frame[y - 1 : y + 2, x - 1 : x + 2], "momentum").all(), tick
        if tick < TICKS - 1:
            x, y = ((panel.pixels(PATH[tick + 2]) + GAP) * SCALE).round().astype(int)
            assert not near(frame[y - 2 : y + 3, x - 2 : x + 3], "momentum").any(), tick


def test_the_curve_s_head_reaches_every_step(decoded):
    shown, _ = decoded
    chart = duel().panels[1]
    run = chart.marks[1]
    for tick in (0, 5, TICKS):
        x, y = ((chart.pixels(run.places[tick]) + np.array([GAP, 2 * GAP + 250])) * SCALE).round().astype(int)
        assert near(shown[3 * tick][y - 1 : y + 2, x - 1 : x + 2], "momentum").all(), tick


def test_the_palette_is_one_and_leaves_room_for_unchanged():
    content = gif(duel())
    assert content[10] & 0x80  # a global colour table
    assert 2 ** ((content[10] & 7) + 1) - 1 in COLOURS
    shown, _ = decode(content)
    assert len({tuple(pixel) for pixel in shown[::9].reshape(-1, 3)}) <= max(COLOURS)


def test_the_palette_keeps_the_colours_of_the_runs():
    picture = Raster(duel(), SCALE)
    palette = Palette(picture.image)
    for role in ("momentum", "minimum", "card", "ink"):
        nearest = palette.colours[np.abs(palette.colours - rgb(role)).sum(axis=1).argmin()]
        assert np.abs(nearest - rgb(role)).sum() < 40, role


def test_two_drawings_have_the_same_bytes():
    assert gif(duel()) == gif(duel())
    assert png(duel()) == png(duel())


def test_frames_add_up_to_the_picture_drawn_at_once(decoded):
    shown, _ = decoded
    whole = Raster(duel(), SCALE)
    step_by_step = Raster(duel(), SCALE)
    for half in range(1, 2 * TICKS + 1):
        step_by_step.advance(half / 2)
    whole.advance(TICKS)
    # Quantised to a few dozen colours; a pixel that a step left behind would be off by hundreds.
    assert np.abs(shown[-1].astype(int) - step_by_step.image).sum(axis=-1).max() < 150
    # Drawn in pieces, a line's corners are smoothed in another way: a few pixels each.
    assert (np.abs(shown[-1].astype(int) - whole.image).sum(axis=-1) > 150).sum() < 5 * TICKS


@pytest.mark.parametrize("colours", [2, 3, 4, 31, 32, 63, 64, 200, 255])
def test_patches_are_laid_over_one_another(colours):
    tones = np.random.default_rng(colours).permutation(256)[:colours]
    indices = np.random.default_rng(1).integers(0, colours, (3, 40, 50)).astype(np.uint8)
    first, second, third = indices
    second[:5] = third[:, :9] = colours
    patches = [Patch(0, 0, first), Patch(0, 0, second), Patch(7, 4, np.ascontiguousarray(third[:20, :30]))]
    shown, times = decode(written(patches, [80, 20, 3000], np.repeat(tones, 3).tolist()))
    assert times == [80, 20, 3000]
    expected = first
    for patch, frame in zip(patches, shown, strict=True):
        height, width = patch.pixels.shape
        place = expected[patch.y : patch.y + height, patch.x : patch.x + width]
        place[:] = np.where(patch.pixels == colours, place, patch.pixels)
        assert np.array_equal(frame, np.repeat(tones[expected][..., None], 3, axis=-1))


def test_slow_steps_get_more_frames_and_no_other_speed():
    stack, times, _ = frames(Scene((one_plane(Run(PATH, "momentum", "m")),), ticks=TICKS, seconds=0.48))
    assert len(stack) == 1 + 6 * TICKS
    assert sum(times[:-1]) == TICKS * 480


def test_a_scene_lingers_on_its_first_steps_and_the_gif_keeps_its_times():
    scene = Scene((one_plane(Run(PATH, "momentum")),), ticks=TICKS, slow=2)
    lengths = np.diff(scene.times)
    assert lengths[:2] == pytest.approx(0.6)
    assert (np.diff(lengths[1:]) < 0).all()
    assert lengths[-1] == pytest.approx(scene.seconds, abs=0.04)
    _, times, _ = frames(scene)
    assert sum(times[:-1]) == pytest.approx(1000 * scene.times[-1], abs=10)
