// Beside the map: both losses on one clock, and what each axis asks for and gets.

import { attributes, element, shape } from "./controls.js";
import { powerOfTen } from "./state.js";

const n = (value) => Math.round(value * 10) / 10;

class Chart {
  size = [0, 0];
  svg = shape("svg.over", { "aria-hidden": "true" });
  constructor(name) { this.host = element("div", { className: `mx-chart mx-${name}` }, this.svg); }
  resize(width, height) { this.size = [width, height]; attributes(this.svg, { viewBox: `0 0 ${width} ${height}` }); }
}

export class Losses extends Chart {
  #grid = shape("g"); #clock = shape("path.clock"); #runs = []; #key;
  constructor() { super("losses"); this.svg.append(this.#grid, this.#clock); }

  draw({ runs, moment, steps, minimum, tolerance, floor }) {
    const [w, h] = this.size, [left, top, right, bottom] = [44, 12, w - 12, h - 26];
    const height = (value) => Math.log10(Math.max(value - minimum, Number.MIN_VALUE));
    const first = height(runs[0].run.loss[0]);
    let high = first, low = first;
    for (const { run } of runs) for (let k = 0; k <= steps; k += 1) { const v = height(run.loss[k]); high = Math.max(high, v); low = Math.min(low, v); }
    high = Math.ceil(Math.min(high, first + 2)); low = Math.max(Math.floor(low), floor);
    if (high <= low) high = low + 1;
    const x = (k) => left + (k / steps) * (right - left), y = (value) => n(bottom - ((Math.min(Math.max(value, low), high + 0.5) - low) / (high - low)) * (bottom - top));
    const key = [w, h, high, low, steps, tolerance].join();
    if (key !== this.#key) { this.#key = key; this.#lines(left, right, bottom, x, y, high, low, steps, Math.log10(tolerance)); }
    while (this.#runs.length > runs.length) this.#runs.pop().group.remove();
    runs.forEach(({ run, look }, i) => {
      const parts = (this.#runs[i] ??= this.#add()), end = Math.min(steps, run.broken > 0 ? run.broken - 1 : steps), ahead = [], past = [];
      for (let k = 0; k <= end; k += 1) {
        const v = height(run.loss[k]), place = `${n(x(k))} ${y(v)}`;
        ahead.push(place);
        if (k <= moment) past.push(place);
        if (v > high + 0.5 || v < low) break;
      }
      parts.group.style.setProperty("--c", `var(--fig-${look.role})`);
      parts.group.setAttribute("class", look.second ? "mx-run mx-second" : "mx-run");
      parts.ahead.setAttribute("d", `M${ahead.join("L")}`);
      parts.past.setAttribute("d", `M${past.join("L")}`);
    });
    this.#clock.setAttribute("d", `M${n(x(moment))} ${top}V${bottom}`);
  }

  #add() {
    const parts = { ahead: shape("path.ghost"), past: shape("path.trail") };
    parts.group = shape("g", {}, parts.ahead, parts.past);
    this.svg.append(parts.group);
    return parts;
  }

  #lines(left, right, bottom, x, y, high, low, steps, tolerance) {
    const every = Math.ceil((high - low) / 6), shapes = [];
    for (let decade = high; decade >= low; decade -= every) {
      shapes.push(shape("path.grid", { d: `M${left} ${y(decade)}H${right}` }));
      shapes.push(shape("text.tick", { x: left - 6, y: y(decade) + 4, "text-anchor": "end" }, powerOfTen(decade)));
    }
    if (tolerance > low && tolerance < high) shapes.push(shape("path.finish", { d: `M${left} ${y(tolerance)}H${right}` }));
    for (const share of [0, 0.5, 1]) shapes.push(shape("text.tick", { x: n(x(share * steps)), y: bottom + 18, "text-anchor": "middle" }, Math.round(share * steps)));
    this.#grid.replaceChildren(...shapes);
  }
}

// Two rows of bars on one scale: the gradient of every step as an outline, what the step used of it filled.
export class Bars extends Chart {
  #parts = [0, 1].map(() => ({ zero: shape("path.grid"), used: shape("path.used"), met: shape("path.met"), name: shape("text.tick") }));
  constructor() { super("bars"); this.group = shape("g", {}, ...this.#parts.flatMap((part) => Object.values(part))); this.svg.append(this.group); }

  draw({ run, look, axes }, moment, steps) {
    const [w, h] = this.size, [left, right] = [8, w - 8], shown = Math.min(steps, 60), first = Math.max(0, Math.min(Math.floor(moment) - shown + 1, steps - shown));
    const width = (right - left) / shown, now = Math.floor(moment);
    const field = (values, k, axis) => { const [c, s] = axes.turn, along = values[2 * k], across = values[2 * k + 1]; return axis ? c * across - s * along : c * along + s * across; };
    let most = 0;
    for (let k = 0; k < shown; k += 1) for (const axis of [0, 1]) for (const values of [run.gradient, run.used]) { const size = Math.abs(field(values, first + k, axis)); if (Number.isFinite(size)) most = Math.max(most, size); }
    this.group.style.setProperty("--c", `var(--fig-${look.role})`);
    this.#parts.forEach((part, axis) => {
      const zero = h * (0.27 + 0.5 * axis), tall = h * 0.2;
      let met = "", used = "";
      for (let k = first; k < first + shown && k <= now; k += 1) {
        const x = left + (k - first) * width, up = (value) => n((-Math.max(-most, Math.min(most, value)) / (most || 1)) * tall);
        met += `M${n(x + width * 0.1)} ${n(zero)}v${up(-field(run.gradient, k, axis))}h${n(width * 0.8)}V${n(zero)}`;
        used += `M${n(x + width * 0.25)} ${n(zero)}v${up(-field(run.used, k, axis))}h${n(width * 0.5)}V${n(zero)}z`;
      }
      attributes(part.zero, { d: `M${left} ${n(zero)}H${right}` });
      attributes(part.met, { d: met });
      attributes(part.used, { d: used });
      attributes(part.name, { x: left, y: n(zero - tall - 6) });
      part.name.textContent = axes.names[axis];
    });
  }
}
