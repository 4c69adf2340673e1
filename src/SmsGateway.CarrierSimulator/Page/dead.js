// The gateway's dead letters, and their replay.

import { $, button, el, fetchJson, say } from './dom.js';
import { carrierName, shortTime } from './format.js';
import { badge, time } from './parts.js';
import { ask } from './question.js';

/** The gateway keeps it for whoever reads the code, and never sends it. */
const keptReason = 'TestNumber';

let shownText = '';
let byId = new Map();
let handlers = {};

/** @param of change: after every change of the list; replayed: after every try at a replay */
export const deadLettersFor = of => { handlers = of; };

export const deadLetterOf = id => byId.get(id);

/** Whether there is a message to try again; the gateway decides. */
export const canReplay = item => item.expiresAt !== null && item.reason !== keptReason;

export async function replay(item) {
  const isExpired = new Date(item.expiresAt) <= new Date();
  const sure = await ask(isExpired
    ? { title: 'Send an expired code?', text: `The code to ${item.recipient} has expired, and nobody waits for it. It gets a fresh life.`, yes: 'Send all the same', no: 'Leave it' }
    : { title: 'Replay this message?', text: `The gateway forgets the attempts so far and tries ${item.recipient} afresh.`, yes: 'Replay', no: 'Leave it' });
  if (!sure) {
    return;
  }
  try {
    const answer = await fetchJson(`/simulator/dead-letters/${encodeURIComponent(item.id)}/replay${isExpired ? '?allowExpired=true' : ''}`, { method: 'POST' });
    say(answer.note);
  } catch {
    say('The carrier simulator does not answer. Whether the message is replayed is unknown.');
  }
  handlers.replayed();
}

function entry(item) {
  return el('li', null,
    el('div', { class: 'dead-head' },
      el('span', { class: 'outcome', 'data-outcome': item.reason === keptReason ? 'kept' : 'dead' }, item.reason),
      el('span', { class: 'recipient' }, item.recipient || 'no recipient'),
      item.diedAt ? time(item.diedAt, shortTime(item.diedAt)) : null),
    item.detail ? el('div', { class: 'faint' }, item.detail) : null,
    item.lastOutcomes.length === 0 ? null : el('ul', { class: 'last' }, ...item.lastOutcomes.map(attempt =>
      el('li', null,
        el('span', { class: 'carrier' }, carrierName(attempt.carrier)), ' ',
        [attempt.outcome, attempt.code, attempt.detail].filter(Boolean).join(' · ')))),
    el('div', { class: 'dead-foot' },
      el('span', { class: 'id', title: 'The message’s id' }, item.id),
      canReplay(item) ? button({ class: 'small', 'aria-label': `Replay the message to ${item.recipient}` }, () => replay(item), 'Replay') : null));
}

export function showDeadLetters(panel) {
  const text = JSON.stringify(panel);
  if (text === shownText) {
    return;
  }
  shownText = text;
  byId = new Map(panel.items.map(item => [item.id, item]));
  const focused = $('dead').contains(document.activeElement);
  $('dead').replaceChildren(...panel.items.map(entry));
  if (focused) {
    $('dead-title').focus({ preventScroll: true });
  }
  $('dead-count').hidden = panel.items.length === 0;
  $('dead-count').textContent = `${panel.items.length}${panel.more ? '+' : ''}`;
  $('dead-note').hidden = !panel.note && panel.items.length > 0;
  $('dead-note').textContent = panel.note ?? 'None. Every message of the gateway is on its way or with a carrier.';
  handlers.change();
}
