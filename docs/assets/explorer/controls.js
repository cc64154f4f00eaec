// Elements, and what the reader turns: native sliders, lists and buttons with their labels, handles, and the clock.

import { rounded, scales } from "./ratemap.js";
import { text } from "./state.js";

const SVG = "http://www.w3.org/2000/svg";

// `element("p.note")` is a paragraph of the class mx-note; shapes are named in the same way.
export const element = (name, properties = {}, ...children) => {
  const [tag, kind] = name.split("."), made = document.createElement(tag);
  if (kind) made.className = `mx-${kind}`;
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
};

export const shape = (name, attributes = {}, ...children) => {
  const [tag, kind] = name.split("."), made = document.createElementNS(SVG, tag);
  if (kind) made.setAttribute("class", `mx-${kind}`);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

export const attributes = (made, values) => {
  for (const [name, value] of Object.entries(values)) if (made.getAttribute(name) !== String(value)) made.setAttribute(name, value);
};

export const button = (label, act, properties = {}) => {
  const made = element("button", { type: "button", ...properties }, label);
  made.addEventListener("click", act);
  return made;
};

// Lets a handle be dragged by mouse, touch or pen, and moved by the arrow keys; `move(x, y, done)` is told client pixels,
// `nudge(dx, dy)` a number of small steps to the right and upwards. Only the handle itself takes touches from scrolling.
export const draggable = (handle, move, nudge) => {
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    handle.focus({ preventScroll: true });
    handle.setPointerCapture(event.pointerId);
  });
  const follow = (done) => (event) => { if (handle.hasPointerCapture(event.pointerId)) move(event.clientX, event.clientY, done); };
  handle.addEventListener("pointermove", follow(false));
  handle.addEventListener("pointerup", follow(true));
  handle.addEventListener("keydown", (event) => {
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }, way = ways[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    nudge(...way.map((part) => part * (event.shiftKey ? 10 : 1)));
  });
};

let count = 0;

export const select = (label, options, act) => {
  const list = element("select", {}, ...options.map(([value, said]) => element("option", { value }, said)));
  list.addEventListener("change", () => act(list.value));
  return { row: element("label.field", {}, element("span", {}, label), list), list, show: (value) => { list.value = value; if (!list.value) list.add(new Option(value, value, 1, 1)); } };
};

// A slider with the number beside it, which can be typed: `act(value, done)` while it moves and when it rests. What is
// shown may bring a new greatest value.
export const slider = (label, spoken, { low, high, kind = "linear", step = "any" }, act) => {
  const scale = scales[kind]?.({ low, high }) ?? { place: (v) => (v - low) / (high - low), value: (p) => low + p * (high - low) };
  const neat = kind === "linear" ? (v) => (step === "any" ? Number(v.toPrecision(3)) : Math.round(v)) : rounded[kind];
  const parts = kind !== "linear" ? 400 : step === "any" ? 100 : high - low;
  const name = `mx-${(count += 1)}`;
  const range = element("input", { type: "range", min: 0, max: parts, step: 1, id: name, ariaLabel: spoken });
  const box = element("input", { type: "number", min: low, max: high, step, ariaLabel: `${spoken}, as a number`, inputMode: "decimal" });
  const value = () => neat(scale.value(range.valueAsNumber / parts));
  range.addEventListener("input", () => act(value(), false));
  range.addEventListener("change", () => act(value(), true));
  box.addEventListener("change", () => { if (box.reportValidity() && box.value) act(box.valueAsNumber, true); });
  const row = element("div.slider", {}, element("label", { htmlFor: name }, label), range, box);
  let last;
  const show = (now, top = high) => {
    high = box.max = top;
    range.value = Math.round(scale.place(now) * parts);
    range.ariaValueText = text(now, 3);
    if (now !== last || document.activeElement !== box) box.value = Number(now.toPrecision(4));
    last = now;
  };
  return { row, range, show };
};

export const choice = (label, options, act) => {
  const name = `mx-${(count += 1)}`;
  const inputs = options.map(([value]) => element("input", { type: "radio", name, value }));
  const words = options.map(([, said]) => element("span", {}, said));
  inputs.forEach((input) => input.addEventListener("change", () => act(input.value)));
  const row = element("fieldset.choice", {}, element("legend", {}, label), ...inputs.map((input, i) => element("label", {}, input, words[i])));
  return { row, words, show: (value) => inputs.forEach((input) => { input.checked = input.value === value; }) };
};

// The rows of one run: its method (a list, or its name where a figure has chosen it) and a slider for every setting.
export const runRow = (model, at, { fixed, act }) => {
  const list = select("Method", Object.values(model.methods).map(({ name, label }) => [name, name === "averaged" ? `${label} (average)` : label]), (method) => act(at, { method }));
  const host = element("div.run-row"), chip = element("span.chip", { ariaHidden: "true" }), title = element("span.title");
  host.append(chip, fixed ? title : list.row); // once: what leaves the page loses the focus
  let shown, sliders = {};
  const show = ({ method, values }, look) => {
    host.style.setProperty("--c", `var(--fig-${look.role})`);
    if (method !== shown) {
      shown = method;
      const { label, settings } = model.methods[method];
      const turned = settings.filter((knob) => knob.name in model.words.names);
      sliders = Object.fromEntries(turned.map((knob) => [knob.name, slider(
        model.words.names[knob.name][0], `${label}: ${model.words.names[knob.name][1]}`, { ...knob, kind: knob.logarithmic ? "logarithmic" : "memory" },
        (value, done) => act(at, { values: { [knob.name]: value } }, done),
      )]));
      title.textContent = label;
      while (host.children[2]) host.lastChild.remove();
      host.append(...Object.values(sliders).map(({ row }) => row));
    }
    list.show(method);
    for (const [name, { show: set }] of Object.entries(sliders)) set(values[name]);
  };
  return { host, show, get first() { return sliders.learning_rate?.range; } };
};

const ICONS = { play: "M4 2.5v11l9-5.5z", pause: "M4 2.5h3v11H4zM9 2.5h3v11H9z", back: "M10.5 3 5.5 8l5 5", forward: "M5.5 3l5 5-5 5" };
const icon = (name) => shape("svg", { viewBox: "0 0 16 16", class: `mx-${name}`, "aria-hidden": "true" }, shape("path", { d: ICONS[name] }));

// The clock: play, one step back and forward, and a slider over all steps.
export class Clock {
  #frame = 0; #last = 0; #act; #steps = 1; #moment = 0;
  constructor(act) {
    this.#act = act;
    this.play = button(icon("play"), () => (this.playing ? this.pause(true) : this.start()), { className: "mx-play", ariaLabel: "Play" });
    const step = (by) => () => { this.pause(); act(Math.max(0, Math.min(this.#steps, Math.floor(this.#moment) + by)), true); };
    this.range = element("input", { type: "range", min: 0, step: 1, ariaLabel: "Step" });
    this.range.addEventListener("input", () => { this.pause(); act(this.range.valueAsNumber, false); });
    this.range.addEventListener("change", () => act(this.range.valueAsNumber, true));
    this.words = element("span.step");
    this.row = element("div.clockwork", {}, this.play,
      button(icon("back"), step(-1), { ariaLabel: "One step back" }), button(icon("forward"), step(1), { ariaLabel: "One step forward" }), this.range, this.words);
  }
  get playing() { return this.#frame !== 0; }

  // Eight steps a second, and never longer than twelve seconds in all.
  start() {
    if (this.#moment >= this.#steps) this.#moment = 0;
    const pace = Math.max(8, this.#steps / 12), smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#last = performance.now();
    let exact = this.#moment;
    const tick = (now) => {
      exact = Math.min(this.#steps, exact + (Math.max(0, Math.min(100, now - this.#last)) / 1000) * pace);
      this.#last = now;
      this.#frame = exact < this.#steps ? requestAnimationFrame(tick) : 0;
      this.#act(smooth ? exact : Math.floor(exact), this.#frame === 0);
      if (!this.playing) this.#label();
    };
    this.#frame = requestAnimationFrame(tick);
    this.#label();
  }
  pause(tell = false) {
    if (!this.playing) return;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#label();
    if (tell) this.#act(Math.floor(this.#moment), true);
  }
  #label() {
    this.play.ariaLabel = this.playing ? "Pause" : "Play";
    this.play.replaceChildren(icon(this.playing ? "pause" : "play"));
  }
  show(moment, steps) {
    [this.#moment, this.#steps] = [moment, steps];
    const whole = Math.floor(moment);
    this.range.max = steps;
    this.range.value = whole;
    this.range.ariaValueText = this.words.textContent = `step ${whole} of ${steps}`;
  }
}
