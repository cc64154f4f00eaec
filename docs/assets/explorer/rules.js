// The rules of all methods, and repeatable noise for their gradients. No page needed.

// One step of every rule, for one parameter: the same operations in the same order as in the engine.
// `memory` holds what the parameter remembers, `at` where its own numbers begin, `k` counts the steps from 1.

export const RULES = {
  Momentum: {
    slots: 1,
    step(theta, gradient, memory, at, k, { learning_rate, beta = 0, dampening = 0, nesterov = false }) {
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
export const settingsOf = (method, values) => {
  const settings = { ...values };
  for (const [name, value] of Object.entries(method.fixed)) settings[name] = typeof value === "string" ? values[value] : value;
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

// A function that draws two independent normal numbers at a time, into `pair`.
export const normalPairs = (seed) => {
  const draw = uniform(seed);
  const pair = [0, 0];
  return () => {
    const radius = Math.sqrt(-2 * Math.log(1 - draw()));
    const angle = 2 * Math.PI * draw();
    pair[0] = radius * Math.cos(angle);
    pair[1] = radius * Math.sin(angle);
    return pair;
  };
};
