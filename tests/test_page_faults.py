"""Faults of a page that Markdown lets pass: each is told with its line, and what is right is left in peace."""

from __future__ import annotations

import pytest
from mkdocs.exceptions import PluginError

from momentum.authoring import AuthoringError, finished, source
from momentum.site import whole

HEAD = "---\ndescription: A test.\n---\n# A title\n\n"
LINES = HEAD.count("\n")

RIGHT = """A word, 1,797 images, 10,000 steps, 25 of them, [[=0.9]] and [[ravine.rate:.0%]]. In 2019, at 3 p.m., $x^2$.

## Two

### Three

## Four { #four }

??? deeper "A question"
    ## A heading inside

    An answer.[^1]

```python
# a comment, not a heading
rate = 1e-5  # 50 % of it
??? nothing "
```

[^1]: A note.
"""

SOURCE = {
    "no header": ("# A title\n\nText.\n", 1, "must begin with a header"),
    "no description": ("---\ntitle: A\n---\n# A title\n\nText.\n", 1, "must have a description"),
    "an empty description": ("---\ndescription: ''\n---\n# A title\n\nText.\n", 1, "must have a description"),
    "bad YAML": ("---\ndescription: a: b\n---\n# A title\n", 2, "must be YAML; mapping values are not allowed here"),
    "a header that is a list": ("---\n- a\n---\n# A title\n", 2, "must give names and values"),
    "an empty page": ("---\ndescription: A test.\n---\n\n", 4, "must say something"),
    "a second title": (HEAD + "# Another\n", LINES + 1, "“Another” is a second one"),
    "no title first": ("---\ndescription: A test.\n---\n## A part\n", 4, "must be of the first level"),
    "a level skipped": (HEAD + "### Deep\n", LINES + 1, "of level 3, right below one of level 1"),
    "two headings of one name": (HEAD + "## One\n\n## Two\n\n## one\n", LINES + 5, f"in line {LINES + 1} too"),
    "a fence left open": (HEAD + "```python\nx = 1\n", LINES + 1, "The fence ``` is never closed"),
    "a fold with nothing in it": (HEAD + '??? deeper "Why?"\n\nText.\n', LINES + 1, "Nothing is indented under"),
    "a fold at the end": (HEAD + '??? deeper "Why?"\n', LINES + 1, "Nothing is indented under"),
    "a fold without a title": (HEAD + "??? deeper\n    Text.\n", LINES + 1, "must have a title between quotation"),
    "a title without its end": (HEAD + '??? deeper "Why\n    Text.\n', LINES + 1, "must have a title"),
    "an unknown box": (HEAD + '!!! warming "Hot"\n    Text.\n', LINES + 1, "There is no box !!! warming"),
    "an unknown fold": (HEAD + '??? deper "Hot"\n    Text.\n', LINES + 1, "Near it: deeper"),
    "an unknown footnote": (HEAD + "So it is.[^gone]\n", LINES + 1, "[^gone] is not defined"),
    "a footnote nobody names": (HEAD + "So.\n\n[^a]: A note.\n", LINES + 3, "[^a] is defined and nowhere named"),
    "a decimal with a comma": (HEAD + "It is 0,25 here.\n", LINES + 1, "The number 0,25 is neither computed nor given"),
    "a percentage": (HEAD + "Over 91 % of it.\n", LINES + 1, "The number 91 is neither computed nor given"),
    "a percentage without a space": (HEAD + "Over 91% of it.\n", LINES + 1, "The number 91 is neither"),
    "an exponent": (HEAD + "Down to 1e-5 at last.\n", LINES + 1, "The number 1e-5 is neither computed nor given"),
}  # fmt: skip


def test_a_page_that_is_right_has_no_faults() -> None:
    assert source.faults(HEAD + RIGHT) == []


@pytest.mark.parametrize(("text", "line", "said"), SOURCE.values(), ids=SOURCE)
def test_a_fault_in_the_source_is_told_with_its_line(text: str, line: int, said: str) -> None:
    found = source.faults(text)
    assert any(fault.line == line and said in fault.said for fault in found), found


@pytest.mark.parametrize("mark", ['??? deeper "Why?"\n    Text.\n', "```\n# a\n# a\n```\n", "<!-- # a -->\n"])
def test_what_stands_in_code_or_comments_is_no_heading_and_no_box(mark: str) -> None:
    assert source.faults(HEAD + mark) == []


FINISHED = {
    "a script": ("<script>alert(1)</script>", "<script"),
    "a remote script": ('<script src="https://x.example/a.js"></script>', "https://x.example/a.js"),
    "a remote module": ('<script type="module" src="//x.example/a.js"></script>', "//x.example/a.js"),
    "a remote image": ('<img src="https://x.example/a.png" alt="A">', "https://x.example/a.png"),
    "a remote frame": ('<iframe src="https://x.example/"></iframe>', "https://x.example/"),
    "a remote picture of another size": (
        '<img src="a.png" srcset="b.png 1x, https://x.example/a.png 2x" alt="A">',
        "https://x.example/a.png",
    ),
    "a remote picture in a style": (
        "<p style=\"color: red; background:url( 'https://x.example/a.png')\">A</p>",
        "https://x.example/a.png",
    ),
    "a remote picture in a style sheet": (
        "<style>p { background: url(//x.example/a.png) }</style>",
        "//x.example/a.png",
    ),
    "a remote style sheet in another": ('<style>@import "https://x.example/a.css";</style>', "https://x.example/a.css"),
    "a remote picture in a drawing": ('<svg><image href="https://x.example/a.png"/></svg>', "https://x.example/a.png"),
    "the same of old": ('<svg><image xlink:href="https://x.example/a.png"/></svg>', "https://x.example/a.png"),
    "a remote still of a film": ('<video src="a.webm" poster="//x.example/a.png"></video>', "//x.example/a.png"),
    "a frame": ("<iframe srcdoc='a'></iframe>", "<iframe"),
    "an object": ("<object></object>", "<object"),
    "a handler": ('<p onclick="go()">A</p>', "onclick"),
    "a link that runs": ('<a href="javascript:alert(1)">A</a>', "javascript:alert(1)"),
    "a link that runs, disguised": ('<a href=" JavaScript:alert(1)">A</a>', " JavaScript:alert(1)"),
    "this machine": ('<a href="http://127.0.0.1:8000/">A</a>', "http://127.0.0.1:8000/"),
    "this machine by name": ('<a href="http://localhost/x">A</a>', "http://localhost/x"),
    "an open number": ("<p>It is [[ravine.rate] here.</p>", "[[ravine.rate]"),
    "a formula in a caption": ("<figcaption>So $x$ is.</figcaption>", "$"),
}


LEADS = "href xlink:href src srcset imagesrcset poster background data action formaction ping cite manifest"
AWAY = "javascript:alert(1) data:text/html,A http://127.0.0.1/ //localhost:8000/a"


@pytest.mark.parametrize("address", AWAY.split())
@pytest.mark.parametrize("attribute", LEADS.split())
def test_no_attribute_that_leads_somewhere_runs_code_or_names_this_machine(attribute: str, address: str) -> None:
    assert address in [at for at, _ in finished.faults(f'<p {attribute}="{address}">A</p>')]


@pytest.mark.parametrize(("html", "at"), FINISHED.values(), ids=FINISHED)
def test_a_fault_in_the_finished_page_is_found(html: str, at: str) -> None:
    assert at in [place for place, _ in finished.faults(html)]


@pytest.mark.parametrize(
    "html",
    [
        '<script type="module" src="../assets/converter.js"></script>',
        '<a href="https://x.example/">A</a>',
        '<svg><a xlink:href="https://x.example/"><use href="#a"/></a></svg>',
        '<style>p { background: url("a.png") }</style><p style="background: url(a.png)">See url(https://x.example/).</p>',
        '<img src="../assets/a.png" alt="A">',
        "<p>See <code>http://127.0.0.1:8000</code> and <code>[[x]]</code>.</p>",
        '<a href="#ravine-duel" data-step="3">step 3</a>',
    ],
)
def test_what_a_page_may_hold_is_left_alone(html: str) -> None:
    assert finished.faults(html) == []


def test_a_page_that_is_not_utf_8_gets_a_sentence_with_its_line() -> None:
    with pytest.raises(PluginError, match=r"^a\.md:3: A page must be text in UTF-8"):
        whole.read("a.md", b"one\ntwo\nna\xefve\n")


def test_all_faults_of_a_page_are_told_at_once() -> None:
    with pytest.raises(PluginError) as error:
        whole.read("a.md", (HEAD + "## One\n\n## One\n\n```\n").encode())
    assert [line.partition(" ")[0] for line in str(error.value).splitlines()] == ["a.md:8:", "a.md:10:"]


def test_a_fault_while_a_page_is_rendered_is_told_with_its_line_and_without_its_causes() -> None:
    def render() -> None:
        raise AuthoringError("There is no figure named 'x'.", at="figures/x.svg")

    guarded = whole.guarded("a.md", "one\n\n![](figures/x.svg)\n", render, lambda: "")
    with pytest.raises(PluginError, match=r"^a\.md:3: There is no figure named 'x'\.$") as error:
        guarded()
    assert error.value.__suppress_context__


@pytest.mark.parametrize(("at", "line"), [("two  words", 2), ("…two words…", 2), ("…ne…", 1), ("nowhere", 0), ("", 0)])
def test_a_line_is_found_by_a_piece_of_it(at: str, line: int) -> None:
    assert whole.line_of("one\ntwo words here\n", at) == line


def test_a_header_of_the_site_that_names_no_page_is_refused() -> None:
    assert whole.unknown_pages(["index.md"], ["index.md", "a.md"]) is None
    assert "there is no gone.md" in str(whole.unknown_pages(["index.md", "gone.md"], ["index.md"]))
