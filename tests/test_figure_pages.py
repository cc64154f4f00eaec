"""Figures in pages: what a figure line becomes, and what it refuses."""

from __future__ import annotations

import json
import re
from html import unescape
from xml.etree import ElementTree

import markdown
import pytest

from momentum.authoring import AuthoringError
from momentum.authoring.figures import FigureExtension
from momentum.authoring.picture import raised
from momentum.build import build

MOVING, STILL, NUMBERS = "ravine-duel", "beta-map", "theory"


@pytest.fixture(scope="module", autouse=True)
def built():
    build.build([MOVING, STILL, NUMBERS])


def convert(text, **lookup):
    return markdown.markdown(text, extensions=[FigureExtension(**lookup)])


@pytest.fixture(scope="module")
def html():
    return convert(f"Before.\n\n![](figures/{MOVING}.svg)\n\nAfter.")


def test_a_line_becomes_the_figure_between_its_neighbours(html):
    assert re.fullmatch(r"<p>Before\.</p>\s*<figure.*</figure>\s*<p>After\.</p>", html, re.DOTALL)
    assert html.count("<svg") == len(build.find(MOVING)["panels"])


def test_the_alternative_text_is_the_record_s_unless_the_page_has_its_own(html):
    record = build.find(MOVING)
    assert unescape(re.search('role="img" aria-label="([^"]*)"', html)[1]) == record["alt"]
    own = convert(f'![Two "paths" & a valley](figures/{MOVING}.svg)')
    assert 'aria-label="Two &quot;paths&quot; &amp; a valley"' in own


def test_the_caption_may_hold_inline_markdown():
    record = {**build.find(MOVING), "caption": "In *few* steps."}
    assert "<em>few</em>" in convert(f"![](figures/{MOVING}.svg)", lookup=lambda name: record)


def test_powers_of_ten_in_a_caption_are_set_as_in_prose():
    record = {**build.find(MOVING), "caption": "It is 5.9 × 10⁻⁶ in *few* steps, 10³ of them."}
    html = convert(f"![](figures/{MOVING}.svg)", lookup=lambda name: record)
    assert "It is 5.9 × 10<sup>−6</sup> in <em>few</em> steps, 10<sup>3</sup> of them." in html


def test_the_clock_goes_with_the_figure(html):
    clock = json.loads(unescape(re.search('data-clock="([^"]*)"', html)[1]))
    record = build.find(MOVING)
    always, sometimes = ("steps", "seconds", "tick", "readouts"), ("events", "times")
    assert clock == {key: record[key] for key in (*always, *(key for key in sometimes if record.get(key)))}


def test_without_scripts_there_is_a_labelled_pause_switch_and_the_last_losses(html):
    assert re.search(r'<label class="sm-switch"><input class="sm-pause" type="checkbox"><span[^>]*>Pause the', html)
    words = re.search('<div class="sm-words">(.*?)</div>', html)[1]
    record = build.find(MOVING)
    for readout in record["readouts"]:
        assert f">{readout['name']}: </span>{readout['unit']} <span>{raised(readout['values'][-1])}</span>" in words


def test_names_are_shown_where_a_colour_stands_for_two_runs():
    record = build.find(MOVING)
    same = [{**readout, "role": "momentum"} for readout in record["readouts"]]
    html = convert(f"![](figures/{MOVING}.svg)", lookup=lambda name: {**record, "readouts": same})
    assert "sm-hidden" not in html
    assert "<span>gradient descent: </span>" in html


def test_every_step_has_a_row_or_lies_between_two(html):
    rows = re.findall('<tr><th scope="row">(.*?)</th>', html)
    assert rows[0] == "0"
    assert rows[-1] == str(build.find(MOVING)["steps"])


def test_it_can_be_taken_away(html):
    for kind in ("svg", "gif", "png"):
        assert f'href="figures/{MOVING}.{kind}"' in html
    assert f"<code>python -m momentum render {MOVING}</code>" in html
    assert build.find(MOVING)["citation"] in html


def test_links_lead_back_from_a_page_in_a_folder():
    assert f'href="../figures/{MOVING}.gif"' in convert(f"![](../figures/{MOVING}.svg)")


def test_ids_are_unique_however_often_a_figure_is_shown():
    html = convert("\n\n".join([f"![](figures/{MOVING}.svg)"] * 3 + [f"![](figures/{STILL}.svg)"]))
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert [one for one in ids if one.startswith(MOVING) and "plane" not in one and "-clip" not in one] == [
        MOVING, f"{MOVING}-2", f"{MOVING}-3",
    ]  # fmt: skip
    assert set(re.findall(r"url\(#([^)]*)\)", html)) <= set(ids)


def test_a_second_page_numbers_its_figures_afresh():
    md = markdown.Markdown(extensions=[FigureExtension()])
    first = md.convert(f"![](figures/{MOVING}.svg)")
    md.reset()
    assert md.convert(f"![](figures/{MOVING}.svg)") == first


def test_a_still_picture_has_no_controls():
    html = convert(f"![](figures/{STILL}.svg)")
    assert "<sm-player" not in html
    assert "sm-controls" not in html
    assert f"{STILL}.gif" not in html
    assert f"{STILL}.png" in html


def test_lines_beside_the_figure_line_stay_text():
    html = convert(f"Above\n![](figures/{MOVING}.svg)\nBelow")
    assert "<p>Above</p>" in html
    assert "<p>Below</p>" in html


def test_other_images_are_left_alone():
    assert convert("![A photograph](pictures/valley.png)") == (
        '<p><img alt="A photograph" src="pictures/valley.png" /></p>'
    )


def test_a_figure_within_a_code_block_stays_code():
    assert "<figure" not in convert(f"    ![](figures/{MOVING}.svg)")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("ravine-dual", r"figures/ravine-dual\.svg: There is no figure .*'ravine-dual'\. Near it: ravine-duel"),
        (NUMBERS, "is a set of numbers, not a figure"),
    ],
)
def test_an_unknown_figure_stops_the_page(name, message):
    with pytest.raises(AuthoringError, match=message):
        convert(f"![](figures/{name}.svg)")


def test_inlined_pictures_are_hidden_from_assistive_tools_and_well_formed(html):
    for svg in re.findall("<svg.*?</svg>", html, re.DOTALL):
        root = ElementTree.fromstring(svg)
        assert root.get("aria-hidden") == "true"
        assert root.get("focusable") == "false"


def test_powers_of_ten_are_superscripts():
    assert raised("1.2 × 10⁻⁶ < 1") == "1.2 × 10<sup>−6</sup> &lt; 1"
