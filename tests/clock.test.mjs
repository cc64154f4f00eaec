// The clock of figures, in a Node without a page: `python -m pytest tests/test_clock.py` runs it.
import assert from "node:assert/strict";
import test from "node:test";
import { Clock } from "../docs/assets/clock.js";

test("a step is shown until the next is reached", () => {
  const clock = new Clock({ steps: 10, seconds: 0.2 });
  clock.advance(90);
  clock.advance(100);
  assert.equal(clock.step, 0);
  clock.advance(10);
  assert.equal(clock.step, 1);
});

test("a frame after a long absence moves the clock by a tenth of a second", () => {
  const clock = new Clock({ steps: 60, seconds: 0.1 });
  clock.advance(6000);
  assert.equal(clock.step, 1);
  clock.advance(-50);
  assert.equal(clock.step, 1);
});

test("speed multiplies time", () => {
  const clock = new Clock({ steps: 60, seconds: 0.1 });
  clock.advance(50, 4);
  assert.ok(Math.abs(clock.position - 2) < 1e-12);
});

test("it rests at both ends", () => {
  const clock = new Clock({ steps: 2, seconds: 0.01 });
  clock.advance(100, 4);
  assert.deepEqual([clock.step, clock.atEnd, clock.atStart], [2, true, false]);
  clock.seek(-3);
  assert.deepEqual([clock.step, clock.atEnd, clock.atStart], [0, false, true]);
  clock.seek(Infinity);
  assert.equal(clock.step, 2);
  clock.seek(-Infinity);
  assert.equal(clock.step, 0);
});

test("steps may take times of their own, and the moment between two is shared out evenly", () => {
  const clock = new Clock({ steps: 4, seconds: 0.16, times: [0, 0.6, 1.2, 1.3, 1.34] });
  for (let frame = 0; frame < 3; frame++) clock.advance(100);
  assert.ok(Math.abs(clock.position - 0.5) < 1e-12);
  for (let frame = 0; frame < 9; frame++) clock.advance(100);
  assert.ok(Math.abs(clock.position - 2) < 1e-12);
  clock.advance(50);
  assert.ok(Math.abs(clock.position - 2.5) < 1e-12);
  clock.advance(70);
  assert.ok(Math.abs(clock.position - 3.5) < 1e-12);
});

test("one long frame may pass several short steps", () => {
  const clock = new Clock({ steps: 4, seconds: 0.16, times: [0, 0.02, 0.04, 0.06, 0.5] });
  clock.advance(50);
  assert.ok(Math.abs(clock.position - 2.5) < 1e-12);
});
