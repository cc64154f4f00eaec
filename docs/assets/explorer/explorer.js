// <momentum-explorer>: everything on one clock, to be turned by hand. Attributes: `preset`, `step`, `compact` (as in a
// figure), `address` (the state stands in the page's address, and Back undoes), `framed` (without Back, which is that of
// another page). A figure hands over the state to `begin` with, and its own `picture`. What an explorer knows of losses
// and methods is in `model`, which is there before the first of them is made.

import { element } from "./controls.js";
import { counterpart, Frames, kept, within } from "./frame.js";
import { build, showPanels } from "./layout.js";
import { address } from "./share.js";
import { fresh, landed, parse, preset, query, story } from "./state.js";

const PAUSE = 900;

export class Explorer extends HTMLElement {
  static model;
  begin; picture; #model = Explorer.model; #frames = new Frames(Explorer.model); #state; #parts; #frame = 0; #moment = 0; #speak = 0; #away; #sizes; #now; #dirty = true; #colours; #listed = 0; #scheme; #asked = location.search;

  async connectedCallback() {
    const away = (this.#away = new AbortController());
    const { state, problems } = this.hasAttribute("address") ? parse(this.#model, location.search) : { state: this.#first(), problems: [] };
    this.#state = state;
    this.#moment = state.step;
    this.#build();
    this.#tell(problems);
    if (this.hasAttribute("address")) addEventListener("popstate", () => this.#return(), { signal: away.signal });
    this.#scheme = new MutationObserver(() => this.#recolour());
    this.#scheme.observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#recolour(), { signal: away.signal });
    // What is built is shown before it is drawn, so that no task is long.
    await new Promise(requestAnimationFrame);
    if (away.signal.aborted) return;
    this.#measure();
    // Now that the size of the container counts: in the frame before, an engine may lay the charts out twice.
    this.#sizes = new ResizeObserver(() => requestAnimationFrame(() => this.#measure()));
    for (const chart of this.#parts.charts) this.#sizes.observe(chart.host);
    // The runs first; the frame that is asked for by now draws all.
    this.#draw(false);
    await new Promise(requestAnimationFrame);
    if (away.signal.aborted) return;
    // A figure's own picture gives the map another shape once it is drawn.
    if (this.picture) { this.#measure(); this.#draw(); }
    this.classList.add("mx-ready");
    this.dispatchEvent(new Event("ready"));
  }

  disconnectedCallback() {
    this.#away?.abort();
    this.#sizes?.disconnect();
    this.#scheme?.disconnect();
    this.#parts?.clock.pause();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#speak);
    this.#frame = 0;
  }

  // What an explorer without an address begins with: what a figure hands over, or a preset at a step.
  #first() {
    if (this.begin) return structuredClone({ ...this.#model.blank, ...this.begin });
    const state = preset(this.#model, this.getAttribute("preset") ?? this.#model.first);
    return { ...state, step: Math.min(state.steps, +(this.getAttribute("step") ?? state.step) || 0) };
  }

  get state() { return structuredClone(this.#state); }

  #build() {
    this.#listed = this.#state.runs.length;
    const held = document.activeElement.textContent;
    this.#parts = build(this.#model, this.#state, this.#acts(), this.hasAttribute("compact"));
    this.replaceChildren(...this.#parts.whole);
    if (held) [...this.querySelectorAll("button")].find(({ textContent }) => textContent === held)?.focus();
  }

  #acts() {
    const set = (name) => (value, done) => this.#change({ [name]: value }, done);
    return {
      set,
      now: () => this.state,
      start: (start, done) => this.#change({ start }, done),
      moment: (moment, done) => { this.#moment = moment; this.#state.step = Math.floor(moment); this.#schedule(); if (done && !this.#parts.clock.playing) this.#commit(); },
      run: this.#steer.bind(this),
      pair: (learning_rate, beta, done) => { const at = this.#frames.mapped(this.#state), { values } = this.#state.runs[at]; this.#replace(at, { values: { ...values, learning_rate, beta } }, done); },
      preset: (name) => this.#change(preset(this.#model, name), true),
      loss: (name) => this.#change(landed(this.#model, this.#state, name), true),
      wish: (name) => { const wish = this.#frames.wish(this.#state, name); if (wish) this.#replace(wish.at, wish.run, true); },
      convention: (which) => this.#change({ runs: this.#state.runs.map((run) => within(this.#model, counterpart(this.#model, run, which === "average") ?? run)) }, true),
      back: () => this.dispatchEvent(new Event("back")),
      reset: () => this.#change(this.#first(), true),
    };
  }

  // A run's method or one of its settings; where beta moves and the reader wants the other product kept, so does its learning rate.
  #steer(at, change, done = true) {
    const run = this.#state.runs[at];
    if (change.method) return this.#replace(at, fresh(this.#model, this.#state.loss, change.method), done);
    const values = { ...run.values, ...change.values };
    if ("beta" in change.values && this.#state.keep === "other") values.learning_rate = kept(this.#model, run.method, run.values.learning_rate, run.values.beta, values.beta);
    return this.#replace(at, { values }, done);
  }
  #replace(at, change, done) { this.#change({ runs: this.#state.runs.map((run, i) => (i === at ? within(this.#model, { ...run, ...change }) : run)) }, done); }

  #change(patch, done) {
    if ("step" in patch) this.#parts.clock.pause();
    Object.assign(this.#state, patch);
    if ("steps" in patch || "step" in patch) this.#moment = this.#state.step = Math.min(this.#state.steps, this.#state.step);
    this.#dirty = true;
    this.#schedule();
    if (done) this.#commit();
  }

  #commit() {
    // What follows at once, as from a key that is held, is one step of the way back; a frame's are none of its page's.
    const how = this.#speak || this.hasAttribute("framed") ? "replaceState" : "pushState";
    clearTimeout(this.#speak);
    this.#speak = setTimeout(() => { this.#speak = 0; this.#parts.live.textContent = this.#stories().join(" "); }, PAUSE);
    if (!this.hasAttribute("address")) return;
    const to = `?${query(this.#state)}`;
    if (to === location.search) return;
    this.#tell([]);
    try { history[how](null, "", (this.#asked = to)); } catch {} // a file opened from a disk has no history of its own
  }

  #return() {
    if (this.#asked === location.search) return; // a link has led to another place of the page
    const { state, problems } = parse(this.#model, (this.#asked = location.search));
    this.#change(state, false);
    this.#tell(problems);
  }

  #tell(problems) {
    const { message } = this.#parts;
    if (!message) return;
    message.hidden = !problems.length;
    message.replaceChildren(...problems.map((textContent) => element("p", { textContent })));
  }

  #stories() {
    const { tolerance, step } = this.#state, { horizon } = this.#model.limits;
    return this.#now.runs.map(({ label, run, numbers }) => story(this.#model.words, { label, numbers: { ...numbers, loss: run.loss[step] } }, { step, tolerance, horizon }));
  }

  #measure() {
    for (const chart of this.#parts.charts) { const { width, height } = chart.host.getBoundingClientRect(); if (width > 0) chart.resize(width, height); }
    this.#dirty = true;
    this.#schedule();
  }
  #recolour() { this.#colours = undefined; this.#measure(); }
  #schedule() { this.#frame ||= requestAnimationFrame(() => { this.#frame = 0; this.#draw(); }); }

  // The map's shades as the style sheet has them now, ready for a canvas.
  #shades() {
    if (this.#colours) return this.#colours;
    const style = getComputedStyle(this), context = element("canvas", { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
    return (this.#colours = Array.from({ length: this.#model.rates.length + 1 }, (_, i) => {
      if (i === 0) return 0;
      context.fillStyle = style.getPropertyValue(`--fig-band-${i}`) || "#888";
      context.fillRect(0, 0, 1, 1);
      return new Uint32Array(context.getImageData(0, 0, 1, 1).data.buffer)[0];
    }));
  }

  #draw(all = true) {
    const began = performance.now();
    if (this.#listed !== this.#state.runs.length) { this.#build(); for (const chart of this.#parts.charts) this.#sizes?.observe(chart.host); this.#measure(); }
    const fresh = this.#dirty;
    if (fresh) { this.#now = this.#frames.of(this.#state); this.#dirty = !all; }
    this.#show(this.#now, this.#parts, this.#state, fresh, all);
    this.drawn = performance.now() - began;
  }

  #show(now, parts, state, fresh, all) {
    const { loss, runs, bowl } = now;
    const view = this.picture?.view ?? loss.view, moment = Math.min(this.#moment, state.steps);
    parts.plane.terrain(loss, state.condition, view, this.picture?.svg);
    const finish = loss.quadratic && bowl.angle === 0 ? [Math.sqrt((2 * state.tolerance) / bowl.low), Math.sqrt((2 * state.tolerance) / bowl.high)] : undefined;
    parts.plane.draw({
      start: state.start, moment, minimizers: loss.minimizers, tolerance: finish,
      runs: runs.map(({ run, look, label, window, values, numbers }) => ({ run, look, window, steps: state.steps, arrows: values.learning_rate, label: numbers.steps >= 0 && numbers.steps <= moment ? `${label}, ${numbers.steps}` : label })),
    });
    parts.clock.show(moment, state.steps);
    runs.forEach((one, i) => parts.rows[i].show(state.runs[i], one.look));
    if (!all) return;
    if (parts.words) { parts.words.textContent = this.#stories().join(" "); parts.link.href = address(state); return; }
    showPanels(parts, now, { state, model: this.#model, shades: () => this.#shades(), moment, fresh, wish: (name) => this.#frames.wish(state, name) });
  }
}
