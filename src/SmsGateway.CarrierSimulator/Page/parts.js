// What a row and the message's detail have in common.

import { button, copy, el } from './dom.js';
import { answerOf, carrierName, codeIn, duration, pieces, preciseTime, textOf, tookMs } from './format.js';

export const time = (iso, text) => el('time', { datetime: iso, title: new Date(iso).toLocaleString() }, text ?? preciseTime(iso));

export const badge = outcome => el('span', { class: 'outcome', 'data-outcome': outcome }, outcome);

/** The text as it is, with its code standing out. */
export const highlighted = text => pieces(text).map((piece, i) => (i % 2 ? el('strong', null, piece) : piece));

export function took(attempt) {
  const ms = tookMs(attempt);
  return ms === null
    ? el('span', { class: 'faint', title: 'The request had no id of a gateway' }, '–')
    : el('span', { class: ms < 1000 ? 'took' : 'took late', title: 'From acceptance by the gateway to arrival here' }, duration(ms));
}

/** Null when the message has no code. */
export function codeOf(message) {
  return codeIn(textOf(message.shown))?.code ?? null;
}

export const copyCode = code => copy(code, `Code ${code}`);

export function codeButton(code) {
  return button({ class: 'code', 'aria-label': `Copy code ${code}`, title: 'Copy the code (c)' }, () => copyCode(code), code);
}

/** One line for each call to a carrier, the first first. */
export const attemptList = (message, attributes) => el('ol', { class: 'attempts', 'aria-label': 'Attempts', ...attributes },
  ...message.attempts.map(attempt => el('li', null,
    el('span', { class: 'when' }, time(attempt.receivedAt)),
    el('span', { class: 'carrier' }, carrierName(attempt.carrier)),
    badge(attempt.outcome),
    el('span', { class: 'faint' }, answerOf(attempt)))));

/** What a glance must not miss: a call, and what a phone got more than once. */
export const tags = message => [
  message.shown.channel === 'voice' ? el('span', { class: 'tag' }, 'call') : null,
  message.taken > 1 ? el('span', { class: 'tag twice', title: 'More than one attempt was taken: a phone got it more than once' }, `taken ${message.taken} times`) : null,
];
