// The parts of the explorer and where they stand, whole as on its page or compact as in a figure; and what they show.

import { Bars, Losses } from "./charts.js";
import { button, choice, Clock, element, runRow, select, slider } from "./controls.js";
import { convention, counterpart } from "./frame.js";
import { Plane } from "./plane.js";
import { RateMap } from "./ratemap.js";
import { shareRow } from "./share.js";
import { fill, preset, query, text } from "./state.js";
import { best, worst } from "./theory.js";

const titled = (title, ...children) => element("section.panel", {}, element("h2", {}, title), ...children);

export const build = (model, state, act, compact) => {
  const parts = { plane: new Plane(act.start, model.looks), clock: new Clock(act.moment) };
  parts.live = element("p", { className: "mx-live sm-hidden" });
  parts.live.setAttribute("aria-live", "polite");
  parts.rows = state.runs.map((_, at) => runRow(model, at, { fixed: compact, act: act.run }));
  const runs = element("div.runs", {}, ...parts.rows.map(({ host }) => host));
  if (compact) {
    parts.words = element("p.words");
    const row = element("div.share", {}, button("Back to the figure", act.back, { className: "mx-link" }), button("Reset", act.reset, { className: "mx-link" }));
    parts.link = element("a.link", {}, "Open in the explorer");
    row.append(parts.link);
    parts.whole = [parts.plane.host, parts.clock.row, runs, parts.words, row, parts.live];
    parts.charts = [parts.plane];
    return parts;
  }
  parts.map = new RateMap(act.pair);
  parts.losses = new Losses();
  parts.bars = new Bars();
  parts.charts = [parts.plane, parts.map, parts.losses, parts.bars];
  parts.message = element("div.message", { hidden: true });
  parts.message.setAttribute("role", "status");
  parts.lesson = element("p.lesson");
  parts.presets = Object.entries(model.presets).map(([name, { title }]) => [name, button(title, () => act.preset(name)), silent(preset(model, name))]);
  const { limits, words } = model, losses = Object.values(model.losses), [rates, numbers, fall, bars, more] = words.panels;
  const chosen = (name, set) => choice(words[name][0], Object.entries(words[name][1]), set ?? ((value) => act.set(name)(value, true)));
  parts.loss = select("Loss", losses.map(({ name }) => [name, name]), act.loss);
  parts.condition = slider("κ", "Condition number", { low: limits.condition[0], high: limits.condition[1], kind: "logarithmic" }, act.set("condition"));
  parts.steps = slider("steps", "Number of steps", { low: limits.steps[0], high: limits.steps[1], step: 1 }, act.set("steps"));
  parts.noise = slider("noise", "Gradient noise, standard deviation", { low: 0 }, act.set("noise"));
  parts.seed = element("input", { type: "number", min: limits.seed[0], max: limits.seed[1], step: 1, ariaLabel: "Seed of the noise" });
  parts.seed.addEventListener("change", () => { if (parts.seed.reportValidity() && parts.seed.value) act.set("seed")(+parts.seed.value, true); });
  parts.tolerance = select("Tolerance", limits.tolerances.map((value) => [value, value]), (value) => act.set("tolerance")(+value, true));
  parts.convention = chosen("convention", act.convention);
  parts.keep = chosen("keep");
  parts.direction = chosen("direction");
  parts.wishes = Object.entries(words.wishes).map(([name, title]) => [name, button(title, () => act.wish(name), { className: "mx-pill" })]);
  parts.note = element("p.aside");
  parts.converted = element("p.aside");
  parts.table = table(state.runs.length, words.rows);
  parts.whole = [
    element("div.presets", { role: "group", ariaLabel: "Lessons" }, ...parts.presets.map(([, made]) => made)), parts.lesson, parts.message,
    element("div.card", {},
      parts.plane.host,
      element("div.controls", {}, parts.clock.row, runs, element("div.wishes", {}, ...parts.wishes.map(([, made]) => made))),
      titled(rates, parts.direction.row, parts.map.host, parts.note),
      titled(numbers, parts.table.host),
      titled(fall, parts.losses.host),
      titled(bars, parts.bars.host),
      element("section", { className: "mx-settings mx-panel" }, element("h2", {}, more),
        parts.loss.row, parts.condition.row, parts.steps.row, parts.noise.row, element("label.field", {}, element("span", {}, "Seed"), parts.seed), parts.tolerance.row, parts.convention.row, parts.keep.row, parts.converted)),
    shareRow(model, act.now, parts.plane), parts.live,
  ];
  return parts;
};

// The numbers of all runs, a column each.
const table = (runs, names) => {
  const heads = Array.from({ length: runs }, () => element("th", { scope: "col" }));
  const rows = Object.fromEntries(Object.entries(names).map(([key, said]) => {
    const name = element("th", { scope: "row" }, said), cells = heads.map(() => element("td"));
    return [key, { row: element("tr", {}, name, ...cells), name, cells }];
  }));
  const host = element("table.table", {}, element("thead", {}, element("tr", {}, element("td"), ...heads)), element("tbody", {}, ...Object.values(rows).map(({ row }) => row)));
  return { host, heads, rows };
};

const silent = (state) => query({ ...state, step: 0 });
const put = (node, said) => { if (node.textContent !== said) node.textContent = said; };

export const showPanels = (parts, { loss, runs, bowl, mapped }, { state, model, shades, moment, wish, fresh }) => {
  parts.losses.draw({ runs, moment, steps: state.steps, minimum: loss.minimum, tolerance: state.tolerance, floor: -16 });
  const angle = loss.quadratic ? bowl.angle : 0, names = loss.quadratic ? ["along the valley", "across it"] : ["x", "y"];
  parts.bars.draw({ ...runs[mapped >= 0 ? mapped : runs.length - 1], axes: { turn: [Math.cos(angle), Math.sin(angle)], names } }, moment, state.steps);
  numbers(parts.table, runs, loss, state, model);
  if (!fresh) return;
  rates(parts, runs, loss.quadratic, bowl, mapped, state, model, shades);
  const now = silent(state), chosen = parts.presets.find(([, , address]) => address === now)?.[0];
  for (const [name, made] of parts.presets) made.ariaPressed = String(name === chosen);
  put(parts.lesson, chosen ? model.presets[chosen].lesson : model.words.invitation);
  for (const [name, made] of parts.wishes) made.disabled = wish(name) === undefined;
  parts.loss.show(state.loss);
  parts.condition.row.hidden = state.condition === null;
  if (state.condition !== null) parts.condition.show(state.condition);
  parts.steps.show(state.steps);
  parts.noise.show(state.noise, loss.noise);
  if (document.activeElement !== parts.seed) parts.seed.value = state.seed;
  parts.tolerance.show(state.tolerance);
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
  const other = counterpart(model, run, which !== "average"), { convention: [, names], converted } = model.words;
  put(parts.converted, fill(converted, {
    one: text(run.values.learning_rate), two: text(other.values.learning_rate), here: names[which],
    there: names[which === "average" ? "sum" : "average"], window: text(1 / (1 - run.values.beta)),
  }));
};

const rates = (parts, runs, exact, bowl, mapped, state, model, shades) => {
  const shown = Boolean(bowl) && mapped >= 0;
  parts.map.host.classList.toggle("mx-away", !shown);
  parts.direction.row.disabled = !shown;
  parts.direction.show(state.direction);
  if (!shown) { put(parts.note, model.words[bowl ? "other" : "edge"]); return; }
  const { values, method: own, label } = runs[mapped], average = Object.values(model.methods).find((one) => one.fixed.dampening === "beta");
  const method = "beta" in own.defaults ? own : average, eigenvalues = { whole: [bowl.low, bowl.high], along: [bowl.low], across: [bowl.high] }[state.direction];
  const knobs = Object.fromEntries(method.settings.map((knob) => [knob.name, knob]));
  parts.map.draw({ method, eigenvalues, values, knobs, levels: model.rates, colours: shades(), ticks: model.ticks, best: best(method, eigenvalues[0], eigenvalues.at(-1)) });
  const { rate, regime } = worst(eigenvalues, method, values.learning_rate, values.beta ?? 0);
  put(parts.note, fill(model.words.here, { label, rate: text(rate), where: model.words.where[Number(exact)], regime }));
};

const numbers = (table, runs, loss, state, { words, limits: { horizon } }) => {
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
  for (const name of ["loss", "steps"]) put(table.rows[name].name, fill(words.rows[name], { step: k, tolerance: text(state.tolerance) }));
  for (const name of ["overshoot", "crossings", "across"]) table.rows[name].row.hidden = !loss.quadratic;
};
