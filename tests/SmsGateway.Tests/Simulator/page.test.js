// The carrier simulator's page, as far as it needs no document.

import assert from 'node:assert/strict';
import test from 'node:test';
import { answerOf, codeIn, duration, pieces, plural, sizeOf, textOf, tookMs } from './format.js';
import { fits, Inbox, maxLive } from './model.js';

const attempt = (id, more = {}) => ({
  id, carrier: 'twilio', recipient: '+61491570156', sender: 'Acme', body: 'Your code is 123456', spoken: null, channel: 'sms',
  receivedAt: '2026-11-21T05:12:11.250Z', acceptedAt: '2026-11-21T05:12:11.000Z', correlationId: `m${id}`, outcome: 'accepted',
  status: 201, detail: 'queued', encoding: 'GSM-7', characters: 19, segments: 1, ...more,
});

const loaded = (...attempts) => {
  const inbox = new Inbox();
  inbox.load(attempts);
  return inbox;
};

const keys = messages => messages.map(message => message.key);

for (const [text, code] of [
  ['Your code is 123456', '123456'],
  ['1234 is your code, valid for 10 minutes', '1234'],
  ['Code 123-456', '123456'],
  ['Code 123 456.', '123456'],
  ['Your code is 1, 2, 3, 4, 5, 6', '123456'],
  ['[493817] Acme 2026', '493817'],
  ['Call +61491570156', null],
  ['No code for 10 minutes', null],
  ['Order 123456789', null],
  ['', null],
]) {
  test(`the code in "${text}" is ${code}`, () => assert.equal(codeIn(text)?.code ?? null, code));
}

test('the pieces of a text are the text, with its code at every second place', () => {
  assert.deepEqual(pieces('1234 is it, 1234!'), ['', '1234', ' is it, ', '1234', '!']);
  assert.deepEqual(pieces('<b>none</b>'), ['<b>none</b>']);
  assert.equal(pieces('Code 1, 2, 3, 4, again 1, 2, 3, 4.').join(''), 'Code 1, 2, 3, 4, again 1, 2, 3, 4.');
});

test('a call is shown by what it says', () => {
  assert.equal(textOf(attempt(1, { body: '<Response/>', spoken: '1, 2' })), '1, 2');
  assert.equal(textOf(attempt(1, { body: '<Response/>', spoken: '' })), '');
  assert.equal(textOf(attempt(1)), 'Your code is 123456');
});

test('times, sizes and answers are told in words', () => {
  assert.equal(tookMs(attempt(1)), 250);
  assert.equal(tookMs(attempt(1, { acceptedAt: null })), null);
  assert.equal(tookMs(attempt(1, { acceptedAt: '2026-11-21T05:12:12.000Z' })), 0);
  assert.equal(duration(250), '250 ms');
  assert.equal(duration(12_300), '12 s');
  assert.equal(duration(180_000), '3 min');
  assert.equal(plural(1, 'attempt'), '1 attempt');
  assert.equal(plural(2, 'attempt'), '2 attempts');
  assert.equal(sizeOf(attempt(1)), '1 segment · GSM-7 · 19 characters');
  assert.equal(sizeOf(attempt(1, { segments: null })), null);
  assert.equal(answerOf(attempt(1)), '201 · queued');
  assert.equal(answerOf(attempt(1, { status: 0, detail: 'taken, no answer' })), 'taken, no answer');
});

test('attempts with one id are one message, in the place of the first, with the newest message first', () => {
  const inbox = loaded(
    attempt(1, { correlationId: 'a', outcome: 'unavailable', body: '' }),
    attempt(2, { correlationId: 'b' }),
    attempt(3, { correlationId: 'a' }),
    attempt(4, { correlationId: null }));

  assert.deepEqual(keys(inbox.messages()), ['#4', 'b', 'a']);
  const [, , first] = inbox.messages();
  assert.deepEqual(first.attempts.map(({ id }) => id), [1, 3]);
  assert.equal(first.outcome, 'accepted');
  assert.equal(first.shown.id, 3);
  assert.equal(first.taken, 1);
});

test('a message that nobody took has its last outcome and the text that was read', () => {
  const [only] = loaded(
    attempt(1, { correlationId: 'a', outcome: 'throttled' }),
    attempt(2, { correlationId: 'a', outcome: 'unavailable', body: '' })).messages();

  assert.equal(only.outcome, 'unavailable');
  assert.equal(only.shown.id, 1);
  assert.equal(only.taken, 0);
});

test('a message is shown by the attempt that was taken, whatever came after it', () => {
  const [only] = loaded(
    attempt(1, { correlationId: 'a' }),
    attempt(2, { correlationId: 'a', outcome: 'refused', carrier: '8x8' })).messages();

  assert.equal(only.outcome, 'accepted');
  assert.equal(only.shown.id, 1);
  assert.equal(only.last.id, 2);
});

for (const [query, expected] of [
  [{}, true],
  [{ text: ' ' }, true],
  [{ text: 'CODE 1234' }, true],
  [{ text: '+61 491' }, true],
  [{ text: 'code missing' }, false],
  [{ text: 'acme' }, true],
  [{ text: 'queued' }, true],
  [{ text: 'm1' }, true],
  [{ carrier: 'twilio' }, true],
  [{ carrier: '8x8' }, false],
  [{ outcome: 'accepted', carrier: 'twilio', text: 'code' }, true],
  [{ outcome: 'refused' }, false],
]) {
  test(`${JSON.stringify(query)} ${expected ? 'fits' : 'does not fit'}`, () => assert.equal(fits(attempt(1), query), expected));
}

test('a call does not fit by its markup', () =>
  assert.equal(fits(attempt(1, { body: '<Response><Say>Hi</Say></Response>', spoken: 'Hi' }), { text: 'response' }), false));

test('a message is found with all its attempts when one of them fits', () => {
  const inbox = loaded(attempt(1, { correlationId: 'a', outcome: 'refused' }), attempt(2, { correlationId: 'a' }), attempt(3));

  const found = inbox.messages({ outcome: 'refused' });
  assert.deepEqual(keys(found), ['a']);
  assert.equal(found[0].attempts.length, 2);
});

test('what a search brings from further back is there with the rest, once', () => {
  const inbox = loaded(attempt(5), attempt(6));
  inbox.setFound([attempt(2), attempt(5)]);

  assert.deepEqual(keys(inbox.messages()), ['m6', 'm5', 'm2']);
  inbox.setFound([]);
  assert.deepEqual(keys(inbox.messages()), ['m6', 'm5']);
});

test('what is there at first has been read, and what arrives has not', () => {
  const inbox = loaded(attempt(1));
  assert.equal(inbox.unreadCount, 0);

  inbox.add([attempt(2), attempt(3, { correlationId: 'm2' })]);
  assert.equal(inbox.unreadCount, 1);
  assert.ok(inbox.isUnread('m2'));
  assert.ok(!inbox.isUnread('m1'));

  inbox.markRead('m2');
  assert.equal(inbox.unreadCount, 0);
});

test('a new attempt makes a message unread again', () => {
  const inbox = loaded(attempt(1, { correlationId: 'a' }));
  inbox.add([attempt(2, { correlationId: 'a' })]);

  assert.ok(inbox.isUnread('a'));
});

test('after a lost connection what came meanwhile is unread', () => {
  const inbox = loaded(attempt(1), attempt(2));
  inbox.load([attempt(1), attempt(2), attempt(3)]);

  assert.equal(inbox.unreadCount, 1);
  assert.ok(inbox.isUnread('m3'));
});

test('after a start of the carrier simulator, whose ids begin again, all is unread', () => {
  const inbox = loaded(attempt(8), attempt(9));
  inbox.load([attempt(1), attempt(2)]);
  assert.equal(inbox.unreadCount, 2);

  inbox.add([attempt(3)]);
  assert.equal(inbox.unreadCount, 3);
  assert.deepEqual(keys(inbox.messages()), ['m3', 'm2', 'm1']);
});

test('a clearing leaves nothing, and nothing unread', () => {
  const inbox = loaded(attempt(1));
  inbox.add([attempt(2)]);
  inbox.load([]);

  assert.ok(inbox.isEmpty);
  assert.equal(inbox.unreadCount, 0);
  inbox.load([attempt(3)]);
  assert.equal(inbox.unreadCount, 1);
});

test('the page keeps the newest alone', () => {
  const inbox = loaded(attempt(1));
  assert.ok(!inbox.isFull);
  inbox.add(Array.from({ length: maxLive + 10 }, (_, i) => attempt(i + 2)));

  assert.ok(inbox.isFull);
  assert.equal(inbox.messages().length, maxLive);
  assert.equal(inbox.messages()[0].key, `m${maxLive + 11}`);
  assert.equal(inbox.unreadCount, maxLive);
});
