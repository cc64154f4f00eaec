// A guess before a run: the answers become buttons, the figure waits at its start, and its run says who was right.

const still = matchMedia("(prefers-reduced-motion: reduce)");
const WAITING = "sm-waiting";

const element = (tag, properties, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

export class Guess extends HTMLElement {
  #buttons = []; #verdict; #player; #told = false;
  #reveal = () => this.#tell();
  #anchored = () => {
    const [name] = location.hash.slice(1).split("@"); // a figure's address may end in a step
    if (name && this.querySelector(`[id="${CSS.escape(name)}"]`)) this.#tell();
  };

  connectedCallback() {
    if (this.#verdict) return;
    this.#player = this.querySelector("sm-player");
    const list = this.querySelector(".sm-answers");
    const question = this.querySelector(".sm-question");
    if (!this.#player || !list || !question) return;
    const group = element("div", { className: "sm-answers", role: "group" });
    group.setAttribute("aria-labelledby", question.id);
    this.#buttons = [...list.children].map((item) => {
      const made = element("button", { type: "button" }, ...item.cloneNode(true).childNodes);
      made.toggleAttribute("data-right", item.hasAttribute("data-right"));
      made.ariaPressed = "false";
      made.addEventListener("click", () => this.#guess(made));
      return made;
    });
    group.append(...this.#buttons);
    this.#verdict = element("p", { className: "sm-verdict", role: "status" });
    list.replaceWith(group);
    group.after(this.#verdict);
    this.#wait();
  }

  disconnectedCallback() {
    removeEventListener("hashchange", this.#anchored);
    removeEventListener("beforeprint", this.#reveal);
  }

  // Until somebody guesses or plays, neither the run is seen nor what is said of it; their room is kept, so that nothing
  // moves. A link to the figure, and paper, show them at once.
  async #wait() {
    await customElements.whenDefined("sm-player");
    this.#player.seek(0);
    this.classList.add(WAITING);
    for (const kind of ["click", "input", "keydown"]) this.#player.addEventListener(kind, (event) => {
      if (event.key !== "Tab" && event.key !== "Shift") this.#tell();
    });
    addEventListener("hashchange", this.#anchored);
    addEventListener("beforeprint", this.#reveal);
    this.#anchored();
  }

  #tell() {
    if (this.#told) return;
    this.#told = true;
    this.classList.remove(WAITING);
  }

  #play() {
    if (still.matches) this.#player.seek(JSON.parse(this.#player.dataset.clock).steps);
    else this.#player.play();
  }

  #guess(chosen) {
    const right = this.#buttons.find((one) => one.hasAttribute("data-right"));
    const held = document.activeElement;
    for (const one of this.#buttons) {
      one.ariaPressed = String(one === chosen);
      if (one !== chosen) one.disabled = true;
    }
    this.#verdict.textContent = chosen === right ? "Right: the run does just that." : `The run says: ${right.textContent}`;
    this.#verdict.classList.toggle("sm-right", chosen === right);
    this.#tell();
    if (held === chosen) chosen.focus();
    this.#player.seek(0);
    this.#play();
  }
}

if (!customElements.get("sm-guess")) customElements.define("sm-guess", Guess);
