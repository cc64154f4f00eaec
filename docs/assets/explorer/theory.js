// What the theory says of a run on a quadratic, and what is measured of any run. No page needed.
// Sources as in momentum.theory: Polyak 1964; O'Donoghue and Candes 2015; Lessard, Recht and Packard 2016. Measures are
// defined as in momentum.engine.measures, on runs as `descend` returns them.

// How a method fits the theory: its gain (1 - dampening) and whether it looks ahead; undefined for another rule.
export const family = (method, beta) => {
  if (method.rule !== "Momentum") return undefined;
  const { dampening, nesterov } = method.fixed;
  return { gain: 1 - (dampening === "beta" ? beta : dampening), nesterov };
};

const rootsOf = (product, beta, nesterov) => {
  if (nesterov) {
    const rest = 1 - product;
    return { trace: (1 + beta) * rest, determinant: beta * rest, discriminant: rest * ((1 - beta) ** 2 - (1 + beta) ** 2 * product) };
  }
  const root = Math.sqrt(beta);
  return { trace: 1 + beta - product, determinant: beta, discriminant: ((1 - root) ** 2 - product) * ((1 + root) ** 2 - product) };
};

export const radius = (product, beta, nesterov) => {
  const { trace, determinant, discriminant } = rootsOf(product, beta, nesterov);
  return discriminant < 0 ? Math.sqrt(Math.max(determinant, 0)) : (Math.abs(trace) + Math.sqrt(discriminant)) / 2;
};

// What a run does in one direction: "diverges", "swings", "zigzags" (a negative root leads) or "creeps".
export const regime = (product, beta, nesterov) => {
  if (radius(product, beta, nesterov) >= 1) return "diverges";
  const { trace, discriminant } = rootsOf(product, beta, nesterov);
  return discriminant < 0 ? "swings" : trace < 0 ? "zigzags" : "creeps";
};

// The slowest of some directions decides: its rate, and what it does.
export const worst = (eigenvalues, method, learningRate, beta) => {
  const { gain, nesterov } = family(method, beta);
  let rate = -1, product = 0;
  for (const eigenvalue of eigenvalues) {
    const here = radius(eigenvalue * learningRate * gain, beta, nesterov);
    if (here > rate) { rate = here; product = eigenvalue * learningRate * gain; }
  }
  return { rate, regime: regime(product, beta, nesterov) };
};

// The bound that learning rate times eigenvalue must stay below.
export const stableProduct = (method, beta) => {
  const { gain, nesterov } = family(method, beta);
  return nesterov ? (2 + 2 * beta) / (1 + 2 * beta) : (2 + 2 * beta) / gain;
};

// The beta at which a direction stops creeping and starts to swing; NaN where there is none.
export const criticalBeta = (method, eigenvalue, learningRate) => {
  const product = eigenvalue * learningRate, root = Math.sqrt(product);
  const { dampening, nesterov } = method.fixed;
  let beta = (1 - root) ** 2;
  if (nesterov) beta = (1 - root) / (1 + root);
  else if (dampening === "beta") beta = product < 1 ? ((1 - product) / (1 + product)) ** 2 : NaN;
  return beta >= 0 && beta < 1 ? beta : NaN;
};

// The best settings of a method when all curvatures lie between two: learning rate, beta, rate.
export const best = (method, low, high) => {
  const { dampening, nesterov } = method.fixed;
  if (!("beta" in method.defaults)) return { learning_rate: 2 / (low + high), beta: 0, rate: (high - low) / (high + low) };
  if (nesterov) {
    const root = Math.sqrt((3 * high) / low + 1);
    return { learning_rate: 4 / (3 * high + low), beta: (root - 2) / (root + 2), rate: 1 - 2 / root };
  }
  const [slow, fast] = [Math.sqrt(low), Math.sqrt(high)];
  const rate = (fast - slow) / (fast + slow), beta = rate ** 2;
  const gain = dampening === "beta" ? 1 - beta : 1 - dampening;
  return { learning_rate: (2 / (slow + fast)) ** 2 / gain, beta, rate };
};

export const nearest = (minimizers, x, y) => {
  let found = minimizers[0], least = Infinity;
  for (const place of minimizers) {
    const distance = Math.hypot(x - place[0], y - place[1]);
    if (distance < least) [found, least] = [place, distance];
  }
  return found;
};

// The step from which the loss stays within `tolerance` of the minimum; -1 if it does not do so at the end.
export const settled = (run, tolerance, minimum) => {
  let step = run.steps + 1;
  while (step > 0 && run.loss[step - 1] - minimum <= tolerance) step -= 1;
  return step > run.steps || run.broken >= 0 ? -1 : step;
};

// The step from which the loss stays above its first value, for a run that ends far above it; -1 for others.
export const divergence = (run, factor) => {
  const first = run.loss[0], last = run.loss[run.steps];
  if (run.broken < 0 && !(last > factor * Math.max(first, Number.MIN_VALUE))) return -1;
  let step = run.steps;
  while (step > 1 && run.loss[step - 1] > first) step -= 1;
  return step;
};

// Places relative to the minimum, along a direction and across it.
export const turned = (run, [cx, cy], angle) => {
  const cosine = Math.cos(angle), sine = Math.sin(angle);
  return (k) => {
    const dx = run.x[k] - cx, dy = run.y[k] - cy;
    return [cosine * dx + sine * dy, cosine * dy - sine * dx];
  };
};

export const crossings = (run, place, axis) => {
  let count = 0, side = 0;
  for (let k = 0; k <= run.steps; k += 1) {
    const now = Math.sign(place(k)[axis]);
    if (now !== 0 && side !== 0 && now !== side) count += 1;
    if (now !== 0) side = now;
  }
  return count;
};

export const overshoot = (run, place) => {
  const side = Math.sign(place(0)[0]);
  let furthest = 0;
  for (let k = 0; k <= run.steps; k += 1) furthest = Math.max(furthest, -side * place(k)[0]);
  return furthest;
};

export const travel = (run, place, axis) => {
  let sum = 0;
  for (let k = 1; k <= run.steps; k += 1) sum += Math.abs(place(k)[axis] - place(k - 1)[axis]);
  return sum;
};

// The factor a step by which the distance shrank over the second half of the way down to rounding; NaN without one.
export const measuredRate = (run, [cx, cy], floor) => {
  const distance = (k) => Math.hypot(run.x[k] - cx, run.y[k] - cy);
  const first = distance(0);
  let last = run.broken > 0 ? run.broken - 1 : run.steps;
  if (distance(last) <= floor * first) { last = 0; while (distance(last + 1) > floor * first) last += 1; }
  const middle = Math.floor(last / 2);
  return last > middle + 1 && distance(middle) > 0 ? (distance(last) / distance(middle)) ** (1 / (last - middle)) : NaN;
};
