'use strict';

// Both Actions against the running gateway: what the phone gets, what is recorded, and what the gateway refuses.

const assert = require('node:assert/strict');
const test = require('node:test');
const { assertDropped, assertRetried, assertSent, runDiscreetly } = require('./support/discreet');
const { createEvent } = require('./support/events');
const { arrivalAt, deadLetterOf, secretsOf } = require('./support/gateway');

const provider = 'custom-phone-provider';
const mfa = 'send-phone-message';

/** Rejected by every carrier for good, so that the record of it can be read at once. */
const invalidAtCarrier = '+15005551400';

for (const messageType of ['otp_verify', 'otp_enroll', 'change_password', 'blocked_account', 'password_breach']) {
  test(`${provider}: a text of type ${messageType} reaches the phone`, async () => {
    const event = createEvent(provider, secretsOf(), { message_type: messageType });
    if (messageType === 'blocked_account') {
      delete event.notification.code;
    }

    assertSent(await runDiscreetly(provider, event));

    const { body, sender, channel } = await arrivalAt(event.notification.recipient);
    assert.deepEqual({ body, sender, channel }, { body: event.notification.as_text, sender: event.notification.from, channel: 'sms' });
  });
}

test(`${provider}: a call speaks the text meant for it`, async () => {
  const event = createEvent(provider, secretsOf(), { delivery_method: 'voice' });
  assertSent(await runDiscreetly(provider, event));

  const { body, channel } = await arrivalAt(event.notification.recipient);
  assert.equal(channel, 'voice');
  assert.match(body, /language="de-DE"/);
  assert.ok(body.includes(`Your code for Acme is ${[...event.notification.code].join(', ')}`));
});

test(`${provider}: an event with only what is always there is enough`, async () => {
  const { notification, secrets } = createEvent(provider, secretsOf());
  const { recipient, as_text, as_voice, delivery_method, message_type } = notification;
  assertSent(await runDiscreetly(provider, { notification: { recipient, as_text, as_voice, delivery_method, message_type }, secrets }));

  assert.equal((await arrivalAt(recipient)).body, as_text);
});

test(`${provider}: the gateway records the circumstances`, async () => {
  const event = createEvent(provider, secretsOf(), { recipient: invalidAtCarrier });
  assertSent(await runDiscreetly(provider, event));

  const { envelope } = await deadLetterOf(event.transaction.correlation_id);
  assert.equal(envelope.locale, 'de_DE');
  assert.deepEqual(envelope.context, {
    ip: event.request.ip,
    userAgent: event.request.user_agent,
    country: 'DE',
    messageType: 'otp_verify',
    correlationId: event.transaction.correlation_id,
    organization: 'org_Zq1',
    clientId: event.client.client_id,
    userId: event.user.user_id,
  });
});

for (const messageType of ['sms', 'voice']) {
  test(`${mfa}: a message of type ${messageType} reaches the phone`, async () => {
    const event = createEvent(mfa, secretsOf(), { message_type: messageType });
    assertSent(await runDiscreetly(mfa, event));

    const { body, channel } = await arrivalAt(event.message_options.recipient);
    assert.equal(channel, messageType);
    assert.ok(body.includes(messageType === 'sms' ? event.message_options.text : [...event.message_options.code].join(', ')));
  });
}

test(`${mfa}: the gateway records the circumstances`, async () => {
  const event = createEvent(mfa, secretsOf(), { recipient: invalidAtCarrier });
  assertSent(await runDiscreetly(mfa, event));

  const { envelope } = await deadLetterOf(event.transaction.correlation_id);
  assert.equal(envelope.locale, 'de');
  assert.deepEqual(envelope.context, {
    ip: event.request.ip,
    userAgent: event.request.user_agent,
    country: 'DE',
    messageType: 'second-factor-authentication',
    correlationId: event.transaction.correlation_id,
    clientId: event.client.client_id,
    userId: event.user.user_id,
  });
});

for (const trigger of [provider, mfa]) {
  const textOf = trigger === provider ? 'as_text' : 'text';

  test(`${trigger}: what is only for the record stops no code, however odd`, async () => {
    const event = createEvent(trigger, secretsOf());
    const odd = `${'x'.repeat(255)}\u{1F511}${'x'.repeat(20_000)}`;
    event.request = { ip: 7, user_agent: odd, language: odd, geoip: null };
    event.transaction = { correlation_id: odd };
    event.client = { client_id: odd };
    event.organization = { id: odd };
    event.user = { user_id: odd };
    if (event.notification) {
      event.notification.locale = odd;
    }

    assertSent(await runDiscreetly(trigger, event));
  });

  test(`${trigger}: the secret may be written in base64url`, async () => {
    for (const encoding of ['base64url', 'base64']) {
      const secret = Buffer.from(secretsOf().SIGNING_SECRET).toString(encoding);
      assertSent(await runDiscreetly(trigger, createEvent(trigger, secretsOf({ SIGNING_SECRET: secret, SIGNING_SECRET_ENCODING: 'base64url' }))));
    }
  });

  for (const wrong of [{ SIGNING_SECRET: 'not the secret, though it is long enough' }, { SUBJECT: 'somebody' }, { AUDIENCE: 'elsewhere' }, { SIGNING_SECRET_ENCODING: 'base64url', SIGNING_SECRET: 'bm90IHRoZSBzZWNyZXQ' }]) {
    test(`${trigger}: a token with another ${Object.keys(wrong)[0]} is refused for good`, async () => {
      const result = await runDiscreetly(trigger, createEvent(trigger, secretsOf(wrong)));
      assertDropped(trigger, result, /refused the token \(401\); SIGNING_SECRET, SIGNING_SECRET_ENCODING, SUBJECT and AUDIENCE must/);
    });
  }

  test(`${trigger}: the reason names what the gateway found wrong`, async () => {
    const event = createEvent(trigger, secretsOf(), { recipient: '0151-no-number', [textOf]: 'x'.repeat(1601) });
    assertDropped(trigger, await runDiscreetly(trigger, event), /refused the message \(400\); not valid: recipient, body\.$/);
  });

  test(`${trigger}: a message over the gateway's size is dropped`, async () => {
    const event = createEvent(trigger, secretsOf(), { [textOf]: 'x'.repeat(17_000) });
    assertDropped(trigger, await runDiscreetly(trigger, event), /too long for the gateway \(413\)/);
  });

  test(`${trigger}: a path that the gateway does not have is named as such`, async () => {
    const event = createEvent(trigger, secretsOf({ GATEWAY_URL: new URL('/api/smss', secretsOf().GATEWAY_URL).href }));
    assertRetried(trigger, await runDiscreetly(trigger, event), /no gateway at GATEWAY_URL now: it answered 404\. The path is normally \/api\/sms \(tries: 1\)/);
  });
}
