// One message, whole: its text, its code, where it came from and every attempt.

import { $, button, copy, el } from './dom.js';
import { carrierName, duration, plural, sizeOf, textOf, tookMs } from './format.js';
import { attemptList, badge, codeButton, codeOf, highlighted, tags, time } from './parts.js';
import { deadLetterOf } from './dead.js';

/** Where the detail lies over the list instead of beside it; inbox.css has the same width. */
const narrow = matchMedia('(max-width: 1080px)');

let shownKey = null;
let made = '';
let handlers = {};

/** @param of close: when it is closed; resend: with a message to send once more; replay: with a dead letter */
export function detailFor(of) {
  handlers = of;
  $('detail-close').addEventListener('click', () => closeDetail());
  narrow.addEventListener('change', () => cover(shownKey !== null));
}

export const openedKey = () => shownKey;

/** What lies under the detail can be neither reached nor read. */
function cover(isOpen) {
  for (const id of ['inbox', 'dead-side']) {
    $(id).inert = isOpen && narrow.matches;
  }
  document.body.classList.toggle('covered', isOpen && narrow.matches);
}

function fact(name, ...value) {
  return value.some(part => part) ? el('div', null, el('dt', null, name), el('dd', null, ...value)) : null;
}

function ending(message, dead) {
  if (!dead) {
    return null;
  }
  return el('div', { class: 'given-up' },
    el('p', null, `The gateway gave this message up: ${[dead.reason, dead.detail].filter(Boolean).join(' · ')}`),
    handlers.canReplay(dead) ? button(null, () => handlers.replay(dead), 'Replay') : null);
}

function facts(message) {
  const { shown, key } = message;
  const ms = tookMs(message.attempts[0]);
  return el('dl', { class: 'facts' },
    fact('To', el('span', { class: 'recipient' }, shown.recipient || 'not read')),
    fact('From', shown.sender ? el('bdi', null, shown.sender) : null),
    fact('Carrier', carrierName(shown.carrier)),
    fact('Accepted', shown.acceptedAt ? time(shown.acceptedAt) : null),
    fact('First attempt', ms === null ? null : `after ${duration(ms)}`),
    fact('Length', sizeOf(shown)),
    fact('Id', shown.correlationId
      ? el('span', { class: 'id' }, key, ' ', button({ class: 'small', 'aria-label': 'Copy the id' }, () => copy(key, 'Id'), 'Copy'))
      : null));
}

function body(message, dead) {
  const { shown } = message;
  const words = textOf(shown);
  const code = codeOf(message);
  return [
    el('p', { class: 'line' }, badge(message.outcome), ...tags(message)),
    shown.body
      ? el('blockquote', { class: 'whole', dir: 'auto', tabindex: '0', 'aria-label': shown.channel === 'voice' ? 'What is said' : 'Text' }, ...highlighted(words))
      : el('p', { class: 'faint' }, 'The carrier did not read the request, so there is no text.'),
    el('div', { class: 'buttons start' },
      code ? codeButton(code) : null,
      shown.body ? button(null, () => copy(words, 'Text'), 'Copy text') : null,
      shown.body ? button({ title: 'A new message with the same recipient and text' }, () => handlers.resend(shown), 'Send again …') : null),
    ending(message, dead),
    facts(message),
    el('h3', null, plural(message.attempts.length, 'attempt')),
    attemptList(message),
    shown.spoken !== null && shown.spoken !== undefined && shown.spoken !== shown.body
      ? el('details', { class: 'raw' }, el('summary', null, 'As the carrier got it'), el('pre', { tabindex: '0' }, shown.body))
      : null,
  ].filter(Boolean);
}

/** Shows the message, anew only when there is something new about it. */
export function showDetail(message, focuses = false) {
  const dead = deadLetterOf(message.key);
  const making = JSON.stringify([message.key, message.attempts.length, message.last.id, dead ?? null]);
  if (making !== made) {
    made = making;
    const sameMessage = shownKey === message.key;
    const hadFocus = sameMessage && $('detail-body').contains(document.activeElement);
    shownKey = message.key;
    $('detail-title').textContent = message.shown.channel === 'voice' ? 'Call' : 'Message';
    $('detail-body').replaceChildren(...body(message, dead));
    if (hadFocus) {
      $('detail-title').focus();
    }
  }
  $('detail').hidden = false;
  cover(true);
  if (focuses) {
    $('detail-title').focus({ preventScroll: !narrow.matches });
  }
}

export const coversList = () => shownKey !== null && narrow.matches;

export function closeDetail() {
  if (shownKey === null) {
    return;
  }
  const key = shownKey;
  shownKey = null;
  made = '';
  $('detail').hidden = true;
  $('detail-body').replaceChildren();
  cover(false);
  handlers.close(key);
}
