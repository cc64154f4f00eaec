"""How a number prints: the rule of rounding, formats, TeX, and what is no number."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from momentum.authoring import AuthoringError
from momentum.authoring.quantities import show


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
