"""METHODS: the one registry of optimizers. Chips, figures, menus and `OPTIMIZERS` are views of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from momentum.engine.adaptive import Adam, Lion, RMSProp
from momentum.engine.checks import Setting
from momentum.engine.optimizers import Momentum
from momentum.engine.rules import Rule

__all__ = ["METHODS", "OPTIMIZERS", "Knob", "Method"]


@dataclass(frozen=True)
class Knob:
    """A setting of a method: its name, its default, and the range from `low` to `high` that a control offers.

    A rule may allow more than the range. `logarithmic` says that equal factors, not equal differences, are alike.
    """

    name: str
    default: float
    low: float
    high: float
    logarithmic: bool = False


@dataclass(frozen=True)
class Method:
    """An optimizer as readers meet it, and how it is made from its settings, the learning rate first.

    `name` is its key in METHODS and `label` how prose and figures write it. `chip` is the mark by which prose colours a
    word, and `role` the colour that it has there and in figures. `lines` is one step in words, and `source` says who
    published it. The defaults suit the ravine.

    >>> METHODS["adam"].make(0.1, beta2=0.99)
    Adam(learning_rate=0.1, beta1=0.9, beta2=0.99, epsilon=1e-08)
    """

    name: str
    label: str
    chip: str
    role: str
    factory: Callable[..., Rule]
    settings: tuple[Knob, ...]
    lines: tuple[str, ...]
    source: str

    @property
    def defaults(self) -> dict[str, float]:
        """Every setting's default, in the order in which `make` takes them."""
        return {knob.name: knob.default for knob in self.settings}

    def make(self, *values: Setting, **named: Setting) -> Rule:
        """The rule with these settings, in their order or by name; what is not given has its default.

        Raises `ValueError` for a setting that the method does not have, and for values that the rule refuses.
        """
        names = list(self.defaults)
        strange = [name for name in named if name not in names[len(values) :]]
        if strange or len(values) > len(names):
            given = ", ".join([*map(str, values), *(f"{name}={value}" for name, value in named.items())])
            raise ValueError(f"{self.name} takes each of {', '.join(names)} once; got {given}.")
        settings: dict[str, Any] = self.defaults | dict(zip(names, values, strict=False)) | named
        return self.factory(**settings)


def _rate(default: float, high: float = 1.0) -> Knob:
    return Knob("learning_rate", default, 0.001, high, logarithmic=True)


def _memory(name: str = "beta", default: float = 0.9, high: float = 0.99) -> Knob:
    return Knob(name, default, 0.0, high)


EPSILON = Knob("epsilon", 1e-8, 1e-10, 1.0, logarithmic=True)

METHODS: dict[str, Method] = {
    method.name: method
    for method in (
        Method(
            "gradient descent", "gradient descent", "gd", "gradient-descent", Momentum,
            settings=(_rate(0.07),),
            lines=("theta <- theta - learning_rate g",),
            source="Cauchy 1847",
        ),
        Method(
            "heavy ball", "heavy ball", "momentum", "momentum", Momentum,
            settings=(_rate(0.03), _memory()),
            lines=("v <- beta v + g", "theta <- theta - learning_rate v"),
            source="Polyak 1964, equation 9",
        ),
        Method(
            "averaged", "momentum", "momentum", "momentum",
            lambda learning_rate, beta: Momentum(learning_rate, beta, dampening=beta),
            settings=(_rate(0.3, 4.0), _memory()),
            lines=("v <- beta v + (1 - beta) g", "theta <- theta - learning_rate v"),
            source="first moment of Adam, uncorrected: Kingma and Ba 2015",
        ),
        Method(
            "nesterov", "Nesterov", "nesterov", "nesterov",
            lambda learning_rate, beta: Momentum(learning_rate, beta, nesterov=True),
            settings=(_rate(0.03), _memory()),
            lines=("v <- beta v + g", "theta <- theta - learning_rate (g + beta v)"),
            source="Nesterov 1983, as PyTorch and Keras write it",
        ),
        Method(
            "rmsprop", "RMSProp", "rmsprop", "rmsprop", RMSProp,
            settings=(_rate(0.1), _memory("decay", 0.99, 0.999), EPSILON),
            lines=("s <- decay s + (1 - decay) g^2", "theta <- theta - learning_rate g / (sqrt(s) + epsilon)"),
            source="Tieleman and Hinton 2012, lecture 6.5",
        ),
        Method(
            "adam", "Adam", "adam", "adam", Adam,
            settings=(_rate(0.3), _memory("beta1"), _memory("beta2", 0.999, 0.999), EPSILON),
            lines=(
                "m <- beta1 m + (1 - beta1) g",
                "s <- beta2 s + (1 - beta2) g^2",
                "theta <- theta - learning_rate m / (1 - beta1^k) / (sqrt(s / (1 - beta2^k)) + epsilon)",
            ),
            source="Kingma and Ba 2015, algorithm 1",
        ),
        Method(
            "lion", "Lion", "lion", "lion", Lion,
            settings=(_rate(0.05), _memory("beta1"), _memory("beta2", 0.99, 0.999)),
            lines=("theta <- theta - learning_rate sign(beta1 m + (1 - beta1) g)", "m <- beta2 m + (1 - beta2) g"),
            source="Chen et al. 2023, algorithm 2",
        ),
    )
}  # fmt: skip

OPTIMIZERS: dict[str, Callable[..., Rule]] = {name: method.make for name, method in METHODS.items()}
