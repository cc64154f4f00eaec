"""Images have words, and tables scroll inside themselves, whoever wrote them."""

from __future__ import annotations

import markdown
import pytest

from momentum.authoring import AuthoringError

TABLE = "|  | steps |\n| --- | ---: |\n| plain | 55 |\n"


def rendered(text: str) -> str:
    names = ["tables", "attr_list", "md_in_html", "momentum.authoring.images", "momentum.authoring.tables"]
    return markdown.markdown(text, extensions=names)


@pytest.mark.parametrize("text", ["![](a.png)", "![ ](a.png)", '<img src="a.png">', '<p><img src="a.png" alt=""></p>'])
def test_an_image_without_words_is_refused(text: str) -> None:
    with pytest.raises(AuthoringError, match=r"The image a\.png has no alternative text"):
        rendered(text)


@pytest.mark.parametrize(
    "text",
    ["![A mark](a.png)", '<img alt="A mark" src="a.png">', '<img alt="" role="presentation">', "`<img>`"],
)
def test_an_image_with_words_passes(text: str) -> None:
    assert "img" in rendered(text)


def test_a_table_gets_a_box_that_can_be_focused_and_has_a_name() -> None:
    assert '<div aria-label="Table: steps" class="sm-table" role="group" tabindex="0">' in rendered(TABLE)


def test_an_empty_corner_is_no_header_and_the_others_head_their_columns() -> None:
    html = rendered(TABLE)
    assert "<td></td>" in html
    assert '<th scope="col" style="text-align: right;">steps</th>' in html


def test_under_an_empty_corner_the_first_column_heads_its_rows() -> None:
    assert '<th scope="row">plain</th>' in rendered(TABLE)
    assert 'scope="row"' not in rendered(TABLE.replace("|  |", "| rule |"))


def test_a_table_in_a_list_is_wrapped_once() -> None:
    indented = "".join(f"    {line}\n" for line in TABLE.splitlines())
    assert rendered(f"- one\n\n{indented}").count('class="sm-table"') == 1
