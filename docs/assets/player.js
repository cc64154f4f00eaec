// The player: one clock for all panels of a figure, which starts a second after the figure is in view.

import { Clock } from "./clock.js";
import { Controls, speed } from "./controls.js";
import "./steps.js";

const DELAY = 1000;
const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Player extends HTMLElement {
  #data; #clock; #controls; #playing = false; #asked = false; #played = false; #visible = false;
  #last = 0; #frame = 0; #begin = 0; #seen; #animations = null; #told = -1;
  // What was hidden or printed, or may not move for a while, has fresh animations then: they are set to the clock.
  #renew = () => { this.#animations &&= []; this.#show(); };
  // Nobody has asked for what plays by itself: it rests where nothing should move.
  #calm = () => { if (!this.classList.contains("sm-asked")) { this.pause(); this.#rest(); } this.#renew(); };

  connectedCallback() {
    this.#data = JSON.parse(this.dataset.clock);
    this.#clock = new Clock(this.#data);
    this.#told = -1;
    this.#controls = new Controls(this, this.#data, {
      toggle: () => (this.#playing ? this.pause() : this.play()),
      move: (by) => this.seek(this.step + by, true),
      seek: (step) => this.seek(step),
      quicken: (chosen) => { speed.value = chosen; for (const one of document.querySelectorAll("sm-player")) one.pace?.(); },
    });
    this.querySelector(".sm-panels").onclick = () => (this.#playing ? this.pause() : this.play());
    this.#rest();
    this.#seen = new IntersectionObserver((entries) => this.#look(entries.at(-1)), { threshold: [0, 0.1, 0.2, 0.35] });
    this.#seen.observe(this);
    addEventListener("afterprint", this.#renew);
    still.addEventListener("change", this.#calm);
  }

  disconnectedCallback() {
    this.pause();
    clearTimeout(this.#begin);
    this.#seen?.disconnect();
    removeEventListener("afterprint", this.#renew);
    still.removeEventListener("change", this.#calm);
  }

  pace() { this.#controls.pace(); }
  get playing() { return this.#playing; }
  get step() { return this.#clock.step; }

  // Until a reader asks for something: the start, or the finished picture where nothing should move.
  #rest() {
    this.#clock.seek(still.matches ? this.#clock.steps : 0);
    this.#show();
  }

  #look({ isIntersecting, intersectionRatio, boundingClientRect }) {
    this.#visible = isIntersecting;
    if (isIntersecting) this.#renew();
    if (this.#playing && isIntersecting) this.#run();
    const enough = isIntersecting && intersectionRatio >= Math.min(0.35, 0.6 * innerHeight / boundingClientRect.height);
    if (this.#asked || still.matches) return;
    if (!enough) {
      clearTimeout(this.#begin);
      this.#begin = 0;
    } else if (!this.#begin) {
      this.#begin = setTimeout(() => { if (!this.#asked) this.play(false); }, DELAY);
    }
  }

  // Shows the moment `step`, and says it to whoever listens if `aloud`; a reader who moves the clock stops it there.
  seek(step, aloud = false) {
    this.#ask();
    this.pause();
    this.#clock.seek(step);
    if (aloud) this.#told = -1;
    this.#show(aloud);
  }

  play(asked = true) {
    if (asked) this.#ask();
    this.#asked = this.#played = this.#playing = true;
    if (this.#clock.atEnd) this.#clock.seek(0);
    this.#face();
    this.#run();
  }

  pause() {
    this.#playing = false;
    cancelAnimationFrame(this.#frame);
    this.#face();
  }

  #ask() {
    this.#asked = true;
    clearTimeout(this.#begin);
    this.classList.add("sm-asked");
  }

  #run() {
    cancelAnimationFrame(this.#frame);
    this.#last = performance.now();
    this.#frame = requestAnimationFrame((now) => this.#advance(now));
  }

  #advance(now) {
    if (!this.#playing || !this.#visible) return;
    this.#clock.advance(now - this.#last, speed.value);
    this.#last = now;
    this.#show();
    if (this.#clock.atEnd) this.pause();
    else this.#frame = requestAnimationFrame((next) => this.#advance(next));
  }

  // The first moment and the last are stills, without animations; between them each animation stands at the clock's time.
  // So until the clock moves nothing is asked of the page's style.
  #show = (aloud) => {
    const { atStart, atEnd, position, step } = this.#clock;
    this.classList.toggle("sm-start", atStart);
    this.classList.toggle("sm-resting", atEnd);
    if (atStart || atEnd) this.#animations = null;
    else {
      if (!this.#animations?.length) {
        this.#animations = this.querySelector(".sm-panels").getAnimations({ subtree: true });
        for (const animation of this.#animations) animation.pause();
      }
      for (const animation of this.#animations) animation.currentTime = position * this.#data.seconds * 1000;
    }
    if (step !== this.#told) this.#controls.tell(step, aloud === true);
    this.#told = step;
    this.#face();
  };

  #face() {
    const { atStart, atEnd } = this.#clock;
    this.classList.toggle("sm-playing", this.#playing);
    this.#controls.face({ playing: this.#playing, atStart, atEnd, again: atEnd && this.#played });
  }
}

if (!customElements.get("sm-player")) customElements.define("sm-player", Player);
