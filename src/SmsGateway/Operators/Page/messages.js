// How messages fare: one by its id, or those of the last day to a number.

import { el, patch } from './dom.js';
import { gateway } from './gateway.js';
import { reasons, rules } from './reasons.js';
import { field, pill, section, table } from './section.js';
import { count, span, time } from './words.js';

const states = {
  delivered: ['healthy', 'delivered'],
  assumed: ['degraded', 'taken for delivered: no carrier has said so'],
  dead: ['unhealthy', 'given up'],
  kept: ['calm', 'kept: it went to a test number'],
  refused: ['unhealthy', 'refused'],
  'not accepted': ['unhealthy', 'not accepted: the caller was told so'],
  waiting: ['degraded', 'waiting'],
  unrecorded: ['calm', 'may have ended: no record tells'],
};

/** With its plus sign: the digits alone may be an id. */
export const isNumber = text => text.startsWith('+');

/** From acceptance to the end, where both are known. */
export const took = message =>
  message.acceptedAt && message.at ? Date.parse(message.at) - Date.parse(message.acceptedAt) : null;

/** Who took it, or why nobody did. */
export const how = message =>
  message.carrier ?? reasons[message.reason]?.[0] ?? rules[message.reason] ?? message.reason ?? null;

/** What was found of a number, and what was not looked at. */
export const summary = ({ items, truncated, searchedSince }) =>
  !truncated ? (items.length === 0 ? 'No message to this number within a day.' : `${count(items.length, 'message')}.`)
    : `${items.length === 0 ? 'No message' : count(items.length, 'message')} since ${new Date(searchedSince).toLocaleString()}; there are older ones, or may be.`;

/** @param openLetter Shows the dead letter of an id. */
export function messages(openLetter) {
  const input = el('input', {
    id: 'message-search', required: true, pattern: '\\s*(\\+[0-9 \\(\\).\\-]{7,30}|[A-Za-z0-9_\\-]{1,64})\\s*',
    title: 'A number with its country code after a plus sign, or an id', autocomplete: 'off', spellcheck: 'false', class: 'code',
  });
  const form = el('form', { class: 'form line', role: 'search', 'aria-label': 'Messages by number or id' }, field('Number or id', input), el('button', { type: 'submit' }, 'Look up'));
  const said = el('p', { class: 'lead', role: 'status' });
  const rows = table('Messages that were found, newest first', 'Accepted', 'State', 'By, or why not', { title: 'After', class: 'number' }, { title: 'Attempts', class: 'number roomy' },
    { title: 'Caller', class: 'roomy' }, 'Recipient', 'Id', 'Dead letter');
  const part = section('messages', 'Messages',
    'The messages of the last day to a number, or one by the id that its sender was answered. Who looks up a number is in the gateway’s log, with the number masked. Deliveries are told for as long as they are recorded (Gateway__Delivery__RecordsKept).',
    form, said, rows.element);
  draw([]);

  form.addEventListener('submit', async event => {
    event.preventDefault();
    part.fault('');
    const text = input.value.trim();
    try {
      const found = isNumber(text) ? await gateway.messages({ recipient: text }) : { items: [await gateway.message(text)], truncated: false };
      draw(found.items);
      said.textContent = summary(found);
    } catch (refusal) {
      draw([]);
      part.fault(refusal.message);
    }
  });
  rows.body.addEventListener('click', event => {
    const id = event.target.closest('button')?.dataset.id;
    if (id) {
      openLetter(id).catch(refusal => part.fault(refusal.message));
    }
  });

  function draw(items) {
    said.textContent = '';
    rows.element.hidden = items.length === 0;
    patch(rows.body, items.map(row));
  }

  return {
    ...part,
    clear() {
      input.value = '';
      draw([]);
      part.fault('');
    },
  };
}

function row(message) {
  const [state, words] = states[message.state] ?? ['calm', message.state];
  const milliseconds = took(message);
  return el('tr', null,
    el('td', null, time(message.acceptedAt ?? message.at)),
    el('td', null, pill(state, words)),
    el('td', null, how(message) ?? '–', message.carrierMessageId && [' ', el('code', null, message.carrierMessageId)]),
    el('td', { class: 'number' }, milliseconds === null ? '–' : milliseconds < 10_000 ? `${(milliseconds / 1000).toFixed(1)} s` : span(milliseconds)),
    el('td', { class: 'number roomy' }, message.attempts ?? '–'),
    el('td', { class: 'roomy' }, message.caller ?? '–'),
    el('td', null, message.recipient ?? '–'),
    el('th', { scope: 'row' }, el('code', null, message.id)),
    el('td', null, (message.state === 'dead' || message.state === 'kept') && el('button', { type: 'button', 'data-id': message.id, 'aria-label': `Open the dead letter ${message.id}` }, 'Open')));
}
