"""The network's valley on the page is the network's: its loss, its paths and their lengths, by other code."""

import numpy as np

from momentum.chapters.does_it_work import study_landscape
from momentum.study import digits
from momentum.study.kept import study
from momentum.study.network import Network
from momentum.study.training import starts


def _loss(theta):
    """Mean cross-entropy of one network on the training images, written out."""
    data = digits.load().training
    first, bias, second, shift = np.split(theta, np.cumsum([64 * 64, 64, 10 * 64]))
    hidden = np.maximum(data.images @ first.reshape(64, 64).T + bias, 0)
    scores = hidden @ second.reshape(10, 64).T + shift
    scores -= scores.max(axis=1, keepdims=True)
    picked = scores[np.arange(len(scores)), data.labels]
    return np.mean(np.log(np.exp(scores).sum(axis=1)) - picked)


def _walk(beta, rate, steps, seed):
    """The moving average on the full batch, with gradients of its own: (steps + 1, weights)."""
    data = digits.load().training
    wanted = np.eye(10)[data.labels]
    theta, velocity, path = starts(Network(), (seed,))[0], 0.0, []
    for _ in range(steps + 1):
        path.append(theta)
        first, bias, second, shift = np.split(theta, np.cumsum([64 * 64, 64, 10 * 64]))
        hidden = np.maximum(data.images @ first.reshape(64, 64).T + bias, 0)
        scores = hidden @ second.reshape(10, 64).T + shift
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        change = (shares / shares.sum(axis=1, keepdims=True) - wanted) / len(wanted)
        back = (change @ second.reshape(10, 64)) * (hidden > 0)
        gradient = np.concatenate(
            [(back.T @ data.images).ravel(), back.sum(axis=0), (change.T @ hidden).ravel(), change.sum(axis=0)]
        )
        velocity = beta * velocity + (1 - beta) * gradient
        theta = theta - rate * velocity
    return np.array(path)


def _settings():
    return [(beta, study().arm("full batch", "best rate", beta).learning_rate) for beta in (0.0, 0.9)]


def _detour(path):
    steps = np.diff(path, axis=0)
    return np.sqrt((steps**2).sum(axis=1)).sum() / np.sqrt(((path[-1] - path[0]) ** 2).sum())


def test_the_start_that_is_drawn_is_the_median_of_ten_and_the_text_gives_the_range():
    numbers = study_landscape.measure()
    detours = {
        seed: [_detour(_walk(*setting, study_landscape.STEPS, seed)) for setting in _settings()] for seed in range(10)
    }
    plain, heavy = np.array(list(detours.values())).T
    assert sorted(plain)[4] == detours[numbers["seed"]][0]
    # Forty steps near the edge of stability magnify the last bits of another order of addition.
    for name, values in (("plain", plain), ("momentum", heavy)):
        found = numbers[f"{name}_detour_lowest"], numbers[f"{name}_detour_highest"]
        np.testing.assert_allclose(found, (values.min(), values.max()), rtol=1e-6)
    assert plain.min() > 3 * heavy.max()
    assert numbers["plain_way_lowest"] <= numbers["plain_way"] <= numbers["plain_way_highest"] < 0.5


def test_the_landscape_is_the_loss_of_the_network_and_holds_both_runs():
    seen = study_landscape.field()
    paths = np.stack([_walk(*setting, study_landscape.STEPS, study_landscape.drawn()) for setting in _settings()])
    moves = paths - paths[-1, -1]
    # The plane from its shadows: two directions that take every move to its place on the picture.
    flat, shadows = moves.reshape(-1, moves.shape[-1]), seen.paths.reshape(-1, 2)
    directions = np.linalg.lstsq(flat, shadows, rcond=None)[0].T
    np.testing.assert_allclose(directions @ directions.T, np.eye(2), atol=1e-6)
    for row in (0, 20, 41, 60):
        for column in (3, 50, 97):
            theta = paths[-1, -1] + np.array([seen.x[column], seen.y[row]]) @ directions
            np.testing.assert_allclose(seen.loss[row, column], _loss(theta), rtol=1e-6)


def test_the_way_walked_and_the_shares_of_the_plane_are_as_quoted():
    seen, numbers = study_landscape.field(), study_landscape.measure()
    for name, place in (("plain", 0), ("momentum", 1)):
        path = _walk(*_settings()[place], study_landscape.STEPS, numbers["seed"])
        steps = np.diff(path, axis=0)
        detour = np.sqrt((steps**2).sum(axis=1)).sum() / np.sqrt(((path[-1] - path[0]) ** 2).sum())
        # Forty steps near the edge of stability magnify the last bits of another order of addition.
        np.testing.assert_allclose(numbers[f"{name}_detour"], detour, rtol=1e-6)
        share = (np.diff(seen.paths[place], axis=0) ** 2).sum() / (steps**2).sum()
        np.testing.assert_allclose(numbers[f"{name}_steps_explained"], share, rtol=1e-6)
        np.testing.assert_allclose(numbers[f"{name}_loss"], _loss(path[-1]), rtol=1e-6)
    assert numbers["plain_detour"] > 4 * numbers["momentum_detour"]
