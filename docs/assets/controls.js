// The controls of a figure: buttons, a slider with marks where something happens, a choice of speed.

const ICONS = {
  play: "M4 2.5v11l9-5.5z",
  pause: "M4 2.5h3v11H4zM9 2.5h3v11H9z",
  replay: "M8 3V.5L4 4l4 3.5V5a4 4 0 1 1-4 4H2.5a5.5 5.5 0 1 0 5.5-6z",
  back: "M10.5 3 5.5 8l5 5",
  forward: "M5.5 3l5 5-5 5",
};
const SPEEDS = [0.25, 0.5, 1, 2, 4];
const HIGH = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹";

const make = (tag, attributes = {}, properties = {}) => {
  const element = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

const icon = (name) => {
  const paint = name === "back" || name === "forward" ? 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"' : "";
  return `<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path ${paint} d="${ICONS[name]}"/></svg>`;
};

const name = (element, label) => {
  element.setAttribute("aria-label", label);
  element.title = label;
};

const button = (kind, label, act) => {
  const element = make("button", { type: "button" }, { className: `sm-${kind}`, innerHTML: icon(kind) });
  name(element, label);
  element.addEventListener("click", () => { if (element.getAttribute("aria-disabled") !== "true") act(); });
  return element;
};

// A value as text and superscripts, as the page was built with.
export const raised = (text) => text.split(new RegExp(`(10[${HIGH}]+)`)).flatMap((piece, place) => {
  if (place % 2 === 0) return [piece];
  const digits = [...piece.slice(2)].map((digit) => "−0123456789"[HIGH.indexOf(digit)]).join("");
  return ["10", make("sup", {}, { textContent: digits })];
});

// The speed holds for all figures, and is kept for the next page where the browser lets pages keep anything.
let chosen = 1;
export const speed = {
  get value() {
    try { return Number(localStorage.getItem("sm-speed")) || 1; } catch { return chosen; }
  },
  set value(value) {
    chosen = value;
    try { localStorage.setItem("sm-speed", value); } catch { /* then it is forgotten with the page */ }
  },
};

export class Controls {
  #face = ""; #clock; #words;

  // `act` has toggle(), move(by), seek(step) and quicken(speed).
  constructor(player, clock, act) {
    const { steps, tick, events = [] } = clock;
    const title = player.dataset.title;
    this.#clock = clock;
    this.play = button("play", "Play", act.toggle);
    this.back = button("back", `One ${tick} back`, () => act.move(-1));
    this.forward = button("forward", `One ${tick} forward`, () => act.move(1));
    this.slider = make("input", { type: "range", min: 0, max: steps, step: 1, "aria-label": `${title}: ${tick}` }, { value: 0 });
    this.slider.addEventListener("input", () => act.seek(this.slider.valueAsNumber));
    const track = make("span", {}, { className: "sm-track" });
    track.append(this.slider, ...events.map(({ tick: at, text, role = "ink" }) => make("i", {
      style: `--at:${at / steps};--c:var(--fig-${role})`, title: text, "aria-hidden": true,
    })));
    this.speed = make("select", { "aria-label": "Speed" });
    this.speed.append(...SPEEDS.map((value) => new Option(`${value}×`, value)));
    this.pace();
    this.speed.addEventListener("change", () => act.quicken(Number(this.speed.value)));
    const words = player.querySelector(".sm-words");
    words.setAttribute("aria-atomic", "true");
    this.#words = [words.querySelector("b"), ...words.querySelectorAll("[data-role] > :last-child")];
    // What a reader has asked for is said once, here; while a figure plays, nothing is.
    this.said = make("span", { role: "status", "aria-atomic": "true" }, { className: "sm-hidden" });
    const group = player.querySelector(".sm-controls");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", `Controls: ${title}`);
    player.querySelector(".sm-bar").replaceChildren(this.play, this.back, this.forward, track, this.speed, this.said);
    group.onkeydown = (event) => this.#key(event, act);
  }

  #key(event, act) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target === this.speed) return;
    const onSlider = event.target === this.slider;
    const acts = onSlider ? { " ": act.toggle } : {
      ArrowLeft: () => act.move(-1), ArrowRight: () => act.move(1),
      Home: () => act.move(-Infinity), End: () => act.move(Infinity),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  }

  pace() { this.speed.value = speed.value; }

  // The moment in words: for the slider, and with `aloud` for whoever listens.
  tell(step, aloud) {
    const { tick, readouts, events = [], moments } = this.#clock;
    const said = [moments?.[step] ?? `${tick} ${step}`, ...readouts.map((one) => `${one.name}: ${one.unit} ${one.values[step]}`),
      ...events.filter((one) => one.tick === step).map((one) => one.text)].join(", ");
    this.slider.value = step;
    this.slider.setAttribute("aria-valuetext", said);
    const [now, ...values] = this.#words;
    now.textContent = moments?.[step] ?? step;
    readouts.forEach((readout, place) => values[place].replaceChildren(...raised(readout.values[step])));
    this.said.textContent = aloud ? said : "";
  }

  // What can be done now: `playing`, or rested at the start, between, or at the end of a run that was seen.
  face({ playing, atStart, atEnd, again }) {
    const next = playing ? "pause" : again ? "replay" : "play";
    this.back.setAttribute("aria-disabled", atStart);
    this.forward.setAttribute("aria-disabled", atEnd);
    if (next === this.#face) return;
    this.#face = next;
    name(this.play, { play: "Play", pause: "Pause", replay: "Play again" }[next]);
    this.play.innerHTML = icon(next);
  }
}
