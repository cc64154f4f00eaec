"""The sign of a run beside its words, as styles make it: the shape that the run leaves on the map at every step."""

# An element -> how many corners its shape is cut to (1: it is not cut), how it is turned, and whether it is round.
SIGN = """(one, part) => {
  const { clipPath, rotate, borderRadius } = getComputedStyle(one, part);
  return [clipPath.split(',').length, rotate, borderRadius !== '0px'] }"""
SHAPES = {"round": [1, "none", True], "diamond": [1, "45deg", False], "square": [1, "none", False],
          "triangle": [3, "none", False], "wedge": [3, "180deg", False], "cross": [12, "none", False]}  # fmt: skip
