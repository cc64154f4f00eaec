// The mathematics of the explorer, without a page: losses from their expressions, the rules of all methods, noise, descents.

// One step of every rule, for one parameter: the same operations in the same order as in the engine.
// `memory` holds what the parameter remembers, `at` where its own numbers begin, `k` counts the steps from 1.

export const RULES = {
  Momentum: {
    slots: 1,
    step(theta, gradient, memory, at, k, { learning_rate, beta, dampening, nesterov }) {
      memory[at] = beta * memory[at] + (1 - dampening) * gradient;
      const direction = nesterov ? gradient + beta * memory[at] : memory[at];
      return theta - learning_rate * direction;
    },
  },
  RMSProp: {
    slots: 1,
    step(theta, gradient, memory, at, k, { learning_rate, decay, epsilon }) {
      memory[at] = decay * memory[at] + (1 - decay) * gradient * gradient;
      return theta - (learning_rate * gradient) / (Math.sqrt(memory[at]) + epsilon);
    },
  },
  Adam: {
    slots: 2,
    step(theta, gradient, memory, at, k, { learning_rate, beta1, beta2, epsilon }) {
      const mean = (memory[at] = beta1 * memory[at] + (1 - beta1) * gradient);
      const square = (memory[at + 1] = beta2 * memory[at + 1] + (1 - beta2) * gradient * gradient);
      const scale = Math.sqrt(square) / Math.sqrt(1 - beta2 ** k) + epsilon;
      return theta - (learning_rate / (1 - beta1 ** k)) * mean / scale;
    },
  },
  Lion: {
    slots: 1,
    step(theta, gradient, memory, at, k, { learning_rate, beta1, beta2 }) {
      const direction = Math.sign(beta1 * memory[at] + (1 - beta1) * gradient);
      memory[at] = beta2 * memory[at] + (1 - beta2) * gradient;
      return theta - learning_rate * direction;
    },
  },
};

// The settings that a rule is called with: those of the run, and those that the method fixes or takes from others.
const settingsOf = (method, values) => {
  const settings = { ...values };
  for (const [name, value] of Object.entries(method.fixed)) settings[name] = values[value] ?? value;
  return settings;
};

// Repeatable noise. Uniform numbers: mulberry32 (Tommy Ettinger, 2017, public domain), 32 bits of state, period 2^32.
// Normal draws: Box and Muller (1958). NumPy draws others from the same seed.

export const uniform = (seed) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

// A function that draws two independent normal numbers at a time.
export const normalPairs = (seed) => {
  const draw = uniform(seed);
  return () => {
    const radius = Math.sqrt(-2 * Math.log(1 - draw()));
    const angle = 2 * Math.PI * draw();
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  };
};

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

// An expression, ["name", argument, ...] with "x", "y", "kappa" and numbers at its leaves, as two functions of x and y: its
// value, and [value, slope along x, slope along y].
const expression = (node, kappa) => {
  if (node === "x") return [(x) => x, (x) => [x, 1, 0]];
  if (node === "y") return [(x, y) => y, (x, y) => [y, 0, 1]];
  if (!Array.isArray(node)) { const number = node === "kappa" ? kappa : node; return [() => number, () => [number, 0, 0]]; }
  const [name, ...nodes] = node, [left, right] = nodes.map((one) => expression(one, kappa));
  const [value, slope] = OPERATIONS[name];
  if (!right) return [(x, y) => value(left[0](x, y)), (x, y) => { const [a, p, q] = left[1](x, y); return [value(a), slope(a, p), slope(a, q)]; }];
  return [(x, y) => value(left[0](x, y), right[0](x, y)), (x, y) => {
    const [a, p, q] = left[1](x, y), [b, r, s] = right[1](x, y);
    return [value(a, b), slope(a, b, p, r), slope(a, b, q, s)];
  }];
};

// A loss as two functions, value(x, y) and slopes(x, y) -> [value, along x, along y]; `condition` where it has a number of it.
export const compile = (loss, condition) => {
  const [value, slopes] = expression(loss.expression, condition);
  return { ...loss, value, slopes };
};

// The least and the greatest curvature at a place and the direction of the least, from slopes to all sides: a wide step
// where the curvature is the same everywhere, a tiny one elsewhere. Undefined where one of them is not positive, and where
// the slope jumps by one or more within that step, as at Ackley's tip.
export const curvatures = ({ slopes, quadratic }, [x, y]) => {
  const h = quadratic ? 1 : 1e-5, [east, west, north, south] = [slopes(x + h, y), slopes(x - h, y), slopes(x, y + h), slopes(x, y - h)];
  const a = (east[1] - west[1]) / (2 * h), b = (east[2] - west[2] + north[1] - south[1]) / (4 * h), c = (north[2] - south[2]) / (2 * h);
  const middle = (a + c) / 2, spread = Math.hypot((a - c) / 2, b), low = middle - spread, high = middle + spread;
  if (!(low > 1e-6 && high < 1e5)) return undefined;
  return { low, high, angle: b === 0 ? (a <= c ? 0 : Math.PI / 2) : Math.atan2(low - a, b) };
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
    let [, along, across] = loss.slopes(x[k], y[k]);
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
