// The list: one row for each message, its attempts folded.

import { $, arrange, button, el } from './dom.js';
import { answerOf, carrierName, plural, sizeOf, textOf } from './format.js';
import { attemptList, badge, codeButton, codeOf, highlighted, tags, time, took } from './parts.js';

/** By the message's key: its element, and what it was made of. */
const rows = new Map();
const unfolded = new Set();
let shownKeys = [];
let open = () => {};

export const rowsFor = onOpen => { open = onOpen; };

export const shown = () => shownKeys;

const opener = key => rows.get(key)?.element.querySelector('.open');

export const focusRow = key => opener(key)?.focus();

/** The key of the row that has the focus, or something in it; null for none. */
export const focusedKey = () => document.activeElement?.closest?.('.row')?.dataset.key ?? null;

function text(message) {
  const { shown } = message;
  const size = sizeOf(shown);
  return el('span', { class: 'text' },
    el('span', { class: 'body', dir: 'auto' }, ...(shown.body ? highlighted(textOf(shown)) : [el('span', { class: 'faint' }, 'not read')])),
    el('span', { class: 'line' }, ...tags(message),
      size ? el('span', { class: shown.segments > 1 ? 'late' : 'faint', title: 'What a carrier would bill; some characters take two places' }, size) : null));
}

function fold(message) {
  const isOpen = unfolded.has(message.key);
  const list = attemptList(message, { id: `attempts-${message.last.id}`, hidden: !isOpen });
  const toggle = button({ class: 'fold', 'aria-expanded': String(isOpen), 'aria-controls': list.id }, () => {
    const opens = list.hidden;
    list.hidden = !opens;
    toggle.setAttribute('aria-expanded', String(opens));
    opens ? unfolded.add(message.key) : unfolded.delete(message.key);
  }, plural(message.attempts.length, 'attempt'));
  return { toggle, list };
}

function row(message, isUnread) {
  const { shown, last } = message;
  const code = codeOf(message);
  const folded = message.attempts.length > 1 ? fold(message) : null;
  const opening = button({ class: 'open' }, () => open(message.key),
    el('span', { class: 'dot' }, isUnread ? el('span', { class: 'quiet' }, 'Unread. ') : null),
    el('span', { class: 'when' }, time(message.attempts[0].receivedAt)),
    el('span', { class: 'who' },
      el('span', { class: 'recipient' }, shown.recipient || 'no recipient'),
      shown.sender ? el('span', { class: 'faint' }, 'from ', el('bdi', null, shown.sender)) : null),
    text(message));
  return el('li', { class: isUnread ? 'row unread' : 'row', 'data-key': message.key },
    opening,
    code ? codeButton(code) : el('span', { class: 'no-code' }),
    el('div', { class: 'result' },
      el('div', { class: 'line' }, badge(message.outcome), el('span', { class: 'carrier' }, carrierName((message.taken ? shown : last).carrier)), took(message.taken ? shown : last)),
      message.outcome === 'accepted' ? null : el('div', { class: 'faint answer', title: answerOf(last) }, answerOf(last)),
      folded?.toggle),
    folded?.list);
}

/**
 * @param messages newest first
 * @param isUnread tells of a key
 * @param opened the key of the message in the detail, or null
 */
export function showRows(messages, isUnread, opened) {
  const wanted = messages.map(message => {
    const unread = isUnread(message.key);
    const made = `${message.attempts.length} ${message.last.id} ${unread}`;
    const before = rows.get(message.key);
    if (before?.made !== made) {
      const hadFocus = before !== undefined && focusedKey() === message.key;
      const element = row(message, unread);
      // In its place at once, so that the focus has somewhere to be.
      before?.element.replaceWith(element);
      rows.set(message.key, { element, made });
      if (hadFocus) {
        focusRow(message.key);
      }
    }
    const { element } = rows.get(message.key);
    element.querySelector('.open').setAttribute('aria-current', String(message.key === opened));
    return element;
  });
  shownKeys = messages.map(message => message.key);
  arrange($('messages'), wanted);
  const kept = new Set(shownKeys);
  for (const key of rows.keys()) {
    if (!kept.has(key)) {
      rows.delete(key);
      unfolded.delete(key);
    }
  }
}
