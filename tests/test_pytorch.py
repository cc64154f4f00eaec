"""Paths of PyTorch 2.13, double precision, on functions that are nowhere else here: where each is after 30 steps."""

import numpy as np
import pytest

from momentum import Adam, Loss, Momentum, RMSProp, UndampedStart, descend

FUNCTIONS = {
    "booth": (lambda x, y: (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2, (-3.0, 4.0), 0.02),
    "camel": (lambda x, y: 2 * x**2 - 1.05 * x**4 + x**6 / 6 + x * y + y**2, (1.7, -2.0), 0.01),
}
RULES = {  # torch.optim.SGD(lr=rate, momentum=0.83, ...), RMSprop(lr=5 * rate, alpha=0.9), Adam(lr=5 * rate, ...)
    "heavy ball": lambda rate: Momentum(rate, 0.83),
    "nesterov": lambda rate: Momentum(rate, 0.83, nesterov=True),
    "undamped start": lambda rate: UndampedStart(rate, 0.83, dampening=0.6),
    "rmsprop": lambda rate: RMSProp(5 * rate, 0.9),
    "adam": lambda rate: Adam(5 * rate, 0.9, 0.99),
}
ENDS = [
    ("booth", "heavy ball", (0.8237245466669871, 2.997819162313713)),
    ("booth", "nesterov", (0.9696583316745138, 3.030159058421684)),
    ("booth", "undamped start", (1.0168837550579417, 2.7846127703607615)),
    ("booth", "rmsprop", (-0.43171692796841477, 4.296698491045937)),
    ("booth", "adam", (-0.814375252444755, 5.207003662908429)),
    ("camel", "heavy ball", (1.737052643103868, -0.7967149950069708)),
    ("camel", "nesterov", (1.7424549095361905, -0.8244744044418653)),
    ("camel", "undamped start", (1.7656610164008022, -1.111802748674771)),
    ("camel", "rmsprop", (1.7356672933961206, -0.8949749281645433)),
    ("camel", "adam", (1.7317548670677552, -0.8226103185684337)),
]


@pytest.mark.parametrize(("function", "rule", "end"), ENDS)
def test_paths_end_where_those_of_pytorch_do(function, rule, end):
    formula, start, rate = FUNCTIONS[function]
    loss = Loss(function, formula, ((1.0, 3.0),), start, ((-5.0, 5.0), (-5.0, 5.0)))
    run = descend(loss, RULES[rule](rate), start, 30)
    # PyTorch rounds a product and a sum together: 30 steps of one unit in the last place
    np.testing.assert_allclose(run.theta[-1], end, rtol=1e-13)
