// The parts of the explorer and where they stand, whole as on its page or compact as in a figure; and what they show.

import { Bars, Losses } from "./charts.js";
import { button, choice, Clock, element, runRow, select, slider } from "./controls.js";
import { convention, counterpart } from "./frame.js";
import { Plane } from "./plane.js";
import { RateMap } from "./ratemap.js";
import { shareRow } from "./share.js";
import { preset, query, text } from "./state.js";
import { best, worst } from "./theory.js";

const ROWS = [["loss", "loss at this step"], ["distance", "distance to the minimum"], ["steps", "steps to the tolerance"], ["measured", "rate, measured"], ["predicted", "rate, predicted"], ["overshoot", "overshoot along"], ["crossings", "crossings of the floor"], ["across", "travel across"]];
const WISHES = [["descent", "Best gradient descent"], ["pair", "Best pair"], ["critical", "Critical damping"], ["edge", "Edge"]];
const titled = (title, ...children) => element("section", { className: "mx-panel" }, element("h2", {}, title), ...children);

export const build = (model, state, act, compact) => {
  const parts = { plane: new Plane(act.start, model.looks), clock: new Clock(act.moment) };
  parts.live = element("p", { className: "mx-live sm-hidden" });
  parts.live.setAttribute("aria-live", "polite");
  parts.rows = state.runs.map((_, at) => runRow(model, at, { fixed: compact, act: act.run }));
  const runs = element("div", { className: "mx-runs" }, ...parts.rows.map(({ host }) => host));
  if (compact) {
    parts.words = element("p", { className: "mx-words" });
    const row = element("div", { className: "mx-share" }, button("Back to the figure", act.back, { className: "mx-link" }), button("Reset", act.reset, { className: "mx-link" }));
    parts.link = element("a", { className: "mx-link" }, "Open in the explorer");
    row.append(parts.link);
    parts.whole = [parts.plane.host, parts.clock.row, runs, parts.words, row, parts.live];
    parts.charts = [parts.plane];
    return parts;
  }
  parts.map = new RateMap(act.pair);
  parts.losses = new Losses();
  parts.bars = new Bars();
  parts.charts = [parts.plane, parts.map, parts.losses, parts.bars];
  parts.message = element("div", { className: "mx-message", hidden: true });
  parts.message.setAttribute("role", "status");
  parts.lesson = element("p", { className: "mx-lesson" });
  parts.presets = Object.entries(model.presets).map(([name, { title }]) => [name, button(title, () => act.preset(name))]);
  const { limits } = model, losses = Object.values(model.losses);
  parts.loss = select("Loss", losses.map(({ name }) => [name, name]), act.loss);
  parts.condition = slider("κ", "Condition number", { low: limits.condition[0], high: limits.condition[1], kind: "logarithmic" }, act.set("condition"));
  parts.steps = slider("steps", "Number of steps", { low: limits.steps[0], high: limits.steps[1], step: 1 }, act.set("steps"));
  parts.noise = slider("noise", "Gradient noise, standard deviation", { low: 0, high: 1 }, (share, done) => act.set("noise")(act.noise(share), done));
  parts.seed = element("input", { type: "number", min: limits.seed[0], max: limits.seed[1], step: 1, ariaLabel: "Seed of the noise" });
  parts.seed.addEventListener("change", () => { if (parts.seed.checkValidity() && parts.seed.value !== "") act.set("seed")(parts.seed.valueAsNumber, true); });
  parts.tolerance = select("Tolerance", [1, 0.1, 0.01, 0.001, 1e-6].map((value) => [value, String(value)]), (value) => act.set("tolerance")(Number(value), true));
  parts.convention = choice("Momentum is", [["average", "an average"], ["sum", "a sum"]], act.convention);
  parts.keep = choice("When β moves, keep", [["rate", "η"], ["other", "η/(1−β)"]], (value) => act.set("keep")(value, true));
  parts.direction = choice("Rate of", [["whole", "whole problem"], ["along", "along"], ["across", "across"]], (value) => act.set("direction")(value, true));
  parts.wishes = WISHES.map(([name, title]) => [name, button(title, () => act.wish(name), { className: "mx-pill" })]);
  parts.note = element("p", { className: "mx-aside" });
  parts.converted = element("p", { className: "mx-aside" });
  parts.table = table(state.runs.length);
  parts.whole = [
    element("div", { className: "mx-presets", role: "group", ariaLabel: "Lessons" }, ...parts.presets.map(([, made]) => made)), parts.lesson, parts.message,
    element("div", { className: "mx-card" },
      parts.plane.host,
      element("div", { className: "mx-controls" }, parts.clock.row, runs, element("div", { className: "mx-wishes" }, ...parts.wishes.map(([, made]) => made))),
      titled("How fast, for every η and β", parts.direction.row, parts.map.host, parts.note),
      titled("In numbers", parts.table.host),
      titled("Loss above its minimum", parts.losses.host),
      titled("Gradient (outline) and what each step uses (filled)", parts.bars.host),
      element("section", { className: "mx-settings mx-panel" }, element("h2", {}, "More to turn"),
        parts.loss.row, parts.condition.row, parts.steps.row, parts.noise.row, element("label", { className: "mx-field" }, element("span", {}, "Seed"), parts.seed), parts.tolerance.row, parts.convention.row, parts.keep.row, parts.converted)),
    shareRow(model, act.now, parts.plane), parts.live,
  ];
  return parts;
};

// The numbers of all runs, a column each.
const table = (runs) => {
  const heads = Array.from({ length: runs }, () => element("th", { scope: "col" }));
  const rows = Object.fromEntries(ROWS.map(([key, said]) => {
    const name = element("th", { scope: "row" }, said), cells = heads.map(() => element("td"));
    return [key, { row: element("tr", {}, name, ...cells), name, cells }];
  }));
  const host = element("table", { className: "mx-table" }, element("thead", {}, element("tr", {}, element("td"), ...heads)), element("tbody", {}, ...Object.values(rows).map(({ row }) => row)));
  return { host, heads, rows };
};

const known = new WeakMap();
const silent = (state) => query({ ...state, step: 0 });
const presetQueries = (model) => {
  if (!known.has(model)) known.set(model, Object.fromEntries(Object.keys(model.presets).map((name) => [name, silent(preset(model, name))])));
  return known.get(model);
};
const put = (node, said) => { if (node.textContent !== said) node.textContent = said; };

export const showPanels = (parts, { loss, runs, bowl, mapped }, { state, model, shades, moment, wish, fresh }) => {
  parts.losses.draw({ runs, moment, steps: state.steps, minimum: loss.minimum, tolerance: state.tolerance, floor: -16 });
  const angle = loss.quadratic ? bowl.angle : 0, names = loss.quadratic ? ["along the valley", "across it"] : ["x", "y"];
  parts.bars.draw({ ...runs[mapped >= 0 ? mapped : runs.length - 1], axes: { turn: [Math.cos(angle), Math.sin(angle)], names } }, moment, state.steps);
  numbers(parts.table, runs, loss, state, model.limits.horizon);
  if (!fresh) return;
  rates(parts, runs, loss.quadratic, bowl, mapped, state, model, shades);
  const now = silent(state), queries = presetQueries(model), chosen = parts.presets.find(([name]) => queries[name] === now)?.[0];
  for (const [name, made] of parts.presets) made.ariaPressed = String(name === chosen);
  put(parts.lesson, chosen ? model.presets[chosen].lesson : "Drag the start, turn the learning rate and the memory: everything here is computed as you move.");
  for (const [name, made] of parts.wishes) made.disabled = wish(name) === undefined;
  parts.loss.show(state.loss);
  parts.condition.row.hidden = state.condition === null;
  if (state.condition !== null) parts.condition.show(state.condition);
  parts.steps.show(state.steps);
  parts.noise.show(state.noise / loss.noise);
  if (document.activeElement !== parts.seed) parts.seed.value = state.seed;
  parts.tolerance.show(String(state.tolerance));
  conventions(parts, runs, state, model);
};

const conventions = (parts, runs, state, model) => {
  const which = convention(model, state);
  parts.convention.row.disabled = parts.keep.row.disabled = which === undefined;
  parts.convention.show(which);
  parts.keep.show(state.keep);
  put(parts.keep.words[1], which === "average" ? "η(1−β)" : "η/(1−β)");
  const run = state.runs.findLast((one) => counterpart(model, one, which !== "average"));
  if (!run) { put(parts.converted, ""); return; }
  const other = counterpart(model, run, which !== "average"), [here, there] = which === "average" ? ["an average", "a sum"] : ["a sum", "an average"];
  put(parts.converted, `The same run has η = ${text(run.values.learning_rate)} as ${here} and η = ${text(other.values.learning_rate)} as ${there}, because the sum of the memory's weights is 1/(1 − β) = ${text(1 / (1 - run.values.beta))}.`);
};

const rates = (parts, runs, exact, bowl, mapped, state, model, shades) => {
  const shown = Boolean(bowl) && mapped >= 0;
  parts.map.host.classList.toggle("mx-away", !shown);
  parts.direction.row.disabled = !shown;
  parts.direction.show(state.direction);
  if (!shown) { put(parts.note, bowl ? "The map is for gradient descent and momentum: the theory of rates is theirs." : "This minimum is a point or an edge, where curvature has no meaning: there is no such map."); return; }
  const { values, method: own, label } = runs[mapped], average = Object.values(model.methods).find((one) => one.fixed.dampening === "beta");
  const method = "beta" in own.defaults ? own : average, eigenvalues = { whole: [bowl.low, bowl.high], along: [bowl.low], across: [bowl.high] }[state.direction];
  const knobs = Object.fromEntries(method.settings.map((knob) => [knob.name, knob]));
  parts.map.draw({ method, eigenvalues, values, knobs, levels: model.rates, colours: shades(), ticks: model.ticks, best: best(method, eigenvalues[0], eigenvalues.at(-1)) });
  const { rate, regime } = worst(eigenvalues, method, values.learning_rate, values.beta ?? 0);
  put(parts.note, `${label[0].toUpperCase()}${label.slice(1)} here: ${text(rate)} of the distance is left after a step, ${exact ? "in the long run" : "near the minimum"}; it ${regime}. Brighter is faster.`);
};

const numbers = (table, runs, loss, state, horizon) => {
  const k = state.step;
  runs.forEach(({ run, label, look, numbers: said }, i) => {
    put(table.heads[i], label);
    table.heads[i].style.setProperty("color", `var(--fig-${look.role})`);
    const [cx, cy] = said.centre, cell = (name, words) => put(table.rows[name].cells[i], words);
    cell("loss", text(run.loss[k]));
    cell("distance", text(Math.hypot(run.x[k] - cx, run.y[k] - cy)));
    cell("steps", said.diverges >= 0 ? `diverges at step ${Math.max(1, said.diverges)}` : said.steps >= 0 ? String(said.steps) : `not in ${horizon}`);
    cell("measured", text(said.measured));
    cell("predicted", said.predicted ? text(said.predicted.rate) : "–");
    for (const name of ["overshoot", "across"]) cell(name, said.diverges >= 0 || said[name] === undefined ? "–" : text(said[name]));
    cell("crossings", said.crossings === undefined ? "–" : String(said.crossings));
  });
  put(table.rows.loss.name, `loss at step ${k}`);
  put(table.rows.steps.name, `steps to within ${text(state.tolerance)}`);
  put(table.rows.predicted.name, loss.quadratic ? "rate, predicted" : "rate, predicted near the end");
  for (const name of ["overshoot", "crossings", "across"]) table.rows[name].row.hidden = !loss.quadratic;
};
