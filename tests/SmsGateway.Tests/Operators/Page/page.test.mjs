// What the page makes of the gateway's answers; the modules without a document.

import assert from 'node:assert/strict';
import test from 'node:test';
import { headline, lateness, problems, worstFirst } from './advice.js';
import { ofCallers } from './callers.js';
import { consequence } from './carriers.js';
import { Refusal } from './gateway.js';
import { Loaded } from './loaded.js';
import { canReplay, isExpired } from './letter.js';
import { how, isNumber, summary, took } from './messages.js';
import { barsOf, strips, wordsOf } from './strips.js';
import { verdict } from './trial.js';
import { seconds, span, tally } from './words.js';

const carrier = { status: 'healthy', detail: null, since: null, breaker: 'Closed', switchedOff: null, lastSuccess: null, lastOutcome: null, lastCode: null, attemptsInLastMinute: 0, badInLastMinute: 0, failingIn: [] };
const well = {
  status: 'healthy', version: '1', queue: { status: 'healthy', detail: null, messages: 0 }, secrets: { status: 'healthy', detail: null },
  carriers: { one: carrier }, routes: { default: { status: 'healthy', detail: null, carriers: ['one'] } },
};

const letter = (id, second) => ({ id, diedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(), lastOutcomes: [] });

/** An endpoint with so many dead letters, newest first, and pages of this size. */
function store(letters, size) {
  const reads = [];
  const read = async continuation => {
    reads.push(continuation);
    const start = Number(continuation ?? 0);
    const end = start + size;
    return { items: letters.slice(start, end), continue: end < letters.length ? String(end) : null };
  };
  return { read, reads };
}

const ids = loaded => loaded.items.map(item => item.id).join('');

test('a gateway that is well has no problems', () => {
  assert.deepEqual(problems(well), []);
  assert.match(headline(well), /All is well/);
  assert.equal(lateness(well), null);
});

test('how long the oldest waits is read from what health says', () => {
  const health = JSON.parse(process.env.LATE_HEALTH);
  assert.deepEqual(lateness(health), { waited: 200, life: 300 });
  assert.equal(problems(health)[0].title, 'Messages wait too long');
});

test('what stops everything comes before what others stand in for, and each says what to do', () => {
  const told = problems({
    ...well,
    queue: { status: 'unhealthy', detail: 'The disk is full.', messages: null },
    carriers: { one: { ...carrier, status: 'degraded', breaker: 'Open', lastOutcome: 'Refused', lastCode: '401', since: '2026-01-01T00:00:00Z', detail: 'It keeps failing, with 401.' } },
    routes: { default: { status: 'unhealthy', detail: 'No carrier of it delivers; the first failed with 401.', carriers: ['one'] } },
    warnings: ['Gateway__x: is odd'],
  });
  assert.deepEqual(told.map(problem => problem.title), ['Nothing is accepted', 'Route default delivers nothing', 'one fails', 'Settings']);
  assert.match(told[2].todo, /credentials/);
  assert.equal(told[2].since, '2026-01-01T00:00:00Z');
  assert.ok(told.every(problem => problem.todo.length > 20));
});

test('a carrier that fails in some regions alone is named with them', () => {
  const told = problems({ ...well, carriers: { one: { ...carrier, status: 'degraded', failingIn: ['AU', 'NZ'] } } });
  assert.deepEqual(told.map(problem => problem.title), ['one fails in AU, NZ']);
});

test('a carrier that takes messages slowly is not said to fail with a code', () => {
  const told = problems({ ...well, carriers: { one: { ...carrier, status: 'degraded', breaker: 'Open' } } });
  assert.match(told[0].todo, /slow/);
});

const off = { ...carrier, status: 'degraded', switchedOff: { since: '2026-01-01T00:00:00Z', until: null }, detail: 'An operator has switched it off.' };

test('a carrier that is switched off is told as that, and a route without another says what helps', () => {
  const [route, one] = problems({
    ...well,
    carriers: { one: off },
    routes: { default: { status: 'unhealthy', detail: 'All its carriers are switched off by operators.', carriers: ['one'] } },
  });
  assert.match(route.todo, /Switch one of its carriers on/);
  assert.equal(one.title, 'one is switched off');
  assert.match(one.todo, /when it is well/);
});

test('who switches a carrier off is told which routes have nobody else', () => {
  const health = carriers => ({ carriers, routes: { default: { carriers: ['one', 'two'] }, AU: { carriers: ['one'] }, NZ: { carriers: ['two'] } } });
  assert.match(consequence(health({ one: carrier, two: carrier }), 'two'), /left on the route NZ: its messages wait/);
  assert.match(consequence(health({ one: off, two: carrier }), 'two'), /left on the routes default, NZ: their messages wait/);
  const both = { carriers: { one: carrier, two: carrier }, routes: { default: { carriers: ['one', 'two'] } } };
  assert.match(consequence(both, 'one'), /next carrier of their route/);
});

test('a caller whose tokens do not fit stands behind what is worse, with what to compare', () => {
  const callers = ofCallers([{ name: 'default', since: '2026-01-01T00:00:00Z', refused: 1200, why: 'signature' }, { name: 'x', since: '2026-01-01T00:00:00Z', refused: 1, why: 'somethingNew' }]);
  assert.match(callers[0].text, /1,200 tokens in a row .* signature does not fit the secret/);
  assert.match(callers[0].todo, /SigningSecretName/);
  assert.match(callers[1].text, /1 token in a row made out as its was refused, the last because of somethingNew\. That may be anybody/);
  assert.deepEqual(worstFirst([...callers, { state: 'unhealthy' }]).map(problem => problem.state), ['unhealthy', 'degraded', 'note']);
});

test('what admission would decide is said with the rule and what else there is to know', () => {
  const look = { decision: 'admitted', rule: null, retryAfter: null, recorded: [], onAllowList: false, testNumber: false };
  assert.deepEqual(verdict(look), ['healthy', 'Sent', 'No rule is against it.', []]);
  assert.deepEqual(verdict({ ...look, decision: 'refused', rule: 'number_limit', retryAfter: 40 }).slice(1), ['Refused', 'Too many for one number.', ['There is room again in 40 s.']]);
  assert.match(verdict({ ...look, recorded: ['ip_limit'], onAllowList: true })[3].join(' '), /allow list.* 1 rule that only records is against it: Too many from one address\./);
  assert.equal(verdict({ ...look, testNumber: true })[1], 'Kept');
});

test('pages are loaded one after the other, to the end or until told to stop', async () => {
  const { read } = store([...'abcdefg'].map((id, i) => letter(id, 50 - i)), 2);
  const loaded = new Loaded(read);
  await loaded.refresh();
  assert.equal(ids(loaded), 'ab');
  await loaded.all(() => false);
  assert.equal(ids(loaded), 'abcd');
  await loaded.all(() => true);
  assert.equal(ids(loaded), 'abcdefg');
  assert.equal(loaded.more, null);
});

test('a look brings what is new to the top, takes what is gone, and keeps what was loaded', async () => {
  const letters = [...'abcdef'].map((id, i) => letter(id, 50 - i));
  const { read } = store(letters, 2);
  const loaded = new Loaded(read);
  await loaded.refresh();
  await loaded.next();
  assert.equal(ids(loaded), 'abcd');
  letters.splice(0, 1);
  letters.unshift(letter('x', 51));
  await loaded.refresh();
  assert.equal(ids(loaded), 'xbcd');
  await loaded.all(() => true);
  assert.equal(ids(loaded), 'xbcdef');
});

test('a message that died again is there once, at its new place', async () => {
  const letters = [...'abcd'].map((id, i) => letter(id, 50 - i));
  const { read } = store(letters, 2);
  const loaded = new Loaded(read);
  await loaded.refresh();
  await loaded.next();
  letters.splice(2, 1);
  letters.unshift(letter('c', 60));
  await loaded.refresh();
  assert.equal(ids(loaded), 'cabd');
});

test('when more came than a page holds, the list begins anew rather than with a gap', async () => {
  const letters = [...'abcd'].map((id, i) => letter(id, 50 - i));
  const { read } = store(letters, 2);
  const loaded = new Loaded(read);
  await loaded.refresh();
  letters.unshift(letter('x', 53), letter('y', 52), letter('z', 51));
  await loaded.refresh();
  assert.equal(ids(loaded), 'xy');
  await loaded.all(() => true);
  assert.equal(ids(loaded), 'xyzabcd');
});

test('empty pages that are not the last are passed over', async () => {
  const pages = [{ items: [], continue: '1' }, { items: [], continue: '2' }, { items: [letter('a', 1)], continue: null }];
  const loaded = new Loaded(async continuation => pages[Number(continuation ?? 0)]);
  await loaded.refresh();
  assert.equal(ids(loaded), 'a');
});

test('ten thousand are loaded by a hundred requests', async () => {
  const { read, reads } = store(Array.from({ length: 10_000 }, (_, i) => letter(`m${i}`, 10_000 - i)), 100);
  const loaded = new Loaded(read);
  await loaded.refresh();
  await loaded.all(() => true);
  assert.equal(loaded.items.length, 10_000);
  assert.equal(reads.length, 100);
});

test('what was sent to a test number, or cannot be read, is not replayed', () => {
  const envelope = { recipient: '+61*******56', expiresAt: '2100-01-01T00:00:00Z' };
  assert.ok(canReplay({ reason: 'Expired', envelope }));
  assert.ok(!canReplay({ reason: 'TestNumber', envelope }));
  assert.ok(!canReplay({ reason: 'Unreadable' }));
  assert.ok(!canReplay({ reason: 'Unreadable', envelope: { expiresAt: envelope.expiresAt } }));
  assert.ok(!isExpired({ envelope }));
  assert.ok(isExpired({ envelope: { expiresAt: '2020-01-01T00:00:00Z' } }));
  assert.ok(!isExpired({}));
});

test('a refusal lists its mistakes, and is told from one that all would meet', () => {
  const refusal = new Refusal(400, 'The order is not valid; nothing was done.', { ip: ['is none'], '': ['is wrong'] });
  assert.equal(refusal.message, 'The order is not valid; nothing was done. ip: is none. The whole: is wrong.');
  assert.deepEqual([400, 404, 409].map(status => new Refusal(status, '').isForAll), [false, false, false]);
  assert.deepEqual([0, 401, 429, 500, 503].map(status => new Refusal(status, '').isForAll), [true, true, true, true, true]);
});

test('spans and groups read as people write them', () => {
  assert.deepEqual([0, 90_000, 600_000, 7_200_000, 200_000_000].map(span), ['0 s', '90 s', '10 min', '2 h', '2 days']);
  assert.deepEqual(tally(['a', 'b', 'b'], value => value), [['b', 2], ['a', 1]]);
});

test('a plus sign makes a number of what is looked up, and digits alone an id', () => {
  assert.ok(isNumber('+61 491 570 156'));
  assert.ok(!isNumber('019ac3f2b1c87d52a1f4c0de5a7b9e31'));
  assert.ok(!isNumber('61491570156'));
});

test('a message that was found says who took it and how long that took, or why nobody did', () => {
  const times = { acceptedAt: '2026-01-01T00:00:00.2Z', at: '2026-01-01T00:00:01.7Z' };
  assert.equal(how({ state: 'delivered', carrier: 'twilio', ...times }), 'twilio');
  assert.equal(took({ state: 'delivered', carrier: 'twilio', ...times }), 1500);
  assert.equal(how({ state: 'dead', reason: 'TestNumber' }), 'Test number');
  assert.equal(how({ state: 'refused', reason: 'number_limit' }), 'Too many for one number');
  assert.equal(how({ state: 'waiting' }), null);
  assert.equal(took({ state: 'waiting', acceptedAt: times.acceptedAt }), null);
});

const minute = (at, changes) => ({ minute: at, accepted: 0, refused: 0, delivered: 0, assumed: 0, dead: 0, failedAttempts: 0, p50: null, p99: null, ...changes });

const [messages, wrong, times] = strips;

test('delivered stands before accepted, so that what waits is seen behind it', () => {
  const { highest, bars } = barsOf(messages, [minute('a', { accepted: 5, delivered: 3, assumed: 1 }), minute('b', {}), minute('c', { delivered: 1 })]);
  assert.equal(highest, 5);
  assert.deepEqual(bars, [
    { index: 0, kind: 'calm', from: 0, to: 5 },
    { index: 0, kind: 'good', from: 0, to: 4 },
    { index: 2, kind: 'good', from: 0, to: 1 },
  ]);
});

test('what went wrong stands one upon the other', () => {
  const { highest, bars } = barsOf(wrong, [minute('a', { failedAttempts: 4, dead: 1, refused: 2 })]);
  assert.equal(highest, 7);
  assert.deepEqual(bars.map(({ kind, from, to }) => [kind, from, to]), [['warn', 0, 4], ['bad', 4, 5], ['calm', 5, 7]]);
});

test('an hour in which nothing happened has no bars', () => {
  for (const strip of strips) {
    assert.deepEqual(barsOf(strip, [minute('a', {}), minute('b', {})]), { highest: 0, bars: [] });
  }
});

test('a strip says what is highest and when, for who does not see it', () => {
  const told = wordsOf(times, [minute('8:00', { p50: 0.3, p99: 1 }), minute('8:01', { p50: 0.2, p99: 9 })], value => `${value} s`, at => at);
  assert.equal(told, 'Seconds to a carrier of each minute: 99 % within at most 9 s, at 8:01; half within at most 0.3 s, at 8:00.');
  assert.match(wordsOf(messages, [minute('8:00', {})], String, at => at), /accepted none; delivered none\./);
});

test('short times are told to two digits', () => {
  assert.deepEqual([null, 0.001, 0.538, 3.62, 12.4, 300].map(seconds), ['–', '0.001 s', '0.54 s', '3.6 s', '12 s', '5 min']);
});

test('a look-up says what it has found, and from when on where not all was looked at', () => {
  const searchedSince = '2026-11-26T03:00:00Z';
  const since = new Date(searchedSince).toLocaleString();
  assert.equal(summary({ items: [], truncated: false }), 'No message to this number within a day.');
  assert.equal(summary({ items: [{}], truncated: false, searchedSince }), '1 message.');
  assert.equal(summary({ items: [], truncated: true, searchedSince }), `No message since ${since}; there are older ones, or may be.`);
  assert.equal(summary({ items: [{}, {}], truncated: true, searchedSince }), `2 messages since ${since}; there are older ones, or may be.`);
});
