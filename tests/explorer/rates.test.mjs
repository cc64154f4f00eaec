// The browser's closed forms against momentum.theory, and its noise against what normal noise has to be.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const { SCRIPTS, MODEL, EXPECTED } = process.env;
const rates = await import(`${SCRIPTS}/theory.js`);
const { normalPairs, uniform } = await import(`${SCRIPTS}/model.js`);
const model = JSON.parse(readFileSync(MODEL, "utf8")), expected = JSON.parse(readFileSync(EXPECTED, "utf8"));
const close = (found, wanted, what) => assert.ok((Number.isNaN(found) && wanted === null) || Math.abs(found - wanted) <= 1e-10 * Math.max(1, Math.abs(wanted)), `${what}: ${found} is not ${wanted}`);

test("rates of convergence are the theory's", () => {
  for (const { method, eigenvalues, learning_rate, beta, rate, stable } of expected.rates) {
    const what = `${method} ${eigenvalues} ${learning_rate} ${beta}`, found = rates.worst(eigenvalues, model.methods[method], learning_rate, beta);
    close(found.rate, rate, what);
    assert.equal(found.regime === "diverges", !stable, what);
  }
});

test("a run swings exactly where the eigenvalues of its step are complex, and zigzags where a negative one leads", () => {
  for (const { method, eigenvalue, learning_rate, beta, regime } of expected.regimes) {
    assert.equal(rates.worst([eigenvalue], model.methods[method], learning_rate, beta).regime, regime, `${method} ${eigenvalue} ${learning_rate} ${beta}`);
  }
});

test("edges, critical damping and the best settings are the theory's", () => {
  for (const { method, beta, bound } of expected.edges) close(rates.stableProduct(model.methods[method], beta), bound, `edge of ${method}`);
  for (const { method, eigenvalue, learning_rate, beta } of expected.critical) close(rates.criticalBeta(model.methods[method], eigenvalue, learning_rate), beta, `critical ${method} ${learning_rate}`);
  for (const { method, low, high, learning_rate, beta, rate } of expected.best) {
    const found = rates.best(model.methods[method], low, high);
    for (const [name, value] of Object.entries({ learning_rate, beta, rate })) close(found[name], value, `best ${name} of ${method}`);
    // There the two eigenvalues meet, and a rounding of 1e-16 moves a double root by its square root.
    const there = rates.worst([low, high], model.methods[method], found.learning_rate, found.beta).rate;
    assert.ok(Math.abs(there - rate) < 1e-7, `the rate at the best of ${method}: ${there}`);
  }
});

test("a method that the theory does not know has no place on the map", () => {
  for (const [name, method] of Object.entries(model.methods)) assert.equal(rates.family(method, 0.5) !== undefined, expected.known.includes(name), name);
});

test("noise is the same for a seed, other for another, and normal", () => {
  const draws = (seed, count) => { const draw = normalPairs(seed), all = []; for (let i = 0; i < count; i += 1) all.push(...draw()); return all; };
  assert.deepEqual(draws(7, 20), draws(7, 20));
  assert.notDeepEqual(draws(7, 20), draws(8, 20));
  const many = draws(1, 50000), mean = many.reduce((a, b) => a + b) / many.length, variance = many.reduce((a, b) => a + b * b) / many.length;
  // Standard errors of 1e5 draws are 0.003 and 0.0045; five of them are allowed.
  assert.ok(Math.abs(mean) < 0.016, `mean ${mean}`);
  assert.ok(Math.abs(variance - 1) < 0.023, `variance ${variance}`);
  const beyond = many.filter((draw) => Math.abs(draw) > 1.959964).length / many.length;
  assert.ok(Math.abs(beyond - 0.05) < 0.0035, `${beyond} beyond two standard deviations`);
});

test("the generator is mulberry32, as its published code computes it", () => {
  const published = (a) => () => { let t = (a += 0x6d2b79f5); t = Math.imul(t ^ (t >>> 15), t | 1); t ^= t + Math.imul(t ^ (t >>> 7), t | 61); return ((t ^ (t >>> 14)) >>> 0) / 4294967296; };
  for (const seed of [1, 42, 4294967295]) {
    const mine = uniform(seed), theirs = published(seed);
    for (let i = 0; i < 1000; i += 1) assert.equal(mine(), theirs());
  }
});
