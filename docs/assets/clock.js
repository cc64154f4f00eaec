// A figure's clock, apart from any page: which step it shows, and how real time moves it on.

// The longest time that one frame may stand for; a reader who comes back to a page finds the clock where it was.
const LONGEST = 100;

export class Clock {
  #times;
  position = 0;

  // `times[k]` is when step k is reached, in seconds from the start, where steps don't all take the same time.
  constructor({ steps, seconds, times }) {
    this.steps = steps;
    this.#times = times ?? Array.from({ length: steps + 1 }, (_, step) => step * seconds);
  }

  get step() { return Math.min(this.steps, Math.floor(this.position + 1e-6)); }
  get atStart() { return this.position <= 0; }
  get atEnd() { return this.position >= this.steps; }

  seek(position) {
    this.position = Math.max(0, Math.min(this.steps, position));
  }

  // Moves on by what a frame took, in milliseconds.
  advance(milliseconds, speed = 1) {
    const moved = Math.max(0, Math.min(LONGEST, milliseconds)) / 1000 * speed;
    this.seek(this.#at(this.#now() + moved));
  }

  #now() {
    const before = Math.min(this.steps - 1, Math.floor(this.position));
    const [from, to] = [this.#times[before], this.#times[before + 1]];
    return from + (this.position - before) * (to - from);
  }

  #at(time) {
    let step = Math.min(this.steps - 1, Math.floor(this.position));
    while (step < this.steps - 1 && this.#times[step + 1] <= time) step += 1;
    const [from, to] = [this.#times[step], this.#times[step + 1]];
    return to > from ? step + (time - from) / (to - from) : step + 1;
  }
}
