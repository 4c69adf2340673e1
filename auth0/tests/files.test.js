'use strict';

// The Actions as files: what Auth0 accepts, and what would make one of them differ from the other or from Auth0's Node.

const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const test = require('node:test');
const { actionPath, entryPoints, loadAction } = require('./support/action');

const triggers = Object.keys(entryPoints);
const sourceOf = (trigger) => readFileSync(actionPath(trigger), 'utf8');

for (const trigger of triggers) {
  test(`${trigger}: exports the trigger's one entry point`, () => {
    assert.deepEqual(Object.keys(loadAction({ console, setTimeout, clearTimeout }, actionPath(trigger))), [entryPoints[trigger]]);
    assert.deepEqual(Object.keys(require(actionPath(trigger))), [entryPoints[trigger]]);
  });

  test(`${trigger}: fits into an Action`, () => {
    assert.ok(Buffer.byteLength(sourceOf(trigger)) < 100_000);
  });

  test(`${trigger}: needs no package and has no way to log`, () => {
    const source = sourceOf(trigger);
    assert.deepEqual(source.match(/(?:require|import)\s*\(.*?\)/g), ["require('node:crypto')"]);
    assert.doesNotMatch(source, /\b(console|process|globalThis|eval|Function)\b/);
  });
}

test('what the Actions have in common is the same in both', () => {
  const [first, second] = triggers.map((trigger) => sourceOf(trigger).split('// ---- From here to the end')[1]);
  assert.ok(first.length > 1000);
  assert.equal(first, second);
});
