"""Numbers in pages: how they print, where they may stand, and what stops the build."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from momentum.authoring import AuthoringError
from momentum.authoring.quantities import replace, show

NUMBERS = {"steps": 29, "many": 12345, "ratio": 5.5172, "loss": 1.234e-5, "share": 0.25, "label": "B"}


def lookup(name: str) -> dict[str, object]:
    if name != "ravine":
        raise LookupError(f"There is no figure or set of numbers named {name!r}. Near it: ravine.")
    return {"numbers": NUMBERS}


def page(text: str, *more: str) -> str:
    extensions = ["momentum.authoring.quantities", "momentum.authoring.formulas", "tables", "toc", "attr_list", *more]
    return Markdown(
        extensions=extensions, extension_configs={"momentum.authoring.quantities": {"lookup": lookup}}
    ).convert(text)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (29, "29"),
        (0, "0"),
        (-3, "−3"),
        (9999, "9999"),
        (10000, "10\u202f000"),
        (1234567, "1\u202f234\u202f567"),
        (0.0, "0"),
        (-0.0, "0"),
        (2.0, "2"),
        (0.9, "0.9"),
        (0.12345, "0.123"),
        (12.345, "12.3"),
        (1234.5, "1234"),
        (123456.7, "123\u202f457"),
        (0.001, "0.001"),
        (0.00099949, "9.99 × 10⁻⁴"),
        (0.00099999, "0.001"),
        (999999.7, "10⁶"),
        (2.5e6, "2.5 × 10⁶"),
        (-1.234e-5, "−1.23 × 10⁻⁵"),
        (np.float64(0.5), "0.5"),
        (np.int64(7), "7"),
        ("B", "B"),
    ],
)
def test_numbers_print_as_the_rule_of_rounding_says(value, shown):
    assert show(value) == shown


@pytest.mark.parametrize(
    ("value", "spec", "shown"),
    [(5.5172, ".2f", "5.52"), (0.25, ".0%", "25\u202f%"), (29, "+d", "+29"), (1e-5, ".1e", "1.0 × 10⁻⁵")],
)
def test_a_format_overrules_the_rule(value, spec, shown):
    assert show(value, spec) == shown


def test_in_tex_a_number_is_tex():
    assert show(1.234e-5, tex=True) == r"1.23 \times 10^{-5}"
    assert show(-12345, tex=True) == r"-12\,345"
    assert show(0.5, ".0%", tex=True) == r"50\,\%"


@given(st.floats(min_value=-1e300, max_value=1e300))
def test_what_is_printed_is_within_half_a_unit_of_the_third_digit(value):
    text = show(value).replace("\u202f", "").replace("−", "-")
    match = re.fullmatch(r"(-?)(?:([\d.]+)(?: × (?=10[⁻⁰¹²³⁴-⁹]))?)??(?:10([⁻⁰¹²³⁴-⁹]+))?", text)
    power = (match[3] or "⁰").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    printed = float(f"{match[1]}{match[2] or 1}e{power}")
    # Half a unit of the third digit is at most 0.5 of 100; the rest is the rounding of float() itself.
    assert printed == pytest.approx(value, rel=0.00500001, abs=0.0)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), True, None, 1j, [1]])
def test_what_is_no_finite_number_is_refused(value):
    with pytest.raises(AuthoringError, match="must be finite"):
        show(value)


@pytest.mark.parametrize(("value", "spec"), [(0.5, "d"), (0.5, "nonsense"), (0.5, "x<9"), ("B", ".2f")])
def test_a_format_that_does_not_fit_is_named(value, spec):
    with pytest.raises(AuthoringError, match=spec):
        show(value, spec)


def test_a_computed_number_says_where_it_is_from():
    assert page("After [[ravine.steps]] steps.") == (
        '<p>After <span class="sm-number" data-from="ravine.steps">29</span> steps.</p>'
    )
    assert '<span class="sm-number" data-from="ravine.ratio">5.52</span>' in page("x [[ravine.ratio:.2f]]")
    assert "1.23\u00a0×\u00a010<sup>−5</sup></span>" in page("[[ravine.loss]]")


def test_a_given_number_is_printed_as_chosen():
    assert page("With [[=0.90]] and [[=-2]]") == (
        '<p>With <span class="sm-given">0.90</span> and <span class="sm-given">−2</span></p>'
    )


def test_numbers_work_in_headings_tables_and_links():
    html = page("# After [[ravine.steps]] steps\n\n| a | b |\n|---|---|\n| [[ravine.many]] | [x [[=0.5]]](#a) |\n")
    assert '<h1 id="after-29-steps">After <span class="sm-number" data-from="ravine.steps">29</span> steps</h1>' in html
    assert '<td><span class="sm-number" data-from="ravine.many">12\u202f345</span></td>' in html
    assert '<a href="#a">x <span class="sm-given">0.5</span></a>' in html


def test_where_no_element_can_stand_a_number_is_plain_text():
    html = page(
        '![after [[ravine.steps]] of [[=0.5]]](a.png "and [[ravine.label]]")\n\n<i title="[[ravine.steps]]">i</i>'
    )
    assert 'alt="after 29 of 0.5"' in html
    assert 'title="and B"' in html
    assert '<i title="29">' in html


def test_in_formulas_a_number_is_a_numeral():
    html = page(r"$\beta = [[=0.9]]$, $[[ravine.loss]]$ and $[[ravine.many]]$")
    assert "<mn>0.9</mn>" in html
    assert "<mn>1.23</mn>" in html
    assert '<msup><mn>10</mn><mrow><mo lspace="0" rspace="0">−</mo><mn>5</mn></mrow></msup>' in html
    assert "<mn>12\u2009345</mn>" in html
    assert "sm-number" not in html


CODE = [
    "`[[ravine.steps]] 0.5`",
    "```python\nx = 0.5  # [[ravine.steps]]\n```",
    "- item\n\n    ~~~\n    [[nothing.here]] 0.5\n    ~~~",
    "<!-- 0.5 [[nothing]] -->",
    "<code>[[x]] 0.5</code>",
]


@pytest.mark.parametrize("text", CODE)
def test_code_is_left_alone(text):
    assert replace(text, lookup) == text


@pytest.mark.parametrize(
    "text",
    [
        "see arXiv:2307.11291 and 2306.09000",
        "doi 10.23915/distill.00006",
        "section 4.6, equation (2.3), Table 1.2, § 3.4",
        "version 1.2.3 of Python 3.11, CC BY 4.0",
        "[a](https://x.org/0.5) and https://y.org/1.5/a",
        "[a]: https://x.org/0.5",
        "<img width='0.5' src='a.png'>",
        "v2.0 and θ1 and 3 and 10,000",
    ],
)
def test_what_is_no_claim_may_hold_a_point(text):
    assert replace(text, lookup) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("It ends at 0.943 after all.", "0.943"),
        ("It is .5 there", ".5"),
        ("**1.5** times", "1.5"),
        ("about 0.9, or 3", "0.9"),
        ("a loss of −1.5", "1.5"),
        (r"$\beta = 0.9$", "0.9"),
        ("$$\n1.5 x\n$$", "1.5"),
        ("![falls to 0.5](a.png)", "0.5"),
        ("# From 2.5 on", "2.5"),
        ("| 0.5 |", "0.5"),
    ],
)
def test_a_bare_decimal_is_refused_with_its_line(text, number):
    with pytest.raises(AuthoringError, match="neither computed nor given") as caught:
        page(f"A first line.\n\n{text}\n")
    assert f"The number {number} is" in str(caught.value)
    assert f"The line: {next(line for line in text.splitlines() if number in line)}" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("[[ravin.steps]]", "no figure or set of numbers named 'ravin'. Near it: ravine."),
        ("[[ravine.step]]", "'ravine' computes no number named 'step'. Near it: steps."),
        ("[[ravine]]", "must be [[record.key]]"),
        ("[[]]", "must be [[record.key]]"),
        ("[[=much]]", "'much' is not a number"),
        ("[[ravine.label:.2f]]", "needs a number; got the text 'B'"),
        ("[[ravine.ratio:d]]", "does not fit 5.5172"),
        (r"$x = [[ravine.step]]$", "computes no number named 'step'"),
        ("![[[ravine.step]]](a.png)", "computes no number named 'step'"),
    ],
)
def test_an_unknown_number_stops_the_build_with_its_line(text, cause):
    with pytest.raises(AuthoringError) as caught:
        page(f"First.\n\nHere: {text}\n")
    assert cause in str(caught.value)
    assert f"The line: Here: {text}" in str(caught.value)


def test_the_store_is_asked_only_when_a_page_quotes_a_number():
    assert Markdown(extensions=["momentum.authoring.quantities"]).convert("No number.") == "<p>No number.</p>"


def test_docstrings_are_not_read_as_pages():
    md = Markdown(extensions=["momentum.authoring.quantities"])
    md.treeprocessors.register(object(), "mkdocstrings_headings", 1)
    assert md.preprocessors["sm_quantities"].run(["beta defaults to 0.9"]) == ["beta defaults to 0.9"]
