// The table of dead letters. What a phone has no room for is in the letter's own dialog.

import { el } from './dom.js';
import { isExpired } from './letter.js';
import { answerOf, reasons } from './reasons.js';
import { time } from './words.js';

export const columns = [
  'Given up', 'Reason', 'Recipient', { title: 'Caller', class: 'roomy' },
  { title: 'Last answer', class: 'roomy' }, { title: 'Code', class: 'roomy' }, { title: 'Details', class: 'number' },
];

/** @param more As of what is loaded: undefined before the first answer. */
export const empty = more => el('tr', null, el('td', { colspan: String(columns.length), class: 'empty' },
  more === undefined ? 'Asking the gateway …' : more ? 'None in the newest that were looked at; load more.' : 'None. Every message is on its way or with a carrier.'));

export function row(letter) {
  const recipient = letter.envelope?.recipient ?? 'not known';
  const answer = letter.lastOutcomes.at(-1);
  const words = reasons[letter.reason]?.[0] ?? letter.reason;
  return el('tr', { 'data-key': letter.id },
    el('td', null, time(letter.diedAt)),
    el('th', { scope: 'row' }, words),
    el('td', null, recipient),
    el('td', { class: 'roomy' }, letter.envelope?.caller ?? '–'),
    el('td', { class: 'roomy text' }, answer ? answerOf(answer) : letter.detail ?? 'none was tried'),
    el('td', { class: 'roomy' }, isExpired(letter) ? 'expired' : letter.envelope?.expiresAt ? 'still good' : '–'),
    el('td', { class: 'number' }, el('button', { type: 'button', 'data-id': letter.id, 'aria-label': `Open ${words}, ${recipient}` }, 'Open')));
}
