"""The digits are the committed ones and their split is fixed, disjoint and stratified."""

import numpy as np
import pytest

from momentum.study import digits


def test_all_images_are_used_exactly_once():
    data = digits.load()
    parts = (data.training, data.validation, data.test)
    assert sum(len(part) for part in parts) == 1797
    pixels, labels = digits.read()
    rows = np.column_stack([pixels, labels])
    used = np.concatenate([np.column_stack([part.images * 16, part.labels]) for part in parts])
    assert np.array_equal(used[np.lexsort(used.T)], rows[np.lexsort(rows.T)])


def test_sizes_of_the_parts_are_fixed():
    data = digits.load()
    assert (len(data.training), len(data.validation), len(data.test)) == (905, 447, 445)


def test_every_digit_has_its_share_in_every_part():
    data = digits.load()
    for part, share in ((data.training, 0.5), (data.validation, 0.25), (data.test, 0.25)):
        counts = np.bincount(part.labels, minlength=10)
        whole = np.bincount(digits.read()[1])
        assert np.all(np.abs(counts - share * whole) < 2)


def test_pixels_are_scaled_and_read_only():
    training = digits.load().training
    assert training.images.dtype == np.float64
    assert training.images.min() == 0
    assert training.images.max() == 1
    with pytest.raises(ValueError, match="read-only"):
        training.images[0, 0] = 1


def test_a_changed_file_is_refused_with_both_sums(tmp_path):
    changed = tmp_path / "digits.csv.gz"
    changed.write_bytes(digits.FILE.read_bytes()[:-1])
    with pytest.raises(ValueError, match=f"must have the SHA-256 {digits.SHA256}; got [0-9a-f]{{64}}. Restore"):
        digits.read(changed)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"The digits are not at .*nowhere\.gz"):
        digits.read(tmp_path / "nowhere.gz")


def test_the_readme_beside_the_file_states_its_sum():
    assert digits.SHA256 in (digits.FILE.parent / "README.md").read_text(encoding="utf-8")
