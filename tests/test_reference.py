"""The reference page: its examples run, and it names everything that is public."""

import doctest
import re
from pathlib import Path

import momentum
from momentum import theory

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
    page = PAGE.read_text(encoding="utf-8")
    for name in filter(str.isupper, momentum.__all__):
        assert f"`{name}`" in page
        for entry in getattr(momentum, name):
            assert entry in page
