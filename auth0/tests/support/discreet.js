'use strict';

const assert = require('node:assert/strict');
const { runAction } = require('./action');
const { Timers } = require('./timers');

/** Runs an Action and makes sure that nothing it says, wherever it says it, tells what only the phone may know. */
async function runDiscreetly(trigger, event, timers = new Timers()) {
  const result = await runAction(trigger, event, timers);
  const said = JSON.stringify(result);
  const { recipient, code, as_text: text, as_voice: voice, text: plain } = event.notification ?? event.message_options;
  const hidden = { recipient, number: recipient?.slice(1), code, text, voice, plain, secret: event.secrets?.SIGNING_SECRET };
  for (const [what, value] of Object.entries(hidden)) {
    assert.ok(!value || !said.includes(value), `the ${what} was told`);
  }

  assert.doesNotMatch(said, /eyJ[\w-]+\.[\w-]+/, 'the token was told');
  for (const reason of [...result.dropped, ...result.retried]) {
    assert.ok(reason.length <= 1024, 'Auth0 cuts a reason after 1024 characters');
  }

  assert.deepEqual(result.logged, []);
  assert.equal(timers.isRunning, false, 'a timer was left behind');
  return result;
}

const failed = (result) => result.dropped.length + result.retried.length > 0 || result.thrown !== null;

function assertSent(result) {
  assert.ok(!failed(result), JSON.stringify(result));
}

/** Given up for good: dropped where the trigger has that, thrown where it has not. */
function assertDropped(trigger, result, reason) {
  const isProvider = trigger === 'custom-phone-provider';
  assert.match(isProvider ? result.dropped.join() : result.thrown ?? '', reason);
  assert.deepEqual([result.dropped.length, result.retried.length, result.thrown === null], isProvider ? [1, 0, true] : [0, 0, false]);
}

/** Left to be tried again: so said where the trigger has that, thrown where it has not. */
function assertRetried(trigger, result, reason) {
  const isProvider = trigger === 'custom-phone-provider';
  assert.match(isProvider ? result.retried.join() : result.thrown ?? '', reason);
  assert.deepEqual([result.dropped.length, result.retried.length, result.thrown === null], isProvider ? [0, 1, true] : [0, 0, false]);
}

module.exports = { assertDropped, assertRetried, assertSent, runDiscreetly };
