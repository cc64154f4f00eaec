// A term's sentence in place: for a mouse that rests on it, for the keyboard, and for a first tap of a finger.

const bubble = Object.assign(document.createElement("div"), { id: "sm-bubble", className: "sm-bubble", hidden: true });
bubble.setAttribute("role", "tooltip");
document.body.append(bubble);
let term = null;
let wait = 0;
let touched = false;

const hide = () => {
  clearTimeout(wait);
  term?.removeAttribute("aria-describedby");
  term = null;
  bubble.hidden = true;
};

const show = (link, finger = false) => {
  hide();
  term = link;
  bubble.replaceChildren(link.dataset.sentence);
  if (finger) {
    bubble.append(" ", Object.assign(document.createElement("a"), { href: link.href, textContent: "In the glossary" }));
  }
  link.setAttribute("aria-describedby", bubble.id);
  bubble.hidden = false;
  const [first] = link.getClientRects(), { bottom } = link.getBoundingClientRect(); // a term may go on in the next line
  const { width, height } = bubble.getBoundingClientRect();
  const left = Math.max(8, Math.min(first.left, document.documentElement.clientWidth - width - 8));
  const below = bottom + 6 + height < innerHeight || first.top < height + 12;
  bubble.style.left = `${left + scrollX}px`;
  bubble.style.top = `${scrollY + (below ? bottom + 6 : first.top - height - 6)}px`;
};

const later = (act, time) => {
  clearTimeout(wait);
  wait = setTimeout(act, time);
};

for (const link of document.querySelectorAll("a.sm-term[title]")) {
  link.dataset.sentence = link.title;
  link.removeAttribute("title");
  link.addEventListener("pointerdown", (event) => { touched = event.pointerType !== "mouse"; });
  link.addEventListener("focus", () => { if (link.matches(":focus-visible") && !touched) show(link); });
  link.addEventListener("blur", () => later(hide, 200));
  link.addEventListener("pointerenter", (event) => { if (event.pointerType === "mouse") later(() => show(link), 250); });
  link.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") later(hide, 300); });
  link.addEventListener("click", (event) => {
    if (!touched || term === link) return;
    event.preventDefault();
    show(link, true);
  });
}
bubble.addEventListener("pointerenter", () => clearTimeout(wait));
bubble.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") later(hide, 300); });
bubble.addEventListener("focusin", () => clearTimeout(wait));
addEventListener("keydown", (event) => {
  touched = false;
  if (event.key === "Escape") hide();
});
addEventListener("pointerdown", (event) => { if (term && !event.target.closest?.("#sm-bubble, a.sm-term")) hide(); });
