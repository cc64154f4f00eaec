"""The reference page: its examples run, and it names everything that is public."""

import doctest
import math
import re
from pathlib import Path

import pytest

import momentum
from momentum import theory
from momentum.site import formula, registries

PAGE = Path(__file__).parents[1] / "docs" / "reference.md"


def test_the_examples_on_the_page_are_true():
    done = doctest.testfile(str(PAGE), module_relative=False)
    assert done.attempted > 25
    assert done.failed == 0


def test_every_public_class_and_function_is_on_the_page():
    shown = set(re.findall(r"^::: momentum\.(\w+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    named = {name for name in momentum.__all__ if not name.isupper()}
    assert shown == named
    assert set(theory.__all__) <= set(vars(theory))


def test_every_registry_is_on_the_page():
    page = registries.filled(PAGE.read_text(encoding="utf-8"), registries.LISTS, "reference.md")
    for name in filter(str.isupper, momentum.__all__):
        assert f"`{name}`" in page
        for entry in getattr(momentum, name):
            assert f"`{entry}`" in page


def test_a_list_that_there_is_not_is_refused():
    with pytest.raises(registries.PlaceError, match=r"^page\.md: a list must be one of losses, .+; got 'pets'\.$"):
        registries.filled("text\n<!-- registry: pets -->\n", registries.LISTS, "page.md")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (["add", ["pow", ["sub", 1, "x"], 2], ["mul", 100, "y"]], r"(1 - x)^{2} + 100 y"),
        (["sub", "x", ["sub", "y", 1]], r"x - (y - 1)"),
        (["sub", "x", ["add", "y", 1]], r"x - (y + 1)"),
        (["add", "x", ["neg", "y"]], r"x + (-y)"),
        (["mul", ["neg", "x"], -2], r"(-x) (-2)"),
        (["mul", 2, 3], r"2 \cdot 3"),
        (["pow", ["div", "x", 2], 3], r"\left(\frac{x}{2}\right)^{3}"),
        (["pow", ["pow", "x", 2], 3], r"(x^{2})^{3}"),
        (["sin", ["mul", 2 * math.pi, "x"]], r"\sin (2 \pi x)"),
        (["cos", ["sin", "x"]], r"\cos (\sin (x))"),
        (["mul", ["sin", "x"], "y"], r"\sin (x) y"),
        (["mul", ["exp", math.e], ["sqrt", ["add", "x", 1]]], r"\exp (e) \sqrt{x + 1}"),
    ],
)
def test_a_formula_has_the_brackets_that_it_needs_and_no_others(expression, expected):
    assert formula.tex(expression) == expected
