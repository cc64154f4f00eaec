// The map: the terrain of a loss, and over it the runs with their heads, memories and arrows, and the start to drag.

import { attributes, button, draggable, element, shape } from "./controls.js";

const SHADES = 10, FAR = 4, LONGEST = 160;

export const n = (value) => Math.round(value * 10) / 10;
const at = (place) => `M${n(place[0])} ${n(place[1])}`;
// A mark of some size as a path that begins where the pen is, and ends there.
const outline = (corners, size) => {
  const steps = corners.map(([x, y], i) => { const [px, py] = i ? corners[i - 1] : [0, 0]; return `${n((x - px) * size)} ${n((y - py) * size)}`; });
  return `m${steps[0]}l${steps.slice(1).join(" ")}z`;
};
export const line = (places) => places.map((place, i) => `${i ? "L" : "M"}${n(place[0])} ${n(place[1])}`).join("");

export class Plane {
  #terrain = shape("svg.terrain", { preserveAspectRatio: "none", "aria-hidden": "true" });
  #over = shape("svg.over", { "aria-hidden": "true" });
  #groups = []; #minima = shape("g"); #labels = shape("g"); #size = [0, 0]; #view; #ground;

  constructor(act, looks) {
    this.looks = looks;
    this.handle = button("", () => {}, { className: "mx-handle mx-start", ariaLabel: "Start" });
    this.host = element("div.plane", {}, this.#terrain, this.#over, this.handle);
    this.#over.append(this.#minima, this.#labels);
    draggable(
      this.handle,
      (x, y, done) => { const box = this.host.getBoundingClientRect(); act(this.#back(x - box.left, y - box.top), done); },
      (dx, dy) => {
        const [[x0, x1], [y0, y1]] = this.#view, [x, y] = this.start;
        act(this.#inside([x + (dx * (x1 - x0)) / 100, y + (dy * (y1 - y0)) / 100]), true);
      },
    );
  }

  get svgs() { return [this.#terrain, this.#over]; }
  resize(width, height) { this.#size = [width, height]; attributes(this.#over, { viewBox: `0 0 ${width} ${height}` }); }

  #inside([x, y]) {
    const [[x0, x1], [y0, y1]] = this.#view, round = (value, span) => Number(value.toPrecision(Math.abs(value) > span ? 4 : 3));
    return [round(Math.min(x1, Math.max(x0, x)), x1 - x0), round(Math.min(y1, Math.max(y0, y)), y1 - y0)];
  }
  #back(px, py) {
    const [[x0, x1], [y0, y1]] = this.#view, [w, h] = this.#size;
    return this.#inside([x0 + (px / w) * (x1 - x0), y1 - (py / h) * (y1 - y0)]);
  }
  #pixel(x, y) {
    const [[x0, x1], [y0, y1]] = this.#view, [w, h] = this.#size;
    return [((x - x0) / (x1 - x0)) * w, ((y1 - y) / (y1 - y0)) * h];
  }

  // The ground: an own picture where a figure brings one, else the loss's level sets, ellipses where it has a condition number.
  terrain(loss, condition, view, picture) {
    this.#view = view;
    const key = `${loss.name} ${loss.condition ? condition : ""} ${view}`;
    if (key === this.#ground) return;
    this.#ground = key;
    if (picture) {
      const { width, height } = picture.viewBox.baseVal;
      this.#terrain.replaceWith(picture);
      this.#terrain = picture;
      picture.classList.add("mx-terrain");
      this.host.style.aspectRatio = width / height;
      return;
    }
    const { width, height, sets, levels } = loss.terrain, [[x0, x1], [y0, y1]] = view;
    attributes(this.#terrain, { viewBox: `0 0 ${width} ${height}` });
    const ground = shape("rect.band-1", { width, height });
    if (!levels) { this.#terrain.replaceChildren(ground, ...sets.map(({ kind, d }) => shape("path", { class: `mx-${kind}`, d }))); return; }
    const [cx, cy] = loss.minimizers[0], kx = width / (x1 - x0), ky = height / (y1 - y0);
    this.#terrain.replaceChildren(ground, ...levels.map(({ kind, level }) => shape("ellipse", {
      class: `mx-${kind}`, cx: n((cx - x0) * kx), cy: n((y1 - cy) * ky),
      rx: n(Math.sqrt(2 * level) * kx), ry: n(Math.sqrt((2 * level) / condition) * ky),
    })));
  }

  draw({ runs, moment, start, minimizers, tolerance }) {
    this.start = start;
    const [left, top] = this.#pixel(...start);
    this.handle.style.translate = `${n(left)}px ${n(top)}px`;
    this.handle.ariaLabel = `Start: x ${start[0]}, y ${start[1]}. Move it with the arrow keys.`;
    this.#minima.replaceChildren(...minimizers.map((place) => {
      const [x, y] = this.#pixel(...place);
      return shape("circle.minimum", { cx: n(x), cy: n(y), r: 6.5 });
    }));
    if (tolerance) {
      const [x, y] = this.#pixel(...minimizers[0]), [[x0, x1], [y0, y1]] = this.#view, [w, h] = this.#size;
      this.#minima.prepend(shape("ellipse.finish", { cx: n(x), cy: n(y), rx: n((tolerance[0] * w) / (x1 - x0)), ry: n((tolerance[1] * h) / (y1 - y0)) }));
    }
    while (this.#groups.length > runs.length) { const { group, label } = this.#groups.pop(); group.remove(); label.remove(); }
    const ways = runs.map((run, i) => this.#run((this.#groups[i] ??= this.#group()), run, moment));
    this.#names(runs, ways, minimizers);
  }

  // Each name stands beside its head, where the fewest places of the paths, minima and other names are in its way.
  #names(runs, ways, minimizers) {
    const [w, h] = this.#size, taken = [...ways.flatMap(({ places }) => places.flatMap((place, i) => (i ? [place, [0, 1].map((c) => (place[c] + places[i - 1][c]) / 2)] : [place]))), ...minimizers.map((place) => this.#pixel(...place))];
    runs.forEach(({ label }, i) => {
      const { head: [x, y] } = ways[i], width = label.length * 10, boxes = [];
      for (const dy of [-22, 22, -44, 44, -66, 66]) for (const left of [x + 12, x - 12 - width, x - width / 2]) boxes.push([left, y + dy - 10]);
      const cost = ([left, top]) => {
        if (left < 4 || left + width > w - 4 || top < 4 || top + 20 > h - 4) return Infinity;
        return taken.filter(([px, py]) => px > left - 6 && px < left + width + 6 && py > top - 4 && py < top + 24).length;
      };
      const costs = boxes.map((box, k) => cost(box) + k / 6), [left, top] = boxes[costs.indexOf(Math.min(...costs))], text = this.#groups[i].label;
      for (let px = left; px <= left + width; px += 12) taken.push([px, top + 10], [px, top + 10], [px, top + 10]);
      attributes(text, { x: n(left), y: n(top + 16) });
      text.textContent = label;
    });
  }

  #group() {
    const names = ["ghost", "memory", "casing", "trail", "dots", "gradient", "velocity", "head", "label"];
    const parts = Object.fromEntries(names.map((name) => [name, shape({ memory: "g", label: "text" }[name] ?? "path", { class: `mx-${name}` })]));
    parts.group = shape("g", {}, ...names.slice(0, -1).map((name) => parts[name]));
    this.#labels.before(parts.group);
    this.#labels.append(parts.label);
    return parts;
  }

  // The run in pixels; one that flees stops far outside, on its straight line.
  #places(run, steps) {
    const reach = FAR * Math.max(...this.#size), places = [];
    for (let k = 0; k <= steps; k += 1) {
      const place = this.#pixel(run.x[k], run.y[k]), far = Math.max(Math.abs(place[0]), Math.abs(place[1]));
      if (far <= reach) { places.push(place); continue; }
      const before = places.at(-1) ?? place, share = Math.min(...[0, 1].map((c) => (place[c] === before[c] ? Infinity : (Math.sign(place[c] - before[c]) * reach - before[c]) / (place[c] - before[c]))));
      places.push([before[0] + share * (place[0] - before[0]), before[1] + share * (place[1] - before[1])]);
      break;
    }
    return places;
  }

  #run(parts, { run, look, window, steps, arrows }, moment) {
    const places = this.#places(run, steps), last = places.length - 1, whole = Math.min(Math.floor(moment), last), share = Math.min(moment, last) - whole;
    const head = share > 0 ? [0, 1].map((c) => places[whole][c] + share * (places[whole + 1][c] - places[whole][c])) : places[whole];
    const way = places.slice(0, whole + 1), path = line(share > 0 ? [...way, head] : way), { marks, dot, head: big, spacing } = this.looks, corners = marks[look.marker], mark = outline(corners, dot);
    for (const one of [parts.group, parts.label]) one.style.setProperty("--c", `var(--fig-${look.role})`);
    parts.group.setAttribute("class", look.second ? "mx-run mx-second" : "mx-run");
    parts.ghost.setAttribute("d", line(places));
    for (const name of ["casing", "trail"]) parts[name].setAttribute("d", path);
    let seen = [Infinity, Infinity], dots = "";
    for (const place of way) if (Math.hypot(place[0] - seen[0], place[1] - seen[1]) >= spacing) { dots += at(place) + mark; seen = place; }
    parts.dots.setAttribute("d", dots);
    parts.head.setAttribute("d", at(head) + outline(corners, big));
    this.#memory(parts.memory, places, head, whole, window);
    for (const name of ["gradient", "velocity"]) parts[name].setAttribute("d", arrows && last > whole ? this.#arrow(places[whole], -arrows, name === "gradient" ? run.gradient : run.used, whole) : "");
    return { places, head };
  }

  // The last 1/(1 - beta) steps, each fainter by beta than the one after it: what the velocity still remembers.
  #memory(group, places, head, whole, window) {
    const shades = Array.from({ length: SHADES }, () => "");
    let until = head, next = head === places[whole] ? whole - 1 : whole;
    for (let back = 0; back < window.steps && next >= 0; back += 1, next -= 1) {
      shades[Math.min(SHADES - 1, Math.floor((1 - window.beta ** back) * SHADES))] += line([until, places[next]]);
      until = places[next];
    }
    group.replaceChildren(...shades.flatMap((d, i) => (d ? [shape("path", { d, "stroke-opacity": n((1 - i / SHADES) * 6) / 10 })] : [])));
  }

  #arrow([x, y], scale, field, k) {
    const [[x0, x1], [y0, y1]] = this.#view, [w, h] = this.#size;
    const dx = (scale * field[2 * k] * w) / (x1 - x0), dy = (-scale * field[2 * k + 1] * h) / (y1 - y0), length = Math.hypot(dx, dy);
    if (!(length > 12)) return "";
    const [most, share, wide] = this.looks.arrow, cut = Math.min(1, LONGEST / length), head = Math.min(most / length, share * cut);
    const on = (along, side = 0) => `${n(x + along * dx + side * head * dy)} ${n(y + along * dy - side * head * dx)}`;
    return `M${on(0)}L${on(cut - head)}M${on(cut - head, wide)}L${on(cut)} ${on(cut - head, -wide)}z`;
  }
}
