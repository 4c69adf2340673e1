'use strict';

// Both Actions against servers that fail in every way a gateway, or something in front of it, can fail.

const assert = require('node:assert/strict');
const { createHash, createHmac } = require('node:crypto');
const test = require('node:test');
const { entryPoints } = require('./support/action');
const { assertDropped, assertRetried, assertSent, runDiscreetly } = require('./support/discreet');
const { createEvent } = require('./support/events');
const { answers, startServer } = require('./support/server');
const { Timers } = require('./support/timers');

const secretsFor = (url) => ({ GATEWAY_URL: url, SIGNING_SECRET: 'a signing secret of more than 32 bytes', SUBJECT: 'urn:Auth0', AUDIENCE: 'urn:sms-gateway' });

for (const trigger of Object.keys(entryPoints)) {
  /** Starts a server that answers so, and runs the Action against it. */
  const runAgainst = async (t, answer, timers = new Timers()) => {
    const server = await startServer(t, answer);
    const event = createEvent(trigger, secretsFor(server.url));
    return { server, event, timers, result: await runDiscreetly(trigger, event, timers) };
  };

  for (const status of [408, 425, 429, 500, 502, 503, 504]) {
    test(`${trigger}: ${status} is tried once more at once, then left for later`, async (t) => {
      const { server, result } = await runAgainst(t, answers(status));
      assertRetried(trigger, result, new RegExp(`answered ${status} \\(tries: 2\\)\\.$`));
      assert.equal(server.requests.length, 2);
    });
  }

  test(`${trigger}: the second try is as good as the first`, async (t) => {
    const { server, result } = await runAgainst(t, (response, count) => answers(count === 1 ? 503 : 200, { 'retry-after': '1' })(response));
    assertSent(result);
    assert.equal(server.requests.length, 2);
    assert.equal(server.requests[0].body, server.requests[1].body);
  });

  for (const wait of ['2', '120', 'Wed, 21 Oct 2026 07:28:00 GMT']) {
    test(`${trigger}: a gateway that wants to wait (${wait}) is not asked again at once`, async (t) => {
      const { server, result } = await runAgainst(t, answers(429, { 'retry-after': wait }));
      assertRetried(trigger, result, /answered 429 \(tries: 1\)\.$/);
      assert.equal(server.requests.length, 1);
    });
  }

  test(`${trigger}: a gateway that does not answer is given up well within Auth0's 20 s`, async (t) => {
    const timers = new Timers();
    const { server, result } = await runAgainst(t, () => timers.expire(), timers);
    assertRetried(trigger, result, /did not answer within 8 s \(tries: 2\)\.$/);
    assert.equal(server.requests.length, 2);
    assert.ok(timers.asked.reduce((sum, ms) => sum + ms) <= 17_000, timers.asked.join());
  });

  test(`${trigger}: a gateway that is not there is left for later`, async (t) => {
    const server = await startServer(t, answers(200));
    await server.stop();
    const result = await runDiscreetly(trigger, createEvent(trigger, secretsFor(server.url)));
    assertRetried(trigger, result, /was not reached: ECONNREFUSED \(tries: 2\)\.$/);
  });

  test(`${trigger}: a connection that breaks is left for later`, async (t) => {
    const { server, result } = await runAgainst(t, (response) => response.destroy());
    assertRetried(trigger, result, /was not reached: [A-Z_]+ \(tries: 2\)\.$/);
    assert.equal(server.requests.length, 2);
  });

  for (const [what, body] of [
    ['a web page', '<!doctype html><title>It works!</title>'],
    ['nothing', ''],
    ['JSON without an id', '{"status":"ok"}'],
    ['an id that is none', '{"id":7}'],
    ['an empty id', '{"id":""}'],
    ['null', 'null'],
    ['a list', '[{"id":"01J"}]'],
    ['half an answer', '{"id":"01J'],
  ]) {
    test(`${trigger}: 200 with ${what} is not the gateway's and left for later`, async (t) => {
      const { server, result } = await runAgainst(t, answers(200, {}, body));
      assertRetried(trigger, result, /no gateway at GATEWAY_URL now: it answered 200 without the id of a message\. .*\(tries: 1\)\.$/);
      assert.equal(server.requests.length, 1);
    });
  }

  test(`${trigger}: a 200 that breaks off is left for later`, async (t) => {
    const { result } = await runAgainst(t, (response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"id":"01J"}', () => response.destroy());
    });
    assertRetried(trigger, result, /was not reached: .* \(tries: 2\)\.$/);
  });

  test(`${trigger}: half a character in what is only for the record does no harm`, async (t) => {
    const server = await startServer(t, answers(200));
    const event = createEvent(trigger, secretsFor(server.url));
    event.request.user_agent = `\uDC00a\uD800b\u{1F511}${'x'.repeat(250)}\u{1F511}`;
    assertSent(await runDiscreetly(trigger, event));
    assert.equal(JSON.parse(server.requests[0].body).req.user_agent, `\uFFFDa\uFFFDb\u{1F511}${'x'.repeat(250)}`.slice(0, 256));
  });

  for (const status of [301, 302, 303, 307, 308]) {
    test(`${trigger}: a redirect (${status}) is not followed`, async (t) => {
      const elsewhere = await startServer(t, answers(200));
      const { server, result } = await runAgainst(t, answers(status, { location: elsewhere.url }));
      assertDropped(trigger, result, new RegExp(`no gateway at GATEWAY_URL: it answered ${status}\\.`));
      assert.deepEqual([server.requests.length, elsewhere.requests.length], [1, 0]);
    });
  }

  for (const status of [201, 202, 204, 405, 410, 415, 422]) {
    test(`${trigger}: ${status} is no answer of the gateway's and drops the message`, async (t) => {
      const { server, result } = await runAgainst(t, answers(status));
      assertDropped(trigger, result, new RegExp(`it answered ${status}\\.`));
      assert.equal(server.requests.length, 1);
    });
  }

  test(`${trigger}: 401 says which secrets to look at`, async (t) => {
    const { server, result } = await runAgainst(t, answers(401));
    assertDropped(trigger, result, /refused the token \(401\); SIGNING_SECRET/);
    assert.equal(server.requests.length, 1);
  });

  for (const status of [403, 404]) {
    test(`${trigger}: ${status}, as of an app that is stopped, is not tried again at once but left for later`, async (t) => {
      const { server, result } = await runAgainst(t, answers(status));
      assertRetried(trigger, result, new RegExp(`no gateway at GATEWAY_URL now: it answered ${status}\\. .*\\(tries: 1\\)\\.$`));
      assert.equal(server.requests.length, 1);
    });
  }

  const problem = (members) => JSON.stringify({ title: 'The message is not sent.', ...members });

  for (const [status, reason] of [[403, 'region_not_allowed'], [403, 'blocked'], [429, 'per_number_limit'], [429, 'abc']]) {
    test(`${trigger}: a message that the gateway will not have sent (${status} ${reason}) is dropped with that word, and not tried again`, async (t) => {
      const headers = { 'content-type': 'application/problem+json', 'retry-after': '1' };
      const { server, result } = await runAgainst(t, answers(status, headers, problem({ status, reason })));
      assertDropped(trigger, result, new RegExp(`^The gateway does not send this message \\(${status}\\): ${reason}\\.$`));
      assert.equal(server.requests.length, 1);
    });
  }

  for (const [what, type, body] of [
    ['no reason', 'application/problem+json', problem({})],
    ['a reason of another form', 'application/problem+json', problem({ reason: 'Region not allowed' })],
    ['a reason with digits', 'application/problem+json', problem({ reason: 'code_493817' })],
    ['a reason too short', 'application/problem+json', problem({ reason: 'no' })],
    ['a reason too long', 'application/problem+json', problem({ reason: 'a'.repeat(42) })],
    ['a reason of two lines', 'application/problem+json', problem({ reason: 'region_not_allowed\n' })],
    ['a reason that is none', 'application/problem+json', problem({ reason: ['region_not_allowed'] })],
    ['JSON of another kind', 'application/problem+json', 'null'],
    ['half an answer', 'application/problem+json', problem({ reason: 'region_not_allowed' }).slice(0, -2)],
    ["somebody else's JSON", 'application/json', problem({ reason: 'region_not_allowed' })],
    ['a page', 'text/html', '<title>region_not_allowed</title>'],
  ]) {
    test(`${trigger}: 403 and 429 with ${what} are not the gateway's and left for later`, async (t) => {
      const stopped = await runAgainst(t, answers(403, { 'content-type': type }, body));
      assertRetried(trigger, stopped.result, /no gateway at GATEWAY_URL now: it answered 403\. .*\(tries: 1\)\.$/);
      const busy = await runAgainst(t, answers(429, { 'content-type': type }, body));
      assertRetried(trigger, busy.result, /answered 429 \(tries: 2\)\.$/);
      assert.deepEqual([stopped.server.requests.length, busy.server.requests.length], [1, 2]);
    });
  }

  for (const status of [400, 401, 403, 404, 413, 429, 500]) {
    test(`${trigger}: an answer ${status} that repeats the whole request gives nothing away`, async (t) => {
      const { server, event } = await runAgainst(t, (response, _, request) => {
        const errors = { [request.body]: ['wrong'], [request.headers.authorization]: ['wrong'], recipient: [request.body] };
        const body = JSON.stringify({ title: request.body, status, errors, reason: request.body });
        answers(status, { 'content-type': 'application/problem+json', 'x-echo': encodeURIComponent(request.body) }, body)(response);
      });
      assert.ok(server.requests[0].body.includes((event.notification ?? event.message_options).code));
    });
  }

  for (const [what, body] of [['no JSON', '<html>'], ['JSON of another kind', 'null'], ['no errors', '{}'], ['errors of another kind', '{"errors":["recipient"]}']]) {
    test(`${trigger}: a 400 with ${what} is a refusal all the same`, async (t) => {
      const { result } = await runAgainst(t, answers(400, {}, body));
      assertDropped(trigger, result, /refused the message \(400\); not valid: the request\.$/);
    });
  }

  test(`${trigger}: every try has its own short-lived token`, async (t) => {
    const before = Math.floor(Date.now() / 1000);
    const { server } = await runAgainst(t, answers(503));
    for (const { headers } of server.requests) {
      const [header, payload, signature] = headers.authorization.replace(/^Bearer /, '').split('.');
      const decode = (part) => JSON.parse(Buffer.from(part, 'base64url'));
      const { iat, exp, ...claims } = decode(payload);
      assert.deepEqual(decode(header), { alg: 'HS256', typ: 'JWT' });
      assert.deepEqual(Object.keys(claims), ['sub', 'aud', 'jti', 'body_sha256']);
      assert.deepEqual([claims.sub, claims.aud], ['urn:Auth0', 'urn:sms-gateway']);
      assert.equal(exp - iat, 60);
      assert.ok(iat >= before && iat <= Date.now() / 1000);
      assert.equal(signature, createHmac('sha256', secretsFor('').SIGNING_SECRET).update(`${header}.${payload}`).digest('base64url'));
    }
  });

  const claimsOf = ({ headers }) => JSON.parse(Buffer.from(headers.authorization.split('.')[1], 'base64url'));

  test(`${trigger}: a token names its message, the same in every try and another for the next message`, async (t) => {
    const first = await runAgainst(t, answers(503));
    const second = await runAgainst(t, answers(503));
    const names = [...first.server.requests, ...second.server.requests].map((request) => claimsOf(request).jti);
    assert.equal(names.length, 4);
    assert.match(names[0], /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.deepEqual([names[0] === names[1], names[2] === names[3], names[0] === names[2]], [true, true, false]);
  });

  test(`${trigger}: a token holds the hash of the very body that it comes with`, async (t) => {
    const server = await startServer(t, answers(503));
    const event = createEvent(trigger, secretsFor(server.url), { [trigger === 'custom-phone-provider' ? 'as_text' : 'text']: 'Ihr Schlüssel: \u{1F511} \uD800' });
    await runDiscreetly(trigger, event);
    assert.equal(server.requests.length, 2);
    for (const request of server.requests) {
      assert.equal(claimsOf(request).body_sha256, createHash('sha256').update(request.body).digest('base64url'));
    }
  });

  test(`${trigger}: only what the gateway wants to know leaves Auth0`, async (t) => {
    const { server, event } = await runAgainst(t, answers(200));
    const [{ method, headers, body }] = server.requests;
    assert.deepEqual([method, headers['content-type']], ['POST', 'application/json']);
    const options = event.notification ?? event.message_options;
    const common = {
      recipient: options.recipient,
      channel: 'sms',
      code: options.code,
      correlationId: event.transaction.correlation_id,
      clientId: event.client.client_id,
      application: event.client.name,
      userId: event.user.user_id,
      req: { ip: event.request.ip, user_agent: event.request.user_agent, geoip: { countryCode: 'DE' } },
    };
    assert.deepEqual(JSON.parse(body), trigger === 'custom-phone-provider'
      ? { ...common, body: options.as_text, sender: options.from, locale: 'de_DE', messageType: 'otp_verify', organization: { id: 'org_Zq1', name: 'Acme' } }
      : { ...common, body: options.text, locale: 'de', messageType: 'second-factor-authentication' });
  });
}
