// The browser's descents against the engine's: every loss with every method, step by step.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const { SCRIPTS, MODEL, EXPECTED } = process.env;
const { compile, curvatures, descend } = await import(`${SCRIPTS}/model.js`);
const model = JSON.parse(readFileSync(MODEL, "utf8")), expected = JSON.parse(readFileSync(EXPECTED, "utf8"));

// Sixty steps carry rounding on; what both compute in the same order differs by less than this share of the path's size.
const TOLERANCE = 1e-10;
const close = (found, wanted, size, what) => assert.ok(Math.abs(found - wanted) <= TOLERANCE * size, `${what}: ${found} is not ${wanted}`);

for (const { loss: name, condition, method, values, start, theta, loss: value, losses, diverged } of expected.paths) {
  test(`${name}${condition ? ` of ${condition}` : ""}, ${method}`, () => {
    const loss = compile(model.losses[name], condition), steps = theta.length - 1;
    const run = descend(loss, model.methods[method], values, start, steps);
    assert.equal(run.broken >= 0, diverged);
    const size = Math.max(1, ...theta.flat().map(Math.abs)), height = Math.max(1, ...losses.map(Math.abs));
    theta.forEach(([x, y], k) => { close(run.x[k], x, size, `x at ${k}`); close(run.y[k], y, size, `y at ${k}`); close(run.loss[k], losses[k], height, `loss at ${k}`); });
    assert.ok(value);
  });
}

test("the paths cover every loss and every method", () => {
  const pairs = new Set(expected.paths.map(({ loss, method }) => `${loss}/${method}`));
  for (const loss of Object.keys(model.losses)) for (const method of Object.keys(model.methods)) assert.ok(pairs.has(`${loss}/${method}`), `${loss}/${method}`);
});

for (const [name, gradients] of Object.entries(expected.gradients)) {
  test(`${name}: the slope at points all over the map`, () => {
    const loss = compile(model.losses[name], model.losses[name].condition?.default);
    for (const { at, gradient, value } of gradients) {
      const found = loss.slopes(...at);
      [0, 1].forEach((axis) => close(found[axis + 1], gradient[axis], Math.max(1, ...gradient.map(Math.abs)), `slope at ${at}`));
      close(loss.value(...at), value, Math.max(1, Math.abs(value), expected.sizes[name]), `value at ${at}`);
    }
  });
}

test("a quadratic knows its curvatures and their directions", () => {
  for (const { loss: name, condition, low, high, along } of expected.curvatures) {
    const found = curvatures(compile(model.losses[name], condition), model.losses[name].minimizers[0]);
    assert.equal(model.losses[name].quadratic, true);
    close(found.low, low, high, "the least curvature");
    close(found.high, high, high, "the greatest curvature");
    // Directions have no sign.
    close(Math.abs(Math.cos(found.angle) * along[0] + Math.sin(found.angle) * along[1]), 1, 1, "its direction");
  }
  for (const name of expected.others) assert.equal(model.losses[name].quadratic, false);
});
