// From a state to all that a picture of it needs: the runs, how they look, and what is said of them. No page needed.

import { compile, curvatures, descend } from "./model.js";
import { best, criticalBeta, crossings, divergence, family, measuredRate, nearest, overshoot, settled, stableProduct, travel, turned, worst } from "./theory.js";

export class Frames {
  #loss; #key;
  constructor(model) { this.model = model; }

  loss(state) {
    const key = `${state.loss} ${state.condition}`;
    if (key !== this.#key) {
      this.#key = key;
      this.#loss = compile(this.model.losses[state.loss], state.condition);
      this.#loss.bowls = this.#loss.minimizers.map((place) => curvatures(this.#loss, place));
    }
    return this.#loss;
  }

  of(state) {
    const { model } = this, loss = this.loss(state), { horizon } = model.limits, roles = new Set();
    const runs = state.runs.map(({ method: name, values }) => {
      const method = model.methods[name], { role, label } = method;
      const run = descend(loss, method, values, state.start, Math.max(horizon, state.steps), { scale: state.noise, seed: state.seed });
      const look = { role, marker: model.looks.roles[role] ?? "round", second: roles.has(role) };
      roles.add(role);
      const remembers = family(method, 0) && "beta" in method.defaults && values.beta > 0;
      const window = remembers ? { steps: Math.round(1 / (1 - values.beta)), beta: values.beta } : { steps: 0, beta: 0 };
      return { run, look, name, method, values, window, label, numbers: this.#numbers(state, loss, run, method, values) };
    });
    const mapped = this.mapped(state);
    return { state, loss, runs, bowl: runs.at(mapped).numbers.bowl, mapped };
  }

  // Which run the map of rates belongs to: the last one that the theory knows, rather one with a beta.
  mapped({ runs }) {
    const known = runs.map(({ method }, i) => [this.model.methods[method], i]).filter(([method]) => family(method, 0));
    return (known.findLast(([method]) => "beta" in method.defaults) ?? known.at(-1) ?? [null, -1])[1];
  }

  #numbers(state, loss, run, method, values) {
    const { model } = this, { quadratic: exact } = loss, centre = nearest(loss.minimizers, run.x[run.steps], run.y[run.steps]);
    const bowl = loss.bowls[loss.minimizers.indexOf(centre)];
    const beta = values.beta ?? 0, predicted = bowl && family(method, beta) ? worst([bowl.low, bowl.high], method, values.learning_rate, beta) : undefined;
    const diverges = exact && predicted && state.noise === 0 && predicted.rate < 1 ? -1 : divergence(run, model.diverged);
    const steps = diverges >= 0 ? -1 : settled(run, state.tolerance, loss.minimum);
    const place = turned(run, centre, exact ? bowl.angle : 0), until = { ...run, steps: steps >= 0 ? steps : state.steps };
    const measured = state.noise > 0 || diverges >= 0 ? NaN : measuredRate(run, centre, model.floor);
    return {
      bowl, centre, steps, diverges, predicted, measured,
      crossings: exact ? crossings(until, place, 1) : undefined,
      overshoot: exact ? overshoot({ ...run, steps: Math.max(state.steps, until.steps) }, place) : undefined,
      across: exact && diverges < 0 ? travel(run, place, 1) : undefined,
    };
  }

  // What the four buttons set, for the run that the map belongs to; undefined where no slider reaches it.
  wish(state, name) {
    const wish = this.#wish(state, name), { values } = wish ? within(this.model, wish.run) : {};
    return wish && Object.keys(values).every((one) => values[one] === wish.run.values[one]) ? wish : undefined;
  }

  #wish(state, name) {
    const { model } = this, loss = this.loss(state), [bowl] = loss.bowls, at = this.mapped(state);
    if (!loss.quadratic || (at < 0 && name !== "descent")) return undefined;
    if (name === "descent") {
      const method = Object.values(model.methods).find((one) => one.rule === "Momentum" && !("beta" in one.defaults)), { learning_rate } = best(method, bowl.low, bowl.high);
      const held = state.runs.findIndex((run) => run.method === method.name);
      return { at: Math.max(held, 0), run: { method: method.name, values: { learning_rate } } };
    }
    const { method: called, values } = state.runs[at], method = model.methods[called], beta = values.beta ?? 0;
    const change = (found) => ({ at, run: { method: called, values: { ...values, ...found } } });
    if (name === "edge") return change({ learning_rate: stableProduct(method, beta) / bowl.high });
    if (!("beta" in method.defaults)) return undefined;
    if (name === "pair") { const { learning_rate, beta: found } = best(method, bowl.low, bowl.high); return change({ learning_rate, beta: found }); }
    const critical = criticalBeta(method, bowl.low, values.learning_rate);
    return Number.isNaN(critical) ? undefined : change({ beta: critical });
  }
}

// A run with its settings where the sliders of its method reach.
export const within = (model, { method, values }) => {
  const reach = model.methods[method].settings.map(({ name, low, high }) => [name, Math.min(high, Math.max(low, values[name]))]);
  return { method, values: Object.fromEntries(reach) };
};

const kin = ({ rule, defaults, fixed }) => rule === "Momentum" && "beta" in defaults && !fixed.nesterov;

// The same run in the other convention, average or sum: the method's name and what becomes of its learning rate.
export const counterpart = (model, { method: name, values }, averaged) => {
  const method = model.methods[name], is = (one) => kin(one) && (one.fixed.dampening === "beta") === averaged;
  if (!kin(method) || is(method)) return undefined;
  const other = Object.values(model.methods).find(is), share = 1 - values.beta;
  return { method: other.name, values: { ...values, learning_rate: averaged ? values.learning_rate / share : values.learning_rate * share } };
};

export const convention = (model, { runs }) => {
  const last = runs.map(({ method }) => model.methods[method]).findLast(kin);
  return last && (last.fixed.dampening === "beta" ? "average" : "sum");
};

// The learning rate after beta has changed from one value to another, where its product or quotient with 1 - beta is kept.
export const kept = (model, method, rate, before, after) => {
  const share = (1 - before) / (1 - after);
  return model.methods[method].fixed.dampening === "beta" ? rate * share : rate / share;
};
