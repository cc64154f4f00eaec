"""What the explorer's controls and panels say; a name in braces is filled in by the browser."""

from __future__ import annotations

from typing import Any

from momentum.store.ties import tied

WORDS: dict[str, Any] = {
    "names": {
        "learning_rate": ["η", "learning rate"],
        "beta": ["β", "beta"],
        "beta1": ["β₁", "beta 1"],
        "beta2": ["β₂", "beta 2"],
        "decay": ["decay", "decay"],
    },
    "rows": {
        "loss": "loss at step {step}",
        "distance": "distance to the minimum",
        "steps": "steps to within {tolerance}",
        "measured": "rate, measured",
        "predicted": "rate, predicted",
        "overshoot": "overshoot along",
        "crossings": "crossings of the floor",
        "across": "travel across",
    },
    "wishes": {
        "descent": "Best gradient descent",
        "pair": "Best pair",
        "critical": "Critical damping",
        "edge": "Edge",
    },
    "panels": [
        "How fast, for every η and β",
        "In numbers",
        "Loss above its minimum",
        "Gradient (outline) and what each step uses (filled)",
        "More to turn",
    ],
    "convention": ["Momentum is", {"average": "an average", "sum": "a sum"}],
    "keep": ["When β moves, keep", {"rate": "η", "other": "η/(1−β)"}],
    "direction": ["Rate of", {"whole": "whole problem", "along": "along", "across": "across"}],
    "invitation": "A picture of your own: the address holds it.",
    "other": "The map is for gradient descent and momentum: the theory of rates is theirs.",
    "edge": "This minimum is a point or an edge, where curvature has no meaning: there is no such map.",
    "here": "For {label}, {rate} of the distance is left after a step, {where}; it {regime}. Brighter is faster.",
    "where": ["near the minimum", "in the long run"],
    "converted": tied(
        "The same run has η = {one} as {here} and η = {two} as {there}, because the sum of the memory's weights is "
        "1/(1 − β) = {window}."
    ),
    "diverges": "{label} diverges from step {diverges} on.",
    "arrives": "{label}: loss {loss} at step {step}; it is within {tolerance} from step {steps} on{swings}.",
    "late": "{label}: loss {loss} at step {step}; it is not within {tolerance} for good in {horizon} steps{swings}.",
    "swings": ", crosses the floor {crossings} and runs {overshoot} past the minimum",
    "refused": "The address asks for {name} “{given}”; {allowed}. This picture has {instead}.",
    "unknown": "no such thing is known here",
    "number": "it takes a number from {low} to {high}",
    "whole": "it takes a whole number from {low} to {high}",
    "place": "it takes two numbers on the map",
    "noise": "# NumPy draws other numbers from a seed than a browser does: the same noise, another run of it.",
    "copied": "Copied: {what}.",
    "refusedCopy": "This browser does not let the page copy; the text is selected below.",
    "frame": "Gradient descent and momentum, to try out",
}
