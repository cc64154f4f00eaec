"""The same runs as others would write them: plain NumPy, vectorised torch, numba, optax. All in float64."""

from __future__ import annotations

from typing import Any

import numpy as np

CURVATURES = np.array([1.0, 25.0])


def plain(start: Any, rate: Any, beta: Any, steps: int, *, record: bool = False, watch: bool = False) -> Any:
    """The loop as it stands in textbooks: points (n, d), a line for each formula, what is recorded in lists.

    With `watch` a run that leaves the finite numbers keeps its last finite point, as ours does; without, nobody looks.
    """
    theta, velocity = start, np.zeros_like(start)
    path, losses = [theta], [(theta**2 * CURVATURES).sum(axis=-1) / 2]
    for _ in range(steps):
        velocity = beta * velocity + CURVATURES * theta
        moved = theta - rate * velocity
        theta = np.where(np.isfinite(moved).all(axis=-1, keepdims=True), moved, theta) if watch else moved
        if record:
            path.append(theta)
            losses.append((theta**2 * CURVATURES).sum(axis=-1) / 2)
    return (np.array(path), np.array(losses)) if record else theta


def by_components(start: Any, rate: Any, beta: Any, steps: int, *, record: bool = False) -> Any:
    """The same with x and y written out, for the plane only: NumPy is slow along an axis of two."""
    theta, velocity = start, np.zeros_like(start)
    path, losses = [theta], [(theta[..., 0] ** 2 + 25 * theta[..., 1] ** 2) / 2]
    for _ in range(steps):
        x, y = theta[..., 0], theta[..., 1]
        velocity = beta * velocity + np.stack([x, 25 * y], axis=-1)
        theta = theta - rate * velocity
        if record:
            path.append(theta)
            losses.append((theta[..., 0] ** 2 + 25 * theta[..., 1] ** 2) / 2)
    return (np.array(path), np.array(losses)) if record else theta


def torch_vectorised(start: Any, rate: Any, beta: Any, steps: int, *, record: bool) -> Any:
    """Points (n, 2) in place, recorded into tensors made beforehand."""
    import torch

    torch.set_num_threads(1)
    theta, rate, beta = (torch.from_numpy(np.array(array)) for array in (start, rate, beta))
    curvatures, velocity = torch.from_numpy(CURVATURES), torch.zeros_like(theta)
    if record:
        path = torch.empty((steps + 1, *theta.shape), dtype=torch.float64)
        losses = torch.empty((steps + 1, len(theta)), dtype=torch.float64)
        path[0], losses[0] = theta, (theta**2 * curvatures).sum(-1) / 2
    for step in range(1, steps + 1):
        velocity.mul_(beta).add_(curvatures * theta)
        theta.sub_(rate * velocity)
        if record:
            path[step], losses[step] = theta, (theta**2 * curvatures).sum(-1) / 2
    return (path, losses) if record else theta


def torch_optimizer(start: Any, rate: float, beta: float, steps: int) -> Any:
    """One run with torch.optim.SGD, as a training loop has it."""
    import torch

    torch.set_num_threads(1)
    theta = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([theta], lr=rate, momentum=beta)
    path, losses = [theta.detach().clone()], []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = (theta[0] ** 2 + 25 * theta[1] ** 2) / 2
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
        path.append(theta.detach().clone())
    return path, losses


def numba_compiled() -> Any:
    """Scalar loops over runs and steps, compiled: (start, rate, beta, path, losses) -> None."""
    import numba

    @numba.njit
    def run(start: Any, rate: Any, beta: Any, path: Any, losses: Any) -> None:
        for i in range(start.shape[0]):
            x, y, u, v = start[i, 0], start[i, 1], 0.0, 0.0
            path[0, i, 0], path[0, i, 1], losses[0, i] = x, y, (x * x + 25 * y * y) / 2
            for step in range(1, path.shape[0]):
                u, v = beta[i] * u + x, beta[i] * v + 25 * y
                x, y = x - rate[i] * u, y - rate[i] * v
                path[step, i, 0], path[step, i, 1], losses[step, i] = x, y, (x * x + 25 * y * y) / 2

    def fresh(start: Any, rate: Any, beta: Any, steps: int) -> Any:
        path, losses = np.empty((steps + 1, *start.shape)), np.empty((steps + 1, len(start)))
        run(start, rate, beta, path, losses)
        return path, losses

    return fresh


def optax_compiled(rate: float, beta: float, steps: int) -> Any:
    """optax.sgd in a compiled scan over points (n, 2), one rate for all: start -> (path, losses)."""
    import jax
    import optax

    jax.config.update("jax_enable_x64", True)
    rule = optax.sgd(rate, momentum=beta)

    def loss(theta: Any) -> Any:
        return (theta[:, 0] ** 2 + 25 * theta[:, 1] ** 2) / 2

    gradient = jax.grad(lambda theta: loss(theta).sum())

    @jax.jit
    def run(start: Any) -> Any:
        def step(carry: Any, _: Any) -> Any:
            theta, state = carry
            updates, state = rule.update(gradient(theta), state)
            theta = optax.apply_updates(theta, updates)
            return (theta, state), (theta, loss(theta))

        return jax.lax.scan(step, (start, rule.init(start)), None, length=steps)[1]

    return lambda start: [np.asarray(part) for part in run(start)]


def torch_trained(
    start: Any, rng: Any, beta: float, rate: float, batch_size: int | None, steps: int, *, looks: Any = (),
    every: int | None = None, target: float = 0.0, double: bool = False, validation: bool = True,
) -> list[float]:  # fmt: skip
    """One network of the study with torch.optim.SGD, as a training loop has it: losses after the steps in `looks`.

    `start` (d,) are the weights as the study lays them out; `rate` is that of the moving average. With `every` the
    loss on all training images is taken that often, and the run ends when it is `target` or less.
    """
    import torch

    from momentum.study.digits import load

    torch.set_num_threads(1)
    dtype, data = torch.float64 if double else torch.float32, load()
    parts = [data.training, data.validation if validation else data.test]
    (images, labels), other = ((torch.tensor(part.images, dtype=dtype), torch.tensor(part.labels)) for part in parts)
    network = torch.nn.Sequential(torch.nn.Linear(64, 64), torch.nn.ReLU(), torch.nn.Linear(64, 10)).to(dtype)
    torch.nn.utils.vector_to_parameters(torch.tensor(start, dtype=dtype), network.parameters())
    optimizer = torch.optim.SGD(network.parameters(), lr=rate * (1 - beta), momentum=beta)
    cost, order, found = torch.nn.functional.cross_entropy, None, []

    def look() -> float:
        with torch.no_grad():
            return float(cost(network(images), labels))

    for step in range(steps + 1):
        if step in looks:
            with torch.no_grad():
                scores = network(other[0])
                found += [look(), float(cost(scores, other[1])), float((scores.argmax(1) == other[1]).double().mean())]
        if every is not None and step % every == 0 and look() <= target:
            return [float(step)]
        if batch_size is None or batch_size == len(labels):
            some, wanted = images, labels
        else:
            place = step % (len(labels) // batch_size)
            order = torch.from_numpy(rng.permutation(len(labels))) if place == 0 else order
            chosen = order[place * batch_size : (place + 1) * batch_size]
            some, wanted = images[chosen], labels[chosen]
        if step < steps:
            optimizer.zero_grad()
            cost(network(some), wanted).backward()
            optimizer.step()
    return found
