"""Numbers that are neither computed nor given are told, whatever sign stands before them; what is no claim is not."""

from __future__ import annotations

from typing import NoReturn

import pytest

from momentum.authoring import AuthoringError, source
from momentum.authoring.quantities import replace
from momentum.engine.losses import Loss
from momentum.site import registries
from momentum.site.marks import given

HEAD = "---\ndescription: A test.\n---\n# A title\n\n"


def nothing(name: str) -> NoReturn:
    raise LookupError(name)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Down by -50%.", "50"),
        ("Some 5-10% of it.", "10"),
        ("Some 5–10 % of it.", "10"),
        ("With x=50% of it.", "50"),
        ("Half: 50&nbsp;% of it.", "50"),
        ("Half: 50&#8239;% of it.", "50"),
        ("Half: _50%_ of it.", "50"),
        (r"Half: 50\% of it.", "50"),
        ("From -1e-5 on.", "1e-5"),
        ("From x=2.5e-5 on.", "2.5e-5"),
        ("From .5e-5 on.", ".5e-5"),
        ("It is =0,25 of it.", "0,25"),
    ],
)
def test_a_number_behind_a_sign_is_told(text: str, number: str) -> None:
    assert [fault.said.split()[2] for fault in source.faults(f"{HEAD}{text}\n")] == [number]


@pytest.mark.parametrize(
    ("text", "number", "mark"),
    [
        ("Down to 10⁻³ at last.", "10⁻³", "1e-3"),
        ("Down to 3 × 10⁻³ at last.", "10⁻³", "1e-3"),
        ("Some 10^4 of them.", "10^4", "1e4"),
        ("So $f < 10^{-12}$ holds.", "10^{-12}", "1e-12"),
        ("$$\n10^2 x\n$$", "10^2", "1e2"),
        (r"So $34\%$ of it.", r"34\%", "34%"),
        (r"So $34\,\%$ of it.", r"34\,\%", "34%"),
    ],
)
def test_a_power_of_ten_or_a_share_in_a_formula_is_told_with_its_mark(text: str, number: str, mark: str) -> None:
    (fault,) = source.faults(f"{HEAD}{text}\n")
    assert fault.line == len(HEAD.split("\n")) + text.startswith("$$")
    assert fault.said.startswith(f"The number {number} is neither computed nor given. ")
    assert fault.said.endswith(f"[[={mark}]] for one that was chosen.")
    assert source.faults(f"{HEAD}It is [[={mark}]], or $[[={mark}]]$.\n") == []
    assert "[[" not in replace(f"It is [[={mark}]], or $[[={mark}]]$.", nothing)


@pytest.mark.parametrize("text", ["_0.9_", "__0.9__ of it", "*0.9*", "x=0.9", "-0.9"])
def test_a_decimal_behind_a_sign_is_refused(text: str) -> None:
    with pytest.raises(AuthoringError, match=r"The number 0\.9 is neither computed nor given"):
        replace(f"It is {text}.", nothing)


@pytest.mark.parametrize(
    "text",
    [
        "x1e5y",
        "$x^{10}$ $2^{10}$ $10^k$",
        "x10⁻³",
        "`10^3`",
        "10 of x²",
        "a1,5",
        "1,797 and 10,000",
        "1/50%",
        "x50%",
        "2019-04-11",
        "v2.0, θ1.5",
    ],
)
def test_what_is_part_of_something_else_is_no_number(text: str) -> None:
    assert source.faults(f"{HEAD}{text}\n") == []


def test_a_far_coefficient_of_a_losss_formula_is_printed_as_a_power_of_ten() -> None:
    assert given("2.5e-05 x^2 + 0.5 y + 1e-05") == "[[=2.5e-05]] x^2 + [[=0.5]] y + [[=1e-05]]"
    loss = Loss(
        "ravine", lambda x, y: 2.5e-5 * x**2 + 0.5 * y**2, ((0.0, 0.0),), (1.0, 1.0), ((-2.0, 2.0), (-2.0, 2.0))
    )
    page = registries._section(loss)
    assert r"2.5 \times 10^{-5}" in replace(page, nothing)
