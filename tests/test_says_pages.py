"""What pages say: formulas hold, downloads are their own figure's, chips have their words, the policy is exact."""

from __future__ import annotations

import base64
import hashlib
import html as markup
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from built import PAGES, ROOT, where
from formula import evaluate
from momentum import CONVENTIONS, theory
from momentum.rendering.style import ROLES
from momentum.store import store
from retold import RAVINE, START, records, walk

QUOTED = re.compile(r"\[\[(?:=(?P<typed>[^\]:]+)|(?P<name>[\w-]+)\.(?P<key>\w+))(?::[^\]]*)?\]\]")
SIDES = re.compile(r"\\leftarrow|=|<|\\le(?![a-z])|\\ge(?![a-z])")


def source(page: str) -> str:
    """A page as it is written, code left out."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def formulas(page: str) -> list[str]:
    """The formulas of a page, those on lines of their own and those in sentences."""
    return [one or other for one, other in re.findall(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", source(page), re.DOTALL)]


def lines(formula: str) -> list[str]:
    """The lines of a formula that has several, without what aligns them."""
    inside = re.sub(r"\\(begin|end)\{aligned\}", "", formula).rstrip(" .,")
    return [
        line.replace("&", "").rstrip(" .,") for line in re.split(r"\\\\|\\qquad\\text\{leaves\}\\qquad|\\qquad", inside)
    ]


def relation(page: str, *parts: str) -> str:
    """The one line of a page's formulas that has all these parts."""
    found = {line.strip() for one in formulas(page) for line in lines(one) if all(part in line for part in parts)}
    assert len(found) == 1, f"{page}: {sorted(found)}"
    return found.pop()


def value(match: re.Match[str]) -> str:
    """What a quoted number comes to, in brackets if it is negative."""
    number = float(match["typed"] or records()[match["name"]]["numbers"][match["key"]])
    text = f"{abs(number):.12f}"
    return f"(-{text})" if number < 0 else text


ARITHMETIC = [
    (page, line)
    for page in PAGES
    for one in formulas(page)
    for line in lines(one)
    if "=" in line
    and "[[" in line
    and not re.search(r"[A-Za-z]", re.sub(r"\\(frac|sqrt|cdot|times|left|right)\b", "", QUOTED.sub("1", line)))
]


def test_sums_with_quoted_numbers_are_found():
    assert len(ARITHMETIC) >= 6


@pytest.mark.parametrize(("page", "line"), ARITHMETIC)
def test_a_sum_of_quoted_numbers_is_right(page, line):
    first, *others = (evaluate(side) for side in QUOTED.sub(value, line).split("="))
    for other in others:
        # The sides are printed to three digits.
        assert other == pytest.approx(first, rel=6e-3, abs=6e-4)


# --- Update rules ------------------------------------------------------------------------------------------------

UPDATES = [
    ("momentum.md", (r"v \leftarrow \beta v + (1 - \beta)", r"\theta \leftarrow \theta - \eta v"), "average"),
    ("gradient-descent.md", ("", r"\theta \leftarrow \theta - \eta"), "plain"),
    ("theory.md", (r"v \leftarrow \beta v +", r"\theta \leftarrow \theta"), "sum"),
    ("nesterov.md", (r"v \leftarrow \beta v", r"\theta \leftarrow \theta"), "inside"),
    ("noise.md", (r"v \leftarrow \beta v", ""), "average"),
    ("limits.md", (r"v \leftarrow \beta v", ""), "sum"),
]


@pytest.mark.parametrize(("page", "parts", "rule"), UPDATES)
def test_an_update_rule_makes_the_step_of_its_rule(page, parts, rule):
    eta, beta, theta, velocity, slope = 0.07, 0.6, 1.7, -0.4, 2.3
    after = {
        "plain": velocity, "sum": beta * velocity + slope, "average": beta * velocity + (1 - beta) * slope,
        "inside": beta * velocity - eta * slope,
    }[rule]  # fmt: skip
    end = {"plain": theta - eta * slope, "inside": theta + after}.get(rule, theta - eta * after)
    symbols = {"eta": eta, "beta": beta, "theta": theta, "v": velocity, "g": slope}
    page_lines = [line for one in formulas(page) for line in lines(one) if r"\leftarrow" in line]
    updates = {"v": parts[0], r"\theta": parts[1]}
    for target, part in updates.items():
        if not part:
            continue
        found = {line.strip() for line in page_lines if line.replace(" ", "").startswith(part.replace(" ", ""))}
        assert found, f"{page} has no {part}"
        for line in found:
            left, right = line.split(r"\leftarrow")
            assert left.strip() == target
            assert evaluate(right, **symbols) == pytest.approx(after if target == "v" else end, rel=1e-12)
        symbols["v"] = after


def test_the_list_of_published_rules_has_the_engine_s_rules():
    rows = [
        line for line in source("which-momentum.md").splitlines() if line.startswith("- **") and r"\leftarrow" in line
    ]
    names = ("heavy ball", "rate inside", "moving average", "undamped start", "nesterov")
    cells = [re.findall(r"\$([^$]*\\leftarrow[^$]*)\$", row) for row in rows]
    cells = [row for row in cells if len(row) == 2]
    assert len(cells) >= 4
    eta, beta = 0.03, 0.6
    paths = {}
    for name in names:
        rule = CONVENTIONS[name].rule(eta, beta)
        state = rule.init(np.array([1.7]))
        theta, state = rule.step(np.array([1.7]), state, np.array([2.3]))
        theta, state = rule.step(theta, state, np.array([-0.9]))
        paths[name] = float(theta[0])
    seen = set()
    for row in cells:
        theta, velocity = 1.7, 0.0
        for slope in (2.3, -0.9):
            given = {"eta": eta, "beta": beta, "g": slope}
            velocity = evaluate(row[0].split(r"\leftarrow")[1], v=velocity, theta=theta, **given)
            theta = evaluate(row[1].split(r"\leftarrow")[1], v=velocity, theta=theta, **given)
        near = [name for name, end in paths.items() if abs(end - theta) < 1e-12]
        assert near, row
        seen |= set(near)
    assert seen >= {"heavy ball", "rate inside", "moving average", "nesterov"}


def test_the_ravine_s_steps_shrink_each_direction_as_the_page_says():
    path = walk(lambda theta: RAVINE * theta, START, 1, 0.05)
    for name, before, after in zip("xy", path[0], path[1], strict=True):
        line = relation("ravine.md", rf"{name} \leftarrow")
        assert evaluate(line.split(r"\leftarrow")[1], eta=0.05, kappa=25.0, **{name: before}) == pytest.approx(after)
    loss = relation("ravine.md", "f(x, y) =").split("=")[1]
    assert evaluate(loss, x=3.0, y=-2.0, kappa=25.0) == (9 + 25 * 4) / 2


# --- Edges, best pairs, rates ------------------------------------------------------------------------------------

LOW, HIGH = 0.7, 31.0
PLAIN, HEAVY = theory.optimal_gradient_descent(LOW, HIGH), theory.optimal_heavy_ball(LOW, HIGH)
SPECTRUM = {"lambda_min": LOW, "lambda_max": HIGH, "kappa": HIGH / LOW}


def sides(page: str, *parts: str, **symbols: Any) -> tuple[Any, Any]:
    """The values of both sides of an equation."""
    left, right = relation(page, *parts).split("=")
    return tuple(evaluate(side, **SPECTRUM, **symbols) for side in (left, right))


@pytest.mark.parametrize("beta", [0.0, 0.3, 0.7, 0.95])
def test_the_edge_of_the_tuning_page_is_where_runs_begin_to_diverge(beta):
    rate = theory.stable_product(beta) / (1 - beta) / HIGH
    left, right = sides("tuning.md", r"\eta\, \lambda_{\max} =", eta=rate, beta=beta)
    assert left == pytest.approx(right, rel=1e-12)
    for share, grows in ((0.99, False), (1.01, True)):
        run = walk(lambda theta: HIGH * theta, [1.0], 4000, share * rate, beta, "average")
        assert (abs(run[-1, 0]) > 1) == grows


def test_the_edge_of_the_theory_page_is_that_of_the_sum():
    left, right = sides(
        "theory.md", r"\eta\lambda = 2 + 2\beta", eta=theory.stable_product(0.6), beta=0.6, **{"lambda": 1.0}
    )
    assert left == pytest.approx(right)


@pytest.mark.parametrize(
    ("page", "parts", "symbols"),
    [
        ("theory.md", (r"\eta =", r"\frac{2}{\lambda"), {"eta": PLAIN.learning_rate}),
        ("theory.md", (r"\rho =", r"\frac{\kappa - 1}"), {"rho": PLAIN.rate}),
        ("theory.md", (r"\sqrt\eta =",), {"eta": HEAVY.learning_rate}),
        ("theory.md", (r"\sqrt\beta =", r"\frac"), {"beta": HEAVY.beta}),
        ("theory.md", (r"1 - \sqrt\beta =",), {"beta": HEAVY.beta, "eta": HEAVY.learning_rate}),
        ("theory.md", (r"1 + \sqrt\beta =",), {"beta": HEAVY.beta, "eta": HEAVY.learning_rate}),
        ("tuning.md", (r"\eta =", r"\sqrt{\lambda_{\min}"), {"eta": HEAVY.learning_rate / (1 - HEAVY.beta)}),
        ("tuning.md", (r"\beta =", r"\sqrt{\kappa}"), {"beta": HEAVY.beta}),
        ("ravine.md", (r"\eta =", r"\frac{2}{\lambda"), {"eta": PLAIN.learning_rate}),
        (
            "which-momentum.md",
            (r"\eta_{\text{average}}",),
            {"eta_average": 0.1 / 0.4, "eta_sum": 0.1, "beta": 0.6},
        ),
    ],
)  # fmt: skip
def test_an_equation_holds_for_what_the_engine_has(page, parts, symbols):
    left, right = sides(page, *parts, **symbols)
    assert left == pytest.approx(right, rel=1e-12)


def test_the_rates_left_after_a_step_are_those_of_the_theory():
    left = relation("ravine.md", r"\frac{\kappa - 1}")
    assert evaluate(left, kappa=HIGH / LOW) == pytest.approx(PLAIN.rate, rel=1e-12)
    rate = relation("limits.md", r"\ge").split(r"\ge")[1]
    assert evaluate(rate, kappa=HIGH / LOW, k=3.0) == pytest.approx(HEAVY.rate**3, rel=1e-12)


@pytest.mark.parametrize("beta", [0.2, 0.6, 0.9])
def test_the_region_of_swinging_is_where_the_roots_are_not_real(beta):
    low, middle, high = (part.strip() for part in relation("theory.md", "<", r"\sqrt\beta").split("<"))
    border = [evaluate(side, beta=beta) for side in (low, high)]
    assert evaluate(middle, eta=2.0, **{"lambda": 3.0}) == 6
    for product in (0.9 * border[0], 1.1 * border[0], 0.9 * border[1], 1.1 * border[1]):
        left, right = relation("theory.md", "r^2").split("=")
        swings = border[0] < product < border[1]
        roots = np.roots([1, -(1 + beta - product), beta])
        assert (np.abs(roots.imag).max() > 1e-9) == swings
        for root in roots:
            found = evaluate(left, r=root, eta=product, beta=beta, **{"lambda": 1.0})
            assert abs(found - float(right)) < 1e-9


@pytest.mark.parametrize("ratio", [0.926, -0.85])
def test_what_an_average_keeps_of_a_shrinking_gradient(ratio):
    formula = relation("momentum.md", r"\frac", r"\beta/r")
    beta, kept, slope = 0.7, 0.0, 1.0
    for _ in range(200):
        kept, slope = beta * kept + (1 - beta) * slope, slope * ratio
    assert evaluate(formula, beta=beta, r=ratio) == pytest.approx(kept / (slope / ratio), rel=1e-9)


# --- Figures on built pages --------------------------------------------------------------------------------------


def built(site: Path, page: str) -> str:
    return (site / where(page) / "index.html").read_text("utf-8")


def figures(site: Path, page: str) -> list[tuple[str, str, str]]:
    """The figures of a built page: identifier, name, HTML."""
    found = []
    for whole in re.findall(r"<figure\b.*?</figure>", built(site, page), re.DOTALL):
        opening = whole[: whole.index(">") + 1]
        if name := re.search(r'data-figure="([^"]+)"', opening):
            identifier = re.search(r'\bid="([^"]+)"', opening)
            assert identifier is not None
            found.append((identifier[1], name[1], whole))
    return found


@pytest.mark.parametrize(
    "page", [page for page in PAGES if re.search(r"^!\[[^\]]*\]\(figures/\S+\)\s*$", source(page), re.M)]
)
def test_a_figure_s_downloads_texts_and_pictures_are_its_own(site_dir, page):
    shown = figures(site_dir, page)
    assert shown
    for identifier, name, whole in shown:
        record = records()[name]
        links = [
            (address[1], filename[1])
            for tag in re.findall(r"<a\b[^>]*>", whole)
            if (filename := re.search(r'\bdownload="([^"]*)"', tag))
            and (address := re.search(r'\bhref="([^"]*)"', tag))
        ]
        assert {filename for _, filename in links} == set(record["files"])
        for address, filename in links:
            assert filename.startswith(f"{name}.")
            target = (site_dir / where(page) / address).resolve()
            assert target.name == filename
            assert target.read_bytes() == store.file(record, filename)
        said = {kind: word for word, kind in re.findall(r'\.(svg|gif|png)"[^>]*>(SVG|GIF|PNG)', whole)}
        assert all(kind.lower() == word for kind, word in said.items())
        assert f"<strong>{markup.escape(record['title'], quote=False)}.</strong>" in whole
        assert record["command"] in markup.unescape(whole)
        assert record["citation"] in markup.unescape(whole)
        assert re.findall(r'class="sm-here"[^>]*href="#([^"]*)"|href="#([^"]*)"[^>]*class="sm-here"', whole)
        for kept in re.findall(r' id="([^"]+)"', whole[whole.index(">") :]):
            assert kept.startswith(identifier), kept
        for panel in record["panels"]:
            assert panel["svg"].replace(f"{name}__", f"{identifier}-") in whole


# --- Chips -------------------------------------------------------------------------------------------------------

WORDS = {
    "gradient-descent": r"gradient descent|plain", "momentum": r"momentum|average|heavy ball", "nesterov": "nesterov",
    "rmsprop": "rmsprop", "adam": "adam", "lion": "lion", "minimum": "minimum", "ink": "rmsprop|adam|lion|adaptive",
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_chip_has_the_words_of_its_method(site_dir, page):
    for role, inside in re.findall(r'<span class="sm-chip sm-([\w-]+)">(.*?)</span>', built(site_dir, page)):
        words = re.sub("<[^>]*>", "", inside).lower()
        assert re.search(WORDS[role], words), f"{role}: {words}"
        others = [other for other in WORDS if other not in (role, "ink") and role != "ink"]
        assert not [other for other in others if re.search(WORDS[other], words)], f"{role}: {words}"


def test_a_chip_has_its_role_s_colour_in_both_schemes(site_dir):
    sheets = "".join(path.read_text("utf-8") for path in site_dir.glob("assets/**/*.css"))
    sheets += "".join(re.findall(r"<style[^>]*>(.*?)</style>", built(site_dir, "ravine.md"), re.DOTALL))
    for role in WORDS:
        rules = re.findall(rf"\.sm-{role}\b[^{{}}]*\{{([^}}]*)\}}", sheets)
        assert any(re.search(rf"color:\s*var\(--fig-{role}\b", rule) for rule in rules), role
        tones = set(re.findall(rf"--fig-{role}:\s*(#[0-9a-f]+)", sheets))
        assert tones == {ROLES[role].light, ROLES[role].dark}, role


# --- The policy --------------------------------------------------------------------------------------------------


class Inline(HTMLParser):
    """Collects what a browser would run or apply from within the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: dict[str, list[str]] = {"script": [], "style": []}
        self.policies: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if (given.get("http-equiv") or "").lower() == "content-security-policy":
            self.policies.append(given["content"] or "")
        runs = "src" not in given and "json" not in (given.get("type") or "")
        if tag == "style" or (tag == "script" and runs):
            self.inside = tag
            self.found[tag].append("")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found[self.inside][-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""


FIXED = (
    "default-src 'none'; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'; style-src-elem 'self'{styles}; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)


@pytest.mark.parametrize("page", PAGES)
def test_the_policy_allows_what_the_page_holds_and_nothing_more(site_dir, page):
    reader = Inline()
    reader.feed(built(site_dir, page))
    digests = {
        kind: "".join(
            f" 'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
            for code in dict.fromkeys(codes)
        )
        for kind, codes in reader.found.items()
    }
    assert reader.policies == [FIXED.format(scripts=digests["script"], styles=digests["style"])]


# --- The buttons -------------------------------------------------------------------------------------------------

MOVED = """() => [...document.querySelectorAll("sm-player")].map((player) => {
  const press = (way) => { player.querySelector(`.sm-${way}`).click(); return player.step; };
  player.seek(2);
  return [player.step, press("forward"), press("forward"), press("back"), press("back"), press("back")];
})"""


@pytest.mark.parametrize("page", ["index.md", "ravine.md", "momentum.md", "tuning.md", "other-ways.md"])
def test_the_buttons_move_every_figure_by_one_step(page, site_dir, request):
    browser, server = (request.getfixturevalue(name) for name in ("browser", "server"))
    context = browser.new_context(reduced_motion="reduce")
    try:
        tab = context.new_page()
        tab.goto(server + where(page), wait_until="load")
        found = tab.evaluate(MOVED)
    finally:
        context.close()
    assert len(found) == sum("<sm-player" in whole for _, _, whole in figures(site_dir, page))
    assert all(steps == [2, 3, 4, 3, 2, 1] for steps in found), found


# --- Cards and guesses -------------------------------------------------------------------------------------------


def test_a_card_leads_to_the_page_that_it_names_and_shows_a_figure_of_that_page():
    cards = re.findall(r"^:card\[([^\]]+)\]\((\S+\.md) ([\w-]+)(?:/([\w-]+))?\)", source("index.md"), re.MULTILINE)
    assert len(cards) >= 7
    nav = (ROOT / "mkdocs.yml").read_text("utf-8")
    for title, page, figure, panel in cards:
        assert re.search(rf"^\s*- {re.escape(title)}: {re.escape(page)}$", nav, re.MULTILINE), f"{title} is not {page}"
        assert f"figures/{figure}.svg" in source(page), f"{page} does not show {figure}"
        assert not panel or panel in [one["name"] for one in records()[figure]["panels"]]


def _run(beta: float) -> dict[str, float]:
    """What a run of the tuning page came to."""
    n = records()["tuning"]["numbers"]
    path = walk(
        lambda theta: RAVINE * theta, START, 3000, records()["beta-sweep"]["numbers"]["learning_rate"], beta, "average"
    )
    loss = (RAVINE * path**2).sum(axis=1) / 2
    steps = int(np.flatnonzero(loss > 0.01)[-1]) + 1 if np.isfinite(loss[-1]) else -1
    seen = path[np.abs(path[:, 0]) > 0.05, 0]  # what a reader can see of it
    passed = int((np.diff(np.sign(seen)) != 0).sum())
    return {"steps": steps, "plain": n["plain_steps"], "passes": passed, "beyond": float(path[:, 0].max())}


# What each answer to a question of the tuning page claims of the run.
CLAIMED = {
    "It explodes too.": lambda run: run["steps"] < 0,
    "It arrives, but hardly faster than gradient descent can.":
        lambda run: 0.8 * run["plain"] < run["steps"] < run["plain"],
    "It arrives about twice as fast.": lambda run: 0 < run["steps"] < 0.6 * run["plain"],
    "No, it slows down in time.": lambda run: run["passes"] == 0,
    "Yes, once, and by a little.": lambda run: run["passes"] == 1 and run["beyond"] < 1,
    "Yes, far, and it swings back and forth.": lambda run: run["passes"] > 1 and run["beyond"] > 1,
    "Yes, by far.": lambda run: 0 < run["steps"] < 0.5 * run["plain"],
    "It is about as fast.": lambda run: 0.8 * run["plain"] < run["steps"] < 1.2 * run["plain"],
    "No, it is slower than gradient descent.": lambda run: run["steps"] > 1.2 * run["plain"],
}  # fmt: skip


def test_the_answer_that_is_marked_right_is_what_the_run_does():
    questions = re.findall(
        r'^!!! guess "β = \[\[([\w-]+)\.beta\]\].*?(?=^!!! guess|^\*\*|\Z)', source("tuning.md"), re.M | re.S
    )
    blocks = re.split(r"^!!! guess ", source("tuning.md"), flags=re.MULTILINE)[1:]
    assert len(questions) == len(blocks) == 3
    for name, block in zip(questions, blocks, strict=True):
        run = _run(records()[name]["numbers"]["beta"])
        answers = re.findall(r"^    - \[([ x])\] (.+)$", block, re.MULTILINE)
        assert len(answers) >= 2
        for mark, answer in answers:
            assert CLAIMED[answer](run) == (mark == "x"), f"{name}: {answer} {run}"


COUNTED = {"start": 0, "one": 1, "first": 1, "two": 2, "then": 2, "third": 3, "at last": 3}


@pytest.mark.parametrize("page", PAGES)
def test_a_link_to_a_step_leads_to_the_step_that_its_words_name(page):
    text = (ROOT / "docs" / page).read_text("utf-8")
    for words, figure, step in re.findall(
        r":step\[((?:\[\[[^\]]*\]\]|[^\]])*)\]\(([\w-]+) ((?:\[\[[^\]]*\]\]|\d+))\)", text
    ):
        moments, plain_words = records()[figure]["moments"], words.lower()
        if named := re.search(r"\[\[[^\]]*\]\]|\d+", words):
            assert named[0] == step, f"{page}: {words} leads to {step}"
            continue
        count = next(number for word, number in COUNTED.items() if word in plain_words)
        if moments and "step" in plain_words:  # what a figure builds has several moments a step
            assert moments[int(step)].startswith(f"step {count}"), f"{page}: {words} leads to {moments[int(step)]}"
        else:
            assert int(step) == count, f"{page}: {words} leads to {step}"
