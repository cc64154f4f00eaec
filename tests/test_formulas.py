"""Formulas: TeX becomes MathML in the page's own font, or the build stops with the TeX, the position and the cause."""

from __future__ import annotations

import re

import pytest
from markdown import Markdown

from momentum.authoring import AuthoringError
from momentum.authoring.formulas import PHONE, block, inline
from momentum.authoring.leftovers import stray_tex
from momentum.authoring.tex import breadth, mathml


def page(text: str) -> str:
    extensions = ["tables", "admonition", "attr_list", "md_in_html", "toc", "footnotes", "pymdownx.superfences"]
    return Markdown(extensions=["momentum.authoring.formulas", *extensions]).convert(text)


def test_a_formula_in_a_line_is_mathml():
    assert page(r"so $x^2 < \beta$.") == (
        '<p>so <span class="sm-math"><math><msup><mi>x</mi><mn>2</mn></msup><mo>&lt;</mo><mi>β</mi></math></span>.</p>'
    )


@pytest.mark.parametrize("text", ["$$\nx\n$$", "$$x$$", "before\n$$\nx\n$$\nafter", "  $$ x $$"])
def test_a_formula_on_its_own_is_a_block_outside_any_paragraph(text):
    html = page(text)
    assert '<div class="sm-formula"><math display="block"><mi>x</mi></math></div>' in html
    assert "<p><div" not in html


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("- item\n\n    $$\n    x\n    $$\n\n    on", "li"),
        ("!!! note\n    $$\n    x\n    $$", "div"),
        ("> so\n>\n> $$\n> x\n> $$\n>\n> on", "blockquote"),
        ("> so\n> $$\n> x\n> $$\n> on", "blockquote"),
        ("<div markdown>\n\n$$\nx\n$$\n\n</div>", "div"),
    ],
)
def test_a_block_keeps_its_place_in_lists_notes_and_quotations(text, inside):
    html = page(text)
    formula = '<div class="sm-formula"><math display="block"><mi>x</mi></math></div>'
    assert re.search(rf"<{inside}[^>]*>.*{re.escape(formula)}.*</{inside}>", html, re.DOTALL)
    assert "<p><div" not in html
    assert stray_tex(html) == []


def test_formulas_work_in_tables_headings_links_and_footnotes():
    html = page("# The $x$\n\n| a |\n|---|\n| $|x|$ |\n\n[go $y$](#a) on[^1].\n\n[^1]: As $z$.\n")
    assert html.count("<math>") == 4
    assert stray_tex(html) == []


@pytest.mark.parametrize("text", ["`$x$`", "```\n$$ \\beta\n```", "<code>$x \\beta$</code>", "<!-- $ -->"])
def test_code_is_left_alone(text):
    assert "<math" not in page(text)


def test_wide_blocks_scroll_and_can_be_reached_by_keyboard():
    assert "tabindex" not in block("x = 1")
    assert 'tabindex="0" role="group" aria-label="Formula"' in block("+".join("abcdefghijklmnop"))


def test_a_formula_too_wide_for_a_phone_must_stand_on_its_own():
    wide = "+".join("abcdefghijklmnop")
    assert breadth(mathml(wide)) > PHONE
    with pytest.raises(AuthoringError, match=r"set it between \$\$ on lines of its own"):
        inline(wide)


MALFORMED = {
    r"\frac{1}{": ("expected closing token", 10),
    r"\frac{1}": ("expected argument", 9),
    r"\unknwon x": (r'unknown command "\unknwon"', 1),
    "{a": ("expected closing token", 3),
    "a}": ("unmatched closing token", 2),
    r"\left( a": ("expected closing token", 9),
    r"a \right)": ("unmatched closing token", 3),
    "x^2^3": ("duplicate subscript or superscript", 4),
    "x_": ("expected argument", 3),
    "a & b": ("may only appear in a table-like environment", 3),
    r"\begin{matrix} a": ("expected closing token", 17),
    r"\begin{foo} a \end{foo}": ('unknown environment "foo"', 7),
    r"\sqrt": ("expected argument", 6),
    r"a \\ b": (r"a line break needs \begin{aligned}", 3),
    r"a % b": (r"it would hide the rest; write \%", 3),
    r"a \over b": (r"write \frac{...}{...}", 3),
    r"\def\x{1}\x": ("can't define commands", 1),
    r"\color{red} a": ("colours belong to chips and figures", 1),
    r"\vec{x}": ("a plain letter is a vector here", 1),
    r"\widehat{ab}": (r"write \hat{...}", 1),
    r"\cancel{x}": ("browsers do not draw it", 1),
    r"\eqref{a}": ("formulas are not numbered", 1),
    r"\begin{align} a &= b \end{align}": (r"write \begin{aligned}", 1),
    r"\middle| a": (r"\middle needs \left and \right", 1),
    "a`b": ("quotation marks", 2),
    "beta = 1": (r"'beta' is neither a command nor in \text{...}", 1),
    "x = max y": (r"'max' is neither a command nor in \text{...}", 5),
    "f(x": ("it opens 1 brackets and closes 0", 3),
    "x)": ("it opens 0 brackets and closes 1", 2),
}


@pytest.mark.parametrize(("tex", "cause", "position"), [(tex, *fault) for tex, fault in MALFORMED.items()])
def test_a_malformed_formula_is_named_with_position_and_cause(tex, cause, position):
    with pytest.raises(AuthoringError) as caught:
        page(f"So ${tex}$ it is.")
    assert f"The formula “{tex}” can't be set: " in str(caught.value)
    assert cause in str(caught.value)
    assert f"(character {position})" in str(caught.value)


@pytest.mark.parametrize("tex", ["", "  ", r"\,", r"\quad"])
def test_an_empty_formula_is_refused(tex):
    with pytest.raises(AuthoringError, match="empty"):
        mathml(tex)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("It costs $ 5.", "A $ has no partner"),
        ("One $x and no more.\n\nNext $y$.", "A $ has no partner"),
        ("$$\nx\n\nNext", "A $$ has no partner"),
        ("$$\nx\n\n$$", "A $$ has no partner"),
        ("So $$x$$ stands in a line.", "does not stand on lines of its own"),
        (r"So \beta stands alone.", r"\beta stands outside a formula"),
        (r"So \(x\) it is.", r"\( stands outside a formula"),
        ("![the $x$](a.png)", "can't hold a formula"),
        ("![the \\beta](a.png)", "can't hold a formula"),
    ],
)
def test_stray_tex_stops_the_build_with_its_line(text, cause):
    with pytest.raises(AuthoringError) as caught:
        page(text)
    assert cause in str(caught.value)
    assert f"The line: {text.splitlines()[0]}" in str(caught.value)


@pytest.mark.parametrize(
    ("html", "stray"),
    [
        ("<p>$$ x</p>", "$$"),
        ("<p>costs $5</p>", "$"),
        (r"<p>the \beta</p>", r"\beta"),
        (r"<p>\(x\)</p>", r"\("),
        ("<p>[[ravine.steps]]</p>", "[[ravine.steps]]"),
        ("<p>:gd[it]</p>", ":gd[it]"),
        ('<img alt="the $x">', "$"),
        (r'<a title="\eta">x</a>', r"\eta"),
        (r'<meta name="description" content="\eta">', r"\eta"),
        (r"<math><annotation>\eta</annotation></math>", r"\eta"),
        ("<pre>x</pre><p>--8&lt;-- </p>", "--8<--"),
    ],
)
def test_leftovers_in_a_built_page_are_found(html, stray):
    assert stray_tex(html)[0].startswith(f"{stray} in “")


@pytest.mark.parametrize(
    "html",
    [
        r"<pre><code>\n $x [[1]]</code></pre>",
        "<script>$('x')</script><style>a{content:'\\f0'}</style>",
        '<a href="?a=$b" data-x="[[1]]">x</a>',
        "<p>a: [b] c:\\ d</p>",
    ],
)
def test_code_and_addresses_are_no_leftovers(html):
    assert stray_tex(html) == []


def test_a_prime_is_raised_once():
    assert mathml("f'") == '<math><mrow><mi>f</mi><mo lspace="0" rspace="0">′</mo></mrow></math>'


def test_a_table_has_no_attribute_that_browsers_do_not_know():
    assert "scriptlevel" not in mathml(r"\begin{cases} x & x > y \\ y & x \le y \end{cases}", display=True)
