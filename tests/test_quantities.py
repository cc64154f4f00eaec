"""Numbers in pages: what they become, where they may stand, and what stops the build."""

from __future__ import annotations

import pytest
from markdown import Markdown

from momentum.authoring import AuthoringError
from momentum.authoring.quantities import replace

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
