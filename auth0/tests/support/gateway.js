'use strict';

const assert = require('node:assert/strict');
const { setTimeout: wait } = require('node:timers/promises');

const names = ['GATEWAY_URL', 'SIGNING_SECRET', 'SUBJECT', 'AUDIENCE', 'OPERATORS_KEY', 'CARRIERS_URL'];

function setting(name) {
  const value = process.env[`TEST_${name}`];
  assert.ok(value, `These tests need a running gateway and carrier simulator, told by TEST_${names.join(', TEST_')}; 'dotnet run dev.cs -- test' starts both.`);
  return value;
}

/** The secrets of an Action that the running gateway knows, with changes. */
const secretsOf = (change = {}) => ({
  GATEWAY_URL: setting('GATEWAY_URL'),
  SIGNING_SECRET: setting('SIGNING_SECRET'),
  SUBJECT: setting('SUBJECT'),
  AUDIENCE: setting('AUDIENCE'),
  ...change,
});

async function eventually(what, look) {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found) {
      return found;
    }

    assert.ok(Date.now() < end, `${what} did not come`);
    await wait(10);
  }
}

const getJson = async (url, headers = {}) => (await fetch(url, { headers })).json();

/** What the carriers got for this number, once it is there. */
const arrivalAt = (recipient) =>
  eventually('The message', async () => (await getJson(new URL('/simulator/messages', setting('CARRIERS_URL')))).find((message) => message.recipient === recipient));

/** The record of a message that no carrier would take, found by the correlation id of its event. */
const deadLetterOf = (correlationId) =>
  eventually('The dead letter', async () => {
    const { items } = await getJson(new URL('/api/dead-letters?reveal=true', setting('GATEWAY_URL')), { 'x-functions-key': setting('OPERATORS_KEY') });
    return items.find((item) => item.envelope?.context?.correlationId === correlationId);
  });

module.exports = { arrivalAt, deadLetterOf, secretsOf };
