"""Chips and step links: what they become, and that one which leads nowhere stops the build."""

from __future__ import annotations

import pytest
from markdown import Markdown

from momentum.authoring import AuthoringError
from momentum.authoring.directives import CHIPS
from momentum.rendering.style import ROLES

RECORDS = {
    "ravine-duel": {"steps": 60, "numbers": {"best": 18}},
    "still": {"steps": 0, "numbers": {}},
    "ravine": {"numbers": {"best": 18}},
}
FIGURE = "![](figures/ravine-duel.svg)\n\n![](figures/still.svg)\n\n![](figures/ravine.svg)\n\n"


def lookup(name: str) -> dict[str, object]:
    if name not in RECORDS:
        raise LookupError(f"There is no figure or set of numbers named {name!r}.")
    return RECORDS[name]


def page(text: str) -> str:
    names = ["momentum.authoring.directives", "momentum.authoring.quantities"]
    md = Markdown(extensions=names, extension_configs={name: {"lookup": lookup} for name in names})
    return md.convert(FIGURE + text).rpartition("</p>\n")[2]


@pytest.mark.parametrize(("name", "role"), CHIPS.items())
def test_a_chip_has_the_class_of_its_role(name, role):
    assert role in ROLES
    assert page(f"the :{name}[some words] run") == (f'<p>the <span class="sm-chip sm-{role}">some words</span> run</p>')


def test_chips_hold_markdown_and_stand_in_headings():
    assert page("# :momentum[*M* and [[=0.9]]]") == (
        '<h1><span class="sm-chip sm-momentum"><em>M</em> and <span class="sm-given">0.9</span></span></h1>'
    )


def test_a_step_link_leads_to_the_figure_and_names_the_step():
    assert page("at :step[step 18](ravine-duel 18).") == (
        '<p>at <a class="sm-step" data-figure="ravine-duel" data-step="18" href="#ravine-duel">step 18</a>.</p>'
    )


def test_a_step_may_be_computed():
    html = page("at :step[step [[ravine.best]]](ravine-duel [[ravine.best]])")
    assert 'data-step="18"' in html
    assert 'step <span class="sm-number" data-from="ravine.best">18</span></a>' in html


def test_a_step_link_may_hold_a_chip():
    assert '<a class="sm-step"' in page(":step[:gd[it] at 3](ravine-duel 3)")


@pytest.mark.parametrize("step", [0, 60])
def test_the_first_and_the_last_step_can_be_linked(step):
    assert f'data-step="{step}"' in page(f":step[there](ravine-duel {step})")


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (":step[x](ravine-duel 61)", "leads to step 61, but 'ravine-duel' ends at step 60"),
        (":step[x](ravine-dule 1)", "'ravine-dule', which is not on this page. Near it: ravine-duel, ravine."),
        (":step[x](still 1)", "'still' has no steps to go to"),
        (":step[x](ravine 1)", "'ravine' has no steps to go to"),
        (":step[x](ravine-duel)", "must be :step[words](figure-name step)"),
        (":step[x](ravine-duel -1)", "must be :step[words](figure-name step)"),
        (":step[x](ravine-duel 1.5)", "must be :step[words](figure-name step)"),
        (":step[](ravine-duel 1)", "must be :step[words](figure-name step)"),
        (":step[x]", "must be :step[words](figure-name step)"),
        (":momentun[x]", "There is no mark :momentun[...]. Near it: momentum."),
        (":momentum[x", ":momentum[ has no closing bracket"),
        (":momentum[ ]", "A chip needs words"),
        (":Momentum[x]", "A mark must be :momentum[words], where a word begins; got :Momentum["),
        (":momentum [x]", "A mark must be :momentum[words]"),
        ("namely:momentum[x]", "where a word begins; got namely:momentum["),
        ("::momentum[x]", "A mark must be :momentum[words]"),
        ("namely:step[x](ravine-duel 1)", "A mark must be :step[words]"),
        (":Momentun[x]", "There is no mark :Momentun[...]. Near it: momentum."),
    ],
)
def test_a_mark_that_leads_nowhere_stops_the_build(text, cause):
    with pytest.raises(AuthoringError) as caught:
        page(f"So {text} it is.")
    assert cause in str(caught.value)


def test_a_figure_named_in_code_is_not_on_the_page():
    md = Markdown(
        extensions=["momentum.authoring.directives"],
        extension_configs={"momentum.authoring.directives": {"lookup": lookup}},
    )
    with pytest.raises(AuthoringError, match="not on this page"):
        md.convert("`![](figures/ravine-duel.svg)`\n\n:step[x](ravine-duel 1)")


def test_a_figure_that_is_shown_but_unknown_is_named():
    with pytest.raises(AuthoringError, match="no figure or set of numbers named 'gone'"):
        page("![](figures/gone.svg)\n\n:step[x](gone 1)")


@pytest.mark.parametrize("text", ["`:gd[x]`", "see: [x]", "12:30[x]", "a:b[x]"])
def test_colons_elsewhere_mean_nothing(text):
    assert "sm-" not in page(text)
