// The player: one clock for all panels of a figure, with buttons, a slider and the numbers in words.

const ICONS = {
  play: "M4 2.5v11l9-5.5z",
  pause: "M4 2.5h3v11H4zM9 2.5h3v11H9z",
  replay: "M8 3V.5L4 4l4 3.5V5a4 4 0 1 1-4 4H2.5a5.5 5.5 0 1 0 5.5-6z",
  back: "M10.5 3 5.5 8l5 5",
  forward: "M5.5 3l5 5-5 5",
};
const SPEEDS = [0.25, 0.5, 1, 2, 4];

const HIGH = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹";
const POWER = new RegExp(`(?<=10)([${HIGH}]+)`);

// A value as text and superscripts, as the page was built with.
const raised = (text) => text.split(POWER).map((piece, place) => {
  if (place % 2 === 0) return piece;
  const digits = [...piece].map((digit) => "−0123456789"[HIGH.indexOf(digit)]).join("");
  return Object.assign(document.createElement("sup"), { textContent: digits });
});

const icon = (name) => {
  const paint = name === "back" || name === "forward" ? 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"' : "";
  return `<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path ${paint} d="${ICONS[name]}"/></svg>`;
};

const button = (name, label, act) => {
  const element = document.createElement("button");
  Object.assign(element, { type: "button", className: `sm-${name}`, ariaLabel: label, title: label, innerHTML: icon(name) });
  element.addEventListener("click", act);
  return element;
};

const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Player extends HTMLElement {
  #clock; #time = 0; #speed = 1; #playing = false; #asked = false; #last = 0; #frame = 0; #seen; #visible = false;
  #parts = {}; #animations = null; #spoken = -1;
  #calm = () => { if (!this.#asked) this.seek(still.matches ? this.#clock.steps : 0, false); else this.#show(); };

  connectedCallback() {
    this.#clock = JSON.parse(this.dataset.clock);
    this.#build();
    this.seek(still.matches ? this.#clock.steps : 0, false);
    this.#seen = new IntersectionObserver((entries) => this.#look(entries.at(-1)), { threshold: [0, 0.1, 0.2, 0.35] });
    this.#seen.observe(this);
    addEventListener("afterprint", this.#show);
    still.addEventListener("change", this.#calm);
  }

  disconnectedCallback() {
    this.pause();
    this.#seen?.disconnect();
    removeEventListener("afterprint", this.#show);
    still.removeEventListener("change", this.#calm);
  }

  get playing() { return this.#playing; }
  get step() { return Math.min(this.#clock.steps, Math.floor(this.#time / this.#clock.seconds + 1e-6)); }
  #build() {
    const { steps, tick } = this.#clock;
    const part = this.#parts;
    const move = (by) => { part.words.ariaLive = "polite"; this.seek(this.step + by); };
    part.play = button("play", "Play", () => (this.#playing ? this.pause() : this.play()));
    part.back = button("back", `One ${tick} back`, () => move(-1));
    part.forward = button("forward", `One ${tick} forward`, () => move(1));
    part.replay = button("replay", "From the start", () => { this.seek(0); this.play(); });
    part.slider = Object.assign(document.createElement("input"), { type: "range", min: 0, max: steps, step: 1, value: 0 });
    part.slider.ariaLabel = `${this.dataset.title}: ${tick}`;
    part.slider.addEventListener("input", () => this.seek(part.slider.valueAsNumber));
    part.speed = document.createElement("select");
    part.speed.ariaLabel = "Speed";
    part.speed.append(...SPEEDS.map((value) => new Option(`${value}×`, value, value === 1, value === 1)));
    part.speed.addEventListener("change", () => { this.#speed = Number(part.speed.value); });
    part.words = this.querySelector(".sm-words");
    part.now = part.words.querySelector("b");
    part.values = [...part.words.querySelectorAll("[data-role] > :last-child")];
    const controls = this.querySelector(".sm-controls");
    controls.role = "group";
    controls.ariaLabel = `Controls: ${this.dataset.title}`;
    this.querySelector(".sm-bar").replaceChildren(part.play, part.back, part.forward, part.replay, part.slider, part.speed);
    controls.onkeydown = (event) => this.#key(event);
    this.#spoken = -1;
    this.#label();
  }

  #key(event) {
    if (event.target.matches("input, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = { ArrowLeft: this.step - 1, ArrowRight: this.step + 1, Home: 0, End: this.#clock.steps };
    if (!(event.key in moves)) return;
    event.preventDefault();
    this.#parts.words.ariaLive = "polite";
    this.seek(moves[event.key]);
  }

  #look({ isIntersecting, intersectionRatio, boundingClientRect }) {
    this.#visible = isIntersecting;
    // What was hidden, in a closed disclosure say, comes back with fresh animations: they are set to the clock.
    if (isIntersecting) this.#show();
    if (this.#playing && isIntersecting) this.#run();
    const enough = Math.min(0.35, 0.6 * innerHeight / boundingClientRect.height);
    if (!this.#asked && !still.matches && isIntersecting && intersectionRatio >= enough) {
      this.#asked = true;
      this.#start();
    }
  }

  // Shows the moment `step`; a reader who moves the clock stops it there.
  seek(step, asked = true) {
    if (asked) { this.#asked = true; this.classList.add("sm-asked"); this.pause(); }
    this.#time = Math.max(0, Math.min(this.#clock.steps, step)) * this.#clock.seconds;
    this.#show();
  }

  play() {
    this.#asked = true;
    this.classList.add("sm-asked");
    if (this.#time >= this.#clock.steps * this.#clock.seconds) this.#time = 0;
    this.#start();
  }

  pause() {
    this.#playing = false;
    cancelAnimationFrame(this.#frame);
    this.#label();
  }

  #start() {
    this.#playing = true;
    this.#parts.words.ariaLive = "off";
    this.#label();
    this.#run();
  }

  #run() {
    cancelAnimationFrame(this.#frame);
    this.#last = performance.now();
    this.#frame = requestAnimationFrame((now) => this.#advance(now));
  }

  #advance(now) {
    if (!this.#playing || !this.#visible) return;
    const end = this.#clock.steps * this.#clock.seconds;
    this.#time = Math.min(end, this.#time + Math.max(0, now - this.#last) / 1000 * this.#speed);
    this.#last = now;
    this.#show();
    if (this.#time >= end) this.pause();
    else this.#frame = requestAnimationFrame((next) => this.#advance(next));
  }

  // At the end the picture rests as it was written, without animations; before, each animation stands at the clock's time.
  // The style sheet holds them at the first moment, so until the clock moves nothing is asked of the page's style.
  #show = () => {
    const resting = this.#time >= this.#clock.steps * this.#clock.seconds;
    this.classList.toggle("sm-resting", resting);
    if (resting) this.#animations = null;
    else if (this.#time > 0 || this.#animations) {
      if (!this.#animations?.length || this.#animations[0].playState === "idle") {
        this.#animations = this.querySelector(".sm-panels").getAnimations({ subtree: true });
        for (const animation of this.#animations) animation.pause();
      }
      for (const animation of this.#animations) animation.currentTime = this.#time * 1000;
    }
    this.#words();
  };

  #words() {
    const { step } = this;
    if (step === this.#spoken) return;
    this.#spoken = step;
    const { tick, readouts } = this.#clock;
    const { slider, now, values } = this.#parts;
    slider.value = step;
    slider.ariaValueText = [`${tick} ${step}`, ...readouts.map((r) => `${r.name}: ${r.unit} ${r.values[step]}`)].join(", ");
    now.textContent = step;
    readouts.forEach((readout, place) => values[place].replaceChildren(...raised(readout.values[step])));
  }

  #label() {
    const { play } = this.#parts;
    this.classList.toggle("sm-playing", this.#playing);
    const label = this.#playing ? "Pause" : "Play";
    if (!play || play.ariaLabel === label) return;
    Object.assign(play, { ariaLabel: label, title: label, innerHTML: icon(this.#playing ? "pause" : "play") });
  }
}

if (!customElements.get("sm-player")) customElements.define("sm-player", Player);

// A phrase such as "step 18" moves the figure that it names to that step.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.sm-step");
  const player = link && document.getElementById(link.dataset.figure)?.querySelector("sm-player");
  if (!player) return;
  event.preventDefault();
  player.seek(Number(link.dataset.step));
  const box = player.getBoundingClientRect();
  if (box.top < 0 || box.bottom > innerHeight) player.scrollIntoView({ block: "nearest", behavior: still.matches ? "auto" : "smooth" });
});
