// The map of rates: how fast errors shrink for every learning rate and beta, with its regions named and a crosshair.

import { attributes, button, draggable, element, shape } from "./controls.js";
import { line, n } from "./plane.js";
import { text } from "./state.js";
import { criticalBeta, family, radius, regime, worst } from "./theory.js";

const MARGIN = { left: 38, top: 10, right: 10, bottom: 38 };
const COLUMNS = 300, ROWS = 210, COARSE = 6;

// Slider places, 0 to 1, of the two settings: learning rates on a logarithmic scale, betas finer and finer towards 1.
export const scales = {
  logarithmic: ({ low, high }) => ({ place: (v) => Math.log(v / low) / Math.log(high / low), value: (p) => low * (high / low) ** p }),
  memory: ({ low, high }) => {
    const top = Math.log((1 - low) / (1 - high));
    return { place: (v) => Math.log((1 - low) / (1 - v)) / top, value: (p) => 1 - (1 - low) * Math.exp(-p * top) };
  },
};
// A value rounded as the scale is fine, or a slider would not leave its place: three digits of a rate, or of what is
// missing to 1.
export const rounded = {
  logarithmic: (v) => Number(v.toPrecision(3)),
  memory: (v) => Number((1 - (1 - v).toPrecision(3)).toFixed(6)),
};

export class RateMap {
  #canvas = element("canvas", { width: COLUMNS, height: ROWS, ariaHidden: "true" });
  #over = shape("svg.over", { "aria-hidden": "true" });
  #still = shape("g"); #cross = shape("path.cross"); #best = shape("g"); #key; #size = [0, 0]; #axes;

  constructor(act) {
    this.handle = button("", () => {}, { className: "mx-handle mx-pair" });
    this.host = element("div.rates", {}, this.#canvas, this.#over, this.handle);
    this.#over.append(this.#cross, this.#still, this.#best);
    const to = (x, y, done) => { const box = this.host.getBoundingClientRect(); act(...this.#back(x - box.left, y - box.top), done); };
    draggable(this.handle, to, (dx, dy) => { const [x, y] = this.place; act(...this.#back(x + dx * 2, y - dy * 2), true); });
    this.host.addEventListener("click", (event) => { if (event.target !== this.handle) to(event.clientX, event.clientY, true); });
  }

  get #area() { const [w, h] = this.#size; return [MARGIN.left, MARGIN.top, w - MARGIN.left - MARGIN.right, h - MARGIN.top - MARGIN.bottom]; }
  resize(width, height) {
    this.#size = [width, height];
    this.#key = undefined;
    const [left, top, w, h] = this.#area;
    attributes(this.#over, { viewBox: `0 0 ${width} ${height}` });
    Object.assign(this.#canvas.style, { left: `${left}px`, top: `${top}px`, width: `${w}px`, height: `${h}px` });
  }
  #back(px, py) {
    const [left, top, w, h] = this.#area, cut = (value) => Math.min(1, Math.max(0, value)), { rate, memory } = this.#axes;
    return [rounded.logarithmic(rate.value(cut((px - left) / w))), rounded.memory(memory.value(cut((top + h - py) / h)))];
  }
  #pixel(learningRate, beta) {
    const [left, top, w, h] = this.#area, { rate, memory } = this.#axes;
    return [left + rate.place(learningRate) * w, top + h - memory.place(beta) * h];
  }

  draw({ method, eigenvalues, values, best, levels, knobs, colours, ticks }) {
    this.#axes = { rate: scales.logarithmic(knobs.learning_rate), memory: scales.memory(knobs.beta) };
    const key = [method.name, eigenvalues, colours].join();
    if (key !== this.#key) { this.#key = key; this.#paint(method, eigenvalues, levels, colours); this.#label(ticks); }
    const [left, top, w, h] = this.#area;
    const [x, y] = (this.place = this.#pixel(values.learning_rate, values.beta ?? 0));
    const [bx, by] = this.#pixel(best.learning_rate, best.beta);
    // Its name stands on the side that is free, of the handle too, or higher; a pair beyond the map's greatest rate is not on it.
    const taken = (way) => [...this.#words, [x, y + 5]].some(([u, v]) => Math.abs(u - bx - 33 * way) < 33 && Math.abs(v - by - 5) < 18);
    const right = bx > left + w - 60 || taken(1);
    this.#best.replaceChildren(...(bx > left + w ? [] : [
      shape("circle.minimum", { cx: n(bx), cy: n(by), r: 5.5 }),
      shape("text.note", { x: n(bx + (right ? -16 : 16)), y: n(by + (right && taken(-1) ? -16 : 5)), "text-anchor": right ? "end" : "start" }, "best"),
    ]));
    this.#cross.setAttribute("d", `M${left} ${n(y)}H${left + w}M${n(x)} ${top}V${top + h}`);
    this.handle.style.translate = `${n(x)}px ${n(y)}px`;
    this.handle.ariaLabel = `Learning rate ${text(values.learning_rate)}, beta ${text(values.beta ?? 0)}. Move both with the arrow keys.`;
  }

  // The bands, cell by cell, and the regions on a coarser net, each named where it is widest.
  #paint(method, eigenvalues, levels, colours) {
    const context = this.#canvas.getContext("2d"), image = context.createImageData(COLUMNS, ROWS), pixels = new Uint32Array(image.data.buffer);
    const kinds = new Map(), wide = COLUMNS / COARSE, high = ROWS / COARSE, { rate, memory } = this.#axes;
    const rates = Float64Array.from({ length: COLUMNS }, (_, i) => rate.value((i + 0.5) / COLUMNS));
    for (let row = 0; row < ROWS; row += 1) {
      const beta = memory.value((ROWS - row - 0.5) / ROWS), { gain, nesterov } = family(method, beta);
      for (let column = 0; column < COLUMNS; column += 1) {
        const size = rates[column] * gain;
        let slowest = 0, product = 0;
        for (const eigenvalue of eigenvalues) {
          const here = radius(size * eigenvalue, beta, nesterov);
          if (here > slowest) { slowest = here; product = size * eigenvalue; }
        }
        let band = 0;
        while (band < levels.length && slowest < levels[band]) band += 1;
        pixels[row * COLUMNS + column] = band ? colours[Math.min(band, colours.length - 1)] : 0;
        if (row % COARSE === 3 && column % COARSE === 3) {
          const kind = regime(product, beta, nesterov);
          if (!kinds.has(kind)) kinds.set(kind, new Uint8Array(wide * high));
          kinds.get(kind)[Math.floor(row / COARSE) * wide + Math.floor(column / COARSE)] = 1;
        }
      }
    }
    context.putImageData(image, 0, 0);
    this.#names = [...kinds].map(([kind, cells]) => ({ kind, ...widest(cells, wide, high) })).filter(({ room }) => room >= 2);
    this.#critical = this.#turning(method, eigenvalues);
  }
  #names = []; #critical = []; #words = [];

  // Where a direction turns from creeping to swinging, for some learning rates.
  #turning(method, eigenvalues) {
    const { rate, memory } = this.#axes, top = memory.value(1);
    return Array.from({ length: 61 }, (_, i) => [i / 60, criticalBeta(method, eigenvalues[0], rate.value(i / 60))])
      .filter(([p, beta]) => beta <= top && eigenvalues.every((one) => worst([one], method, rate.value(p), beta).rate < 1)).map(([p, beta]) => [p, memory.place(beta)]);
  }

  #label(ticks) {
    const [left, top, w, h] = this.#area, word = (x, y, said, anchor = "middle", kind = "tick") => shape(`text.${kind}`, { x: n(x), y: n(y), "text-anchor": anchor }, said);
    const across = ticks.learning_rate.map((v) => [this.#pixel(v, 0)[0], v]).filter(([x]) => x >= left - 1 && x <= left + w + 1);
    const up = ticks.beta.map((v) => [this.#pixel(ticks.learning_rate[0], v)[1], v]).filter(([, v]) => v <= this.#axes.memory.value(1) + 1e-9);
    const turns = this.#critical.map(([x, y]) => [left + x * w, top + h - y * h]);
    this.#words = this.#names.map(({ kind, x, y }) => [Math.min(left + x * w, left + w - 30), top + y * h + 5, kind]);
    // The line's name stands where the regions' names are farthest; a word is some four times as wide as high.
    const free = ([x, y]) => Math.min(...this.#words.map(([u, v]) => Math.hypot((u - x - 30) / 4, v - y + 6)));
    const [name] = turns.filter(([x, y]) => x < left + w - 60 && y > top + 20).sort((one, other) => free(other) - free(one));
    this.#still.replaceChildren(
      shape("path.critical", { d: line(turns) }),
      ...across.map(([x, v]) => word(x, top + h + 16, v)), ...up.map(([y, v]) => word(left - 5, y + 4, v, "end")),
      word(left + w, top + h + 34, "learning rate η", "end"), word(left, top + h + 34, "β upwards", "start"),
      ...this.#words.map(([x, y, kind]) => word(x, y, kind, "middle", "note")),
      ...(name ? [word(name[0] + 6, name[1] - 6, "critical", "start", "note")] : []),
    );
  }
}

// The middle of the largest square of marked cells, as shares of the map, and half its width in cells.
const widest = (cells, wide, high) => {
  const depth = new Uint8Array(cells);
  let found = { room: 0, x: 0.5, y: 0.5 }, size = 0;
  for (let row = 0; row < high; row += 1) for (let column = 0; column < wide; column += 1) {
    const at = row * wide + column;
    if (cells[at] && row && column) depth[at] = 1 + Math.min(depth[at - 1], depth[at - wide], depth[at - wide - 1]);
    if (depth[at] > size) { size = depth[at]; found = { room: size / 2, x: (column + 1 - size / 2) / wide, y: (row + 1 - size / 2) / high }; }
  }
  return found;
};
