// Addresses, the Python that is handed out, and the words, from the browser's modules alone.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";

const { SCRIPTS, MODEL, EXPECTED, WRITTEN } = process.env;
const { fresh, landed, parse, preset, python, query, story, text } = await import(`${SCRIPTS}/state.js`);
const { Frames, counterpart, kept } = await import(`${SCRIPTS}/frame.js`);
const model = JSON.parse(readFileSync(MODEL, "utf8")), { hostile, said, figures, printed } = JSON.parse(readFileSync(EXPECTED, "utf8"));
const states = Object.keys(model.presets).map((name) => preset(model, name));
for (const loss of Object.keys(model.losses)) {
  const base = preset(model, model.first);
  for (const method of Object.keys(model.methods)) states.push({ ...base, ...landed(model, base, loss), runs: [fresh(model, loss, method)], steps: 37, step: 11 });
}
states.push({ ...preset(model, model.first), condition: 60, start: [-4, 1.2], steps: 21, step: 17 });

test("every state comes back from its own address, the step included", () => {
  for (const state of states) assert.deepEqual(parse(model, `?${query(state)}`), { state, problems: [] });
  for (const name of Object.keys(model.presets)) assert.deepEqual(parse(model, `?preset=${name}`), { state: preset(model, name), problems: [] });
});

test("every choice comes back from an address, alone and with the others", () => {
  const base = preset(model, model.first), noise = { noise: 0.5, seed: 7 }; // without noise a seed says nothing
  const choices = [noise, { direction: "across" }, { keep: "other" }, { tolerance: 1e-6 }, { step: 3 }, { steps: 41 }, { condition: 60 }, { start: [-4, 1.2] },
    { runs: [fresh(model, "ravine", "nesterov"), fresh(model, "ravine", "adam"), fresh(model, "ravine", "averaged")] }];
  const all = Object.assign({}, ...choices), other = { ...landed(model, base, "rosenbrock"), ...noise, direction: "along" };
  assert.deepEqual(Object.keys({ ...all, ...other }).sort(), Object.keys(base).sort(), "every part of a state is chosen once");
  for (const change of [...choices, all, other]) {
    const state = { ...base, ...change };
    assert.notDeepEqual(state, base);
    assert.deepEqual(parse(model, `?${query(state)}`), { state, problems: [] });
  }
});

test("what an address may not ask for is left out, and each time said in a sentence", () => {
  const base = preset(model, model.first);
  for (const [address, count] of hostile) {
    const { state, problems } = parse(model, address);
    assert.equal(problems.length, count, `${address}: ${problems}`);
    if (count === 1) assert.deepEqual(state, base, address);
    for (const problem of problems) assert.match(problem, /^The address asks for [\s\S]*\. This picture has [\s\S]*\.$/);
    new Frames(model).of(state);
  }
});

test("the other convention takes the same steps", () => {
  const frames = new Frames(model);
  for (const state of states.filter(({ loss }) => loss === "ravine")) {
    const other = { ...state, runs: state.runs.map((run) => counterpart(model, run, false) ?? run) };
    const [one, two] = [frames.of(state), frames.of(other)].map(({ runs }) => runs.at(-1).run);
    for (let k = 0; k <= state.steps; k += 1) assert.ok(Math.abs(one.x[k] - two.x[k]) <= 1e-9 * (1 + Math.abs(one.x[k])));
    const back = { ...other, runs: other.runs.map((run) => counterpart(model, run, true) ?? run) };
    state.runs.forEach(({ method, values }, i) => { if (method === "averaged") assert.ok(Math.abs(back.runs[i].values.learning_rate - values.learning_rate) < 1e-12); });
  }
  assert.ok(Math.abs(kept(model, "heavy ball", 0.04, 0.7, 0.9) / 0.1 - 0.04 / 0.3) < 1e-12, "a sum keeps the rate over 1 - beta");
  assert.ok(Math.abs(kept(model, "averaged", 0.133, 0.7, 0.9) * 0.1 - 0.133 * 0.3) < 1e-12, "an average keeps the rate times 1 - beta");
});

test("the buttons set what they name", () => {
  const frames = new Frames(model), state = preset(model, model.first), after = (name) => { const { at, run } = frames.wish(state, name); return frames.of({ ...state, runs: state.runs.map((one, i) => (i === at ? run : one)) }); };
  assert.ok(Math.abs(after("pair").runs[1].numbers.predicted.rate - 2 / 3) < 1e-6);
  assert.ok(Math.abs(after("descent").runs[0].numbers.predicted.rate - 12 / 13) < 1e-12);
  assert.ok(Math.abs(after("edge").runs[1].numbers.predicted.rate - 1) < 1e-12);
  const damped = after("critical").runs[1], shift = (by) => frames.of({ ...state, runs: [state.runs[0], { method: "averaged", values: { ...damped.values, beta: damped.values.beta + by } }] }).runs[1].run;
  const swings = (run) => run.x.some((x) => x > 1e-9);
  assert.ok(!swings(shift(-0.02)) && swings(shift(0.05)), "below it the run creeps along the valley, above it it swings past");
});

test("numbers in words are the engine's", () => {
  const frames = new Frames(model);
  for (const { preset: name, at, steps, crossings, overshoot, across, measured, diverges } of said) {
    const { numbers } = frames.of(preset(model, name)).runs[at], what = `${name} ${at}`;
    assert.equal(numbers.steps, steps, what);
    assert.equal(numbers.diverges >= 0, diverges, what);
    if (diverges) continue;
    assert.equal(numbers.crossings, crossings, what);
    for (const [found, wanted] of [[numbers.overshoot, overshoot], [numbers.across, across], [numbers.measured, measured]]) assert.ok(Math.abs(found - wanted) <= 1e-9 * (1 + wanted), `${what}: ${found} is not ${wanted}`);
  }
  assert.match(story(model.words, { label: "one", numbers: { diverges: 14, loss: 1 } }, { step: 0, tolerance: 1 }), /^one diverges from step 14 on\.$/);
  const once = story(model.words, { label: "one", numbers: { diverges: -1, loss: 1, steps: 3, crossings: 1, overshoot: 2 } }, { step: 0, tolerance: 1 });
  assert.match(once, / crosses the floor once and runs 2 past /);
});

test("a number is printed as the pages print it", () => {
  for (const [value, words] of printed) assert.equal(text(value), words);
  assert.deepEqual([text(NaN), text(Infinity)], ["–", "∞"]);
});

test("a figure's wheel begins with the figure's own runs", () => {
  const frames = new Frames(model);
  for (const [name, { state, runs }] of Object.entries(figures)) {
    const found = frames.of({ ...structuredClone(model.blank), ...state }).runs;
    assert.equal(found.length, runs.length, name);
    runs.forEach(({ role, points }, i) => {
      assert.equal(found[i].look.role, role, name);
      assert.ok(points.length > 2 && points.length <= state.steps + 1, name);
      points.forEach(([x, y], k) => assert.ok(Math.hypot(found[i].run.x[k] - x, found[i].run.y[k] - y) <= 1e-9 * (1 + Math.hypot(x, y)), `${name}, run ${i}, step ${k}`));
    });
  }
});

test("scripts are written for every state", () => {
  const frames = new Frames(model), noisy = { ...preset(model, model.first), noise: 2.5, seed: 7 };
  const written = [...states, noisy].map((state) => ({ script: python(model, state), noisy: state.noise > 0, ends: frames.of(state).runs.map(({ name, run }) => ({ name, theta: [run.x[state.step], run.y[state.step]], loss: run.loss[state.step] })) }));
  writeFileSync(WRITTEN, JSON.stringify(written));
});
