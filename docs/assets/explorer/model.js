// The mathematics of the explorer, without a page: losses from their tables or expressions, and descents on them.

import { normalPairs, RULES, settingsOf } from "./rules.js";

const trimmed = (row) => { let end = row.length; while (end > 1 && row[end - 1] === 0) end -= 1; return row.slice(0, end); };

// Horner's scheme over a table of x^i y^j, which leaves out what is zero: operation for operation as in the engine.
const nest = (terms, x) => {
  let value = terms[terms.length - 1];
  for (let i = terms.length - 2; i >= 0; i -= 1) value = terms[i] === 0 ? value * x : value * x + terms[i];
  return value;
};
export const polynomial = (table) => {
  const rows = table.map(trimmed), inner = new Array(rows.length);
  return (x, y) => {
    for (let i = 0; i < rows.length; i += 1) inner[i] = nest(rows[i], y);
    return nest(inner, x);
  };
};

export const alongX = (table) => (table.length > 1 ? table.slice(1).map((row, i) => row.map((c) => c * (i + 1))) : [[0]]);
export const alongY = (table) => (table[0].length > 1 ? table.map((row) => row.slice(1).map((c, j) => c * (j + 1))) : [[0]]);

// Each operation's value and the slope of it, from its arguments and theirs, as momentum.engine.calculus has them.
const OPERATIONS = {
  add: [(a, b) => a + b, (a, b, p, r) => p + r],
  sub: [(a, b) => a - b, (a, b, p, r) => p - r],
  mul: [(a, b) => a * b, (a, b, p, r) => p * b + a * r],
  div: [(a, b) => a / b, (a, b, p, r) => (p - (a / b) * r) / b],
  neg: [(a) => -a, (a, p) => -p],
  pow: [(a, n) => a ** n, (a, n, p) => (n === 0 ? 0 * p : n * a ** (n - 1) * p)],
  sin: [Math.sin, (a, p) => Math.cos(a) * p],
  cos: [Math.cos, (a, p) => -Math.sin(a) * p],
  exp: [Math.exp, (a, p) => Math.exp(a) * p],
  log: [Math.log, (a, p) => p / a],
  sqrt: [Math.sqrt, (a, p) => (p === 0 && a === 0 ? 0 : p / (2 * Math.sqrt(a)))],
};

// An expression, ["name", argument, ...] with "x", "y" and numbers at its leaves, as two functions of x and y: its value,
// and [value, slope along x, slope along y].
const expression = (node) => {
  if (node === "x") return [(x) => x, (x) => [x, 1, 0]];
  if (node === "y") return [(x, y) => y, (x, y) => [y, 0, 1]];
  if (typeof node === "number") return [() => node, () => [node, 0, 0]];
  const [name, ...nodes] = node, [left, right] = nodes.map(expression);
  if (!OPERATIONS[name]) throw new Error(`The explorer knows no operation ${name}.`);
  const [value, slope] = OPERATIONS[name];
  if (!right) return [(x, y) => value(left[0](x, y)), (x, y) => { const [a, p, q] = left[1](x, y); return [value(a), slope(a, p), slope(a, q)]; }];
  return [(x, y) => value(left[0](x, y), right[0](x, y)), (x, y) => {
    const [a, p, q] = left[1](x, y), [b, r, s] = right[1](x, y);
    return [value(a, b), slope(a, b, p, r), slope(a, b, q, s)];
  }];
};

// A loss as two functions, value(x, y) and gradient(x, y) -> [along x, along y]; `condition` for one that has a number of it.
export const compile = (loss, condition) => {
  const { table, condition: varying } = loss, [value, both] = varying ? [] : expression(loss.expression);
  if (!table) return { ...loss, value, gradient: (x, y) => both(x, y).slice(1) };
  const coefficients = varying ? table.map((row, i) => row.map((c, j) => c + varying.slope[i][j] * condition)) : table;
  const along = polynomial(alongX(coefficients)), across = polynomial(alongY(coefficients));
  return { ...loss, coefficients, value: value ?? polynomial(coefficients), gradient: (x, y) => [along(x, y), across(x, y)] };
};

// The least and the greatest curvature that a matrix of second slopes [[a, b], [b, c]] stands for, and the direction of
// the least; undefined where one of them is not positive.
const axes = (a, b, c) => {
  const middle = (a + c) / 2, spread = Math.hypot((a - c) / 2, b);
  if (!(middle - spread > 1e-6 && middle + spread < 1e6)) return undefined;
  const angle = b === 0 ? (a <= c ? 0 : Math.PI / 2) : Math.atan2(middle - spread - a, b);
  return { low: middle - spread, high: middle + spread, angle };
};

// The curvatures of a quadratic bowl, the same everywhere; undefined for any other loss.
export const curvatures = ({ coefficients }) => {
  if (!coefficients || coefficients.some((row, i) => row.some((c, j) => c !== 0 && i + j > 2))) return undefined;
  return axes(2 * (coefficients[2]?.[0] ?? 0), coefficients[1]?.[1] ?? 0, 2 * (coefficients[0][2] ?? 0));
};

// Those of any loss at a place, from its slopes a little to all sides.
export const curvaturesAt = ({ gradient }, [x, y]) => {
  const h = 1e-5, [east, west, north, south] = [gradient(x + h, y), gradient(x - h, y), gradient(x, y + h), gradient(x, y - h)];
  return axes((east[0] - west[0]) / (2 * h), (east[1] - west[1] + north[0] - south[0]) / (4 * h), (north[1] - south[1]) / (2 * h));
};

// A run of `steps` steps. It holds its last finite place from where its numbers stop being finite, as in the engine.
// `x`, `y`, `loss` have a number a step; `gradient` and `used` two: the gradient met, and the way taken over the learning rate.
export const descend = (loss, method, values, start, steps, noise = { scale: 0, seed: 0 }) => {
  const rule = RULES[method.rule], settings = settingsOf(method, values), memory = new Float64Array(2 * rule.slots);
  const x = new Float64Array(steps + 1), y = new Float64Array(steps + 1), value = new Float64Array(steps + 1);
  const gradient = new Float64Array(2 * steps + 2), used = new Float64Array(2 * steps + 2);
  const draw = noise.scale > 0 ? normalPairs(noise.seed) : undefined;
  [x[0], y[0]] = start;
  value[0] = loss.value(x[0], y[0]);
  let broken = -1;
  for (let k = 0; k <= steps; k += 1) {
    let [along, across] = loss.gradient(x[k], y[k]);
    if (draw) { const pair = draw(); along += noise.scale * pair[0]; across += noise.scale * pair[1]; }
    gradient[2 * k] = along;
    gradient[2 * k + 1] = across;
    const nextX = rule.step(x[k], along, memory, 0, k + 1, settings), nextY = rule.step(y[k], across, memory, rule.slots, k + 1, settings);
    used[2 * k] = (x[k] - nextX) / settings.learning_rate;
    used[2 * k + 1] = (y[k] - nextY) / settings.learning_rate;
    if (k === steps) break;
    const next = loss.value(nextX, nextY);
    if (!Number.isFinite(nextX) || !Number.isFinite(nextY) || !Number.isFinite(next)) {
      broken = k + 1;
      x.fill(x[k], k + 1);
      y.fill(y[k], k + 1);
      value.fill(value[k], k + 1);
      break;
    }
    x[k + 1] = nextX;
    y[k + 1] = nextY;
    value[k + 1] = next;
  }
  return { x, y, loss: value, gradient, used, steps, broken };
};
