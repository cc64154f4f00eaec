// What a reader has chosen, as a plain object: read from an address, written to one, as Python and in words. No page needed.

const HIGH = "⁰¹²³⁴⁵⁶⁷⁸⁹";
export const powerOfTen = (whole) => "10" + [...String(whole)].map((digit) => HIGH[digit] ?? "⁻").join("");

// As the pages print: three digits without idle zeros, whole parts in full, powers of ten from a million and below 0.001.
export const text = (value, places = 2) => {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return "∞";
  const [mantissa, power] = value.toExponential(places).split("e").map(Number), far = power < -3 || power > 5;
  const said = String(far ? mantissa : +value.toFixed(Math.max(places - power, 0))).replace("-", "−");
  if (far) return (/^−?1$/.test(said) ? said.slice(0, -1) : `${said} × `) + powerOfTen(power);
  return said.replace(/^(−?\d{2,3})(\d{3})$/, "$1\u202f$2");
};

export const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// How one run went, in a sentence.
export const story = (words, { label, numbers }, now) => {
  const { loss, diverges, steps, crossings, overshoot } = numbers, said = { ...now, label, loss: text(loss), diverges: Math.max(diverges, 1), steps, tolerance: text(now.tolerance) };
  if (diverges >= 0) return fill(words.diverges, said);
  return fill(steps >= 0 ? words.arrives : words.late, { ...said, swings: overshoot === undefined ? "" : fill(words.swings, { crossings: crossings === 1 ? "once" : `${crossings} times`, overshoot: text(overshoot) }) });
};

const LETTERS = ["a", "b", "c"];
export const preset = (model, name) => structuredClone({ ...model.blank, ...model.presets[name].state });

// A number for a sentence.
const brief = (value) => String(Number(value.toPrecision(12)));

export const query = (state) => {
  const parts = new URLSearchParams();
  parts.set("loss", state.loss);
  if (state.condition !== null) parts.set("kappa", state.condition);
  parts.set("start", state.start.join(","));
  state.runs.forEach(({ method, values }, i) => {
    parts.set(LETTERS[i], method);
    for (const [name, value] of Object.entries(values)) parts.set(`${LETTERS[i]}.${name}`, value);
  });
  parts.set("steps", state.steps);
  parts.set("step", state.step);
  if (state.noise > 0) { parts.set("noise", state.noise); parts.set("seed", state.seed); }
  for (const name of ["direction", "keep", "tolerance"]) parts.set(name, state[name]);
  return parts.toString().replaceAll("%2C", ",");
};

// An address's query as a state; what it asks for and cannot have is left at what it was, and said in a sentence each.
export const parse = (model, text) => {
  const asked = new URLSearchParams(text), problems = [];
  const { limits, words } = model, refuse = (name, given, allowed, instead) => problems.push(fill(words.refused, { name, given: given.slice(0, 24), allowed, instead }));
  const among = (name, names, otherwise) => {
    const given = asked.get(name);
    if (given === null || Object.hasOwn(names, given)) return given ?? otherwise;
    refuse(name, given, words.unknown, otherwise);
    return otherwise;
  };
  const number = (name, [low, high], otherwise, whole = false) => {
    const given = asked.get(name), value = Number(given);
    if (given === null) return otherwise;
    if (given.trim() !== "" && value >= low && value <= high && (!whole || Number.isInteger(value))) return value;
    refuse(name, given, fill(words[whole ? "whole" : "number"], { low, high }), brief(otherwise));
    return otherwise;
  };
  const state = preset(model, among("preset", model.presets, model.first));
  const loss = among("loss", model.losses, state.loss);
  if (loss !== state.loss) Object.assign(state, landed(model, state, loss));
  if (state.condition !== null) state.condition = number("kappa", limits.condition, state.condition);
  if (asked.has("start")) {
    const place = asked.get("start").split(",").map((part) => (part.trim() === "" ? NaN : Number(part))), [across, up] = model.losses[state.loss].view;
    const inside = place.length === 2 && place[0] >= across[0] && place[0] <= across[1] && place[1] >= up[0] && place[1] <= up[1];
    if (inside) state.start = place;
    else refuse("start", asked.get("start"), words.place, state.start.map(brief).join(", "));
  }
  if (Object.hasOwn(model.methods, asked.get("a") ?? "")) state.runs = state.runs.filter((_, i) => asked.has(LETTERS[i]));
  LETTERS.forEach((letter, i) => {
    const held = state.runs[i], method = among(letter, model.methods, held?.method ?? null);
    if (method === null) return;
    if (method !== held?.method) state.runs[i] = fresh(model, state.loss, method);
    for (const knob of model.methods[method].settings) {
      const values = state.runs[i].values;
      values[knob.name] = number(`${letter}.${knob.name}`, [knob.low, knob.high], values[knob.name]);
    }
  });
  state.runs = state.runs.filter(Boolean);
  state.steps = number("steps", limits.steps, state.steps, true);
  state.step = number("step", [0, state.steps], Math.min(state.step, state.steps), true);
  state.noise = number("noise", [0, model.losses[state.loss].noise], state.noise);
  state.seed = number("seed", limits.seed, state.seed, true);
  state.direction = among("direction", { whole: 1, along: 1, across: 1 }, state.direction);
  state.keep = among("keep", { rate: 1, other: 1 }, state.keep);
  state.tolerance = number("tolerance", limits.tolerance, state.tolerance);
  return { state, problems };
};

// A method with the settings that suit a loss.
export const fresh = (model, loss, method) => {
  const { settings } = model.methods[method];
  const values = Object.fromEntries(settings.map((knob) => [knob.name, knob.default]));
  return { method, values: { ...values, learning_rate: model.losses[loss].suits[method] } };
};

// What changes in a state when another loss is chosen: its own start, and learning rates that suit it.
export const landed = (model, state, name) => {
  const loss = model.losses[name];
  const runs = state.runs.map(({ method, values }) => ({ method, values: { ...values, learning_rate: loss.suits[method] } }));
  return { loss: name, start: [...loss.start], condition: loss.condition?.default ?? null, runs, noise: 0 };
};

// The same runs as a Python script against the engine.
export const python = (model, state) => {
  const loss = model.losses[state.loss], noisy = state.noise > 0;
  const names = [...(loss.condition ? [] : ["LOSSES"]), "METHODS", ...(noisy ? ["Noisy"] : []), "descend", ...(loss.condition ? ["ravine"] : [])];
  const lines = noisy ? ["import numpy as np", ""] : [];
  lines.push(`from momentum import ${names.join(", ")}`, "");
  lines.push(`loss = ${loss.condition ? `ravine(${state.condition})` : `LOSSES[${JSON.stringify(state.loss)}]`}`);
  if (noisy) lines.push(model.words.noise);
  state.runs.forEach(({ method, values }) => {
    const settings = Object.entries(values).map(([name, value]) => `${name}=${value}`).join(", ");
    const met = noisy ? `Noisy(loss, ${state.noise}, np.random.default_rng(${state.seed}))` : "loss";
    lines.push(`run = descend(${met}, METHODS[${JSON.stringify(method)}].make(${settings}), start=(${state.start.join(", ")}), steps=${state.steps})`);
    lines.push(`print(${JSON.stringify(method)}, run.theta[${state.step}].tolist(), run.loss[${state.step}])`);
  });
  return `${lines.join("\n")}\n`;
};
