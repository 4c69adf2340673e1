'use strict';

// What is wrong with an Action's secrets is said by name, before anything is sent.

const assert = require('node:assert/strict');
const { createHmac, randomBytes } = require('node:crypto');
const test = require('node:test');
const { entryPoints } = require('./support/action');
const { assertDropped, assertSent, runDiscreetly } = require('./support/discreet');
const { createEvent } = require('./support/events');
const { answers, startServer } = require('./support/server');

const good = { SIGNING_SECRET: 'a signing secret of more than 32 bytes', SUBJECT: 'urn:Auth0', AUDIENCE: 'urn:sms-gateway' };

const mistakes = [
  ...['GATEWAY_URL', 'SIGNING_SECRET', 'SUBJECT', 'AUDIENCE'].flatMap((name) => [
    [`without ${name}`, { [name]: undefined }, new RegExp(`: ${name} is missing\\.$`)],
    [`with an empty ${name}`, { [name]: ' \n' }, new RegExp(`: ${name} is missing\\.$`)],
  ]),
  ['without two', { SUBJECT: undefined, AUDIENCE: '' }, /: SUBJECT is missing; AUDIENCE is missing\.$/],
  ['with an address in clear', { GATEWAY_URL: 'http://gateway.example/api/sms' }, /: GATEWAY_URL must be an https address\.$/],
  ['with an address that only looks local', { GATEWAY_URL: 'http://127.0.0.1.example/api/sms' }, /: GATEWAY_URL must be an https address\.$/],
  ['with no address', { GATEWAY_URL: 'gateway.example/api/sms' }, /: GATEWAY_URL must be an https address\.$/],
  ['with another scheme', { GATEWAY_URL: 'file:///etc/passwd' }, /: GATEWAY_URL must be an https address\.$/],
  ...['user:pass', 'user', ':pass'].map((credentials) => [
    `with ${credentials} in the address`, { GATEWAY_URL: `https://${credentials}@gateway.example/` }, /: GATEWAY_URL must not hold credentials\.$/,
  ]),
  ['with an unknown encoding', { SIGNING_SECRET_ENCODING: 'hex' }, /: SIGNING_SECRET_ENCODING must be utf8 or base64url\.$/],
  ['with text instead of base64url', { SIGNING_SECRET_ENCODING: 'base64url', SIGNING_SECRET: 'a signing secret, of more than 32 bytes' }, /: SIGNING_SECRET is not base64url, though SIGNING_SECRET_ENCODING says so\.$/],
  ['with half a base64url', { SIGNING_SECRET_ENCODING: 'base64url', SIGNING_SECRET: 'abcde' }, /: SIGNING_SECRET is not base64url, though/],
];

for (const trigger of Object.keys(entryPoints)) {
  for (const [what, change, reason] of mistakes) {
    test(`${trigger}: ${what} it says so and sends nothing`, async (t) => {
      const server = await startServer(t, answers(200));
      const secrets = { GATEWAY_URL: server.url, ...good, ...change };
      const result = await runDiscreetly(trigger, createEvent(trigger, secrets));
      assertDropped(trigger, result, reason);
      const said = JSON.stringify(result);
      for (const [name, value] of Object.entries(change)) {
        assert.ok(!value?.trim() || name === 'SIGNING_SECRET_ENCODING' || !said.includes(value), 'the value was told');
      }

      assert.equal(server.requests.length, 0);
    });
  }

  test(`${trigger}: without any secrets it names them all`, async () => {
    const result = await runDiscreetly(trigger, createEvent(trigger, undefined));
    assertDropped(trigger, result, /: GATEWAY_URL is missing; SIGNING_SECRET is missing; SUBJECT is missing; AUDIENCE is missing\.$/);
  });

  for (const length of [16, 31, 32, 33, 64, 65]) {
    test(`${trigger}: a key of ${length} bytes is read from base64url, with or without padding and line ends`, async (t) => {
      const server = await startServer(t, answers(200));
      const key = randomBytes(length);
      const texts = [key.toString('base64url'), key.toString('base64'), ` ${key.toString('base64url')}\n`];
      // As openssl and PEM files wrap it, and as it comes out of a terminal.
      texts.push(...['\n', '\r\n', ' ', '\t'].map((end) => key.toString('base64').replace(/.{16}/g, `$&${end}`)));
      for (const text of texts) {
        const secrets = { GATEWAY_URL: server.url, ...good, SIGNING_SECRET: text, SIGNING_SECRET_ENCODING: 'base64url' };
        assertSent(await runDiscreetly(trigger, createEvent(trigger, secrets)));
      }

      for (const { headers } of server.requests) {
        const [signed, signature] = headers.authorization.replace('Bearer ', '').split(/\.(?=[^.]*$)/);
        assert.equal(signature, createHmac('sha256', key).update(signed).digest('base64url'));
      }
    });
  }

  test(`${trigger}: what pasting leaves around them does no harm`, async (t) => {
    const server = await startServer(t, answers(200));
    const secrets = { GATEWAY_URL: `${server.url}\n`, SIGNING_SECRET: `\uFEFF ${good.SIGNING_SECRET} \r\n`, SIGNING_SECRET_ENCODING: ' UTF8\n', SUBJECT: 'urn:Auth0\n', AUDIENCE: ' urn:sms-gateway' };
    assertSent(await runDiscreetly(trigger, createEvent(trigger, secrets)));
    const [header, claims, signature] = server.requests[0].headers.authorization.replace('Bearer ', '').split('.');
    const payload = JSON.parse(Buffer.from(claims, 'base64url'));
    // What is around a secret is no part of it, here and at the gateway.
    assert.equal(signature, createHmac('sha256', good.SIGNING_SECRET).update(`${header}.${claims}`).digest('base64url'));
    assert.deepEqual([payload.sub, payload.aud], ['urn:Auth0', 'urn:sms-gateway']);
  });
}
