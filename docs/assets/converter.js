// The converter of learning rates on the page about conventions: its mathematics, which knows no page, and its form.

// Whether a rule's learning rate is multiplied by 1 / (1 - beta) in the long run.
export const AMPLIFIED = { sum: true, inside: true, nesterov: true, dampened: true, average: false };

/** What a steady gradient is multiplied by, per step, in the long run. */
export function effective(rule, rate, beta, dampening) {
  const share = rule === "dampened" ? 1 - dampening : 1;
  return AMPLIFIED[rule] ? (rate * share) / (1 - beta) : rate;
}

/** The learning rate of every rule that has this effective rate. */
export function rates(target, beta, dampening) {
  const sum = target * (1 - beta);
  return { sum, inside: sum, nesterov: sum, dampened: sum / (1 - dampening), average: target };
}

/** What is wrong with the settings, in a sentence, or nothing. */
export function fault(rate, beta, dampening) {
  if (!(rate > 0 && rate < Infinity)) return "The learning rate must be a positive number.";
  if (!(beta >= 0 && beta < 1)) return "β must be at least 0 and below 1.";
  if (!(dampening >= 0 && dampening < 1)) return "The dampening must be at least 0 and below 1.";
  return "";
}

/** A number to four significant digits, as a reader types it. */
export function shown(value) {
  return Number(value.toPrecision(4)).toString();
}

function start(form) {
  const part = (name) => form.querySelector(`[name="${name}"]`);
  const update = () => {
    const [rate, beta, dampening] = ["rate", "beta", "dampening"].map((name) => part(name).valueAsNumber);
    const said = fault(rate, beta, dampening);
    part("fault").value = said;
    const target = effective(part("rule").value, rate, beta, dampening);
    const found = { effective: target, ...rates(target, beta, dampening) };
    for (const [name, value] of Object.entries(found)) part(`to-${name}`).value = said ? "–" : shown(value);
  };
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  update();
}

if (typeof document !== "undefined") document.querySelectorAll("form.sm-converter").forEach(start);
