// The page of the carrier simulator: puts its parts together.

import { announce, poll, watch } from './live.js';
import { showCarriers } from './carriers.js';
import { canReplay, deadLettersFor, replay, showDeadLetters } from './dead.js';
import { closeDetail, coversList, detailFor, openedKey, showDetail } from './detail.js';
import { $, el, fetchJson, say } from './dom.js';
import { emptyFor, showEmpty } from './empty.js';
import { clearFilter, filterFor, query, searchBack } from './filter.js';
import { plural } from './format.js';
import { keysFor } from './keys.js';
import { Inbox, isForAll, maxLive } from './model.js';
import { codeOf, copyCode } from './parts.js';
import { ask } from './question.js';
import { focusedKey, focusRow, rowsFor, showRows, shown } from './rows.js';
import { canSend, openSend, sendFor, showMagicRecipients } from './send.js';

const inbox = new Inbox();
const title = document.title;
let stats = null;
/** The id of a test message that is on its way here. */
let awaited = null;
let scheduled = false;

const find = key => inbox.messages().find(message => message.key === key);

// ---- showing ----

/** Once for each frame, however much arrives. */
function show() {
  if (!scheduled) {
    scheduled = true;
    requestAnimationFrame(render);
  }
}

function render() {
  scheduled = false;
  const messages = inbox.messages(query).slice(0, maxLive);
  const isFiltered = !isForAll(query);
  const opened = openedKey();
  showRows(messages, key => inbox.isUnread(key), opened);
  $('messages').hidden = messages.length === 0;
  $('empty').hidden = messages.length > 0;
  if (messages.length === 0) {
    showEmpty({ isFiltered, stats, canSend: canSend(), clearFilter: () => clearFilter(inbox), send: () => openSend() });
  }
  $('found').textContent = isFiltered ? `${plural(messages.length, 'message')} found` : '';
  $('more').hidden = isFiltered || !inbox.isFull;
  $('more').textContent = `These are the newest ${maxLive.toLocaleString()} arrivals. Search goes through all that are kept.`;
  if (opened) {
    const message = find(opened);
    message ? showDetail(message) : closeDetail();
  }
}

/** Also while nobody looks, which is when the title is of use. */
function countUnread() {
  const count = inbox.unreadCount;
  document.title = count > 0 ? `(${count.toLocaleString()}) ${title}` : title;
  $('unread').hidden = count === 0;
  $('unread').textContent = `${count.toLocaleString()} new`;
  $('unread').setAttribute('aria-label', `${plural(count, 'new message')}: mark as read`);
  $('unread').title = 'Mark all as read';
}

function changed() {
  countUnread();
  show();
}

function open(key, focuses = true) {
  const message = find(key);
  if (message) {
    inbox.markRead(key);
    showDetail(message, focuses);
    changed();
  }
}

function arrived() {
  if (awaited && find(awaited)) {
    open(awaited, false);
    awaited = null;
  }
  if (openedKey() && !document.hidden) {
    inbox.markRead(openedKey());
  }
  changed();
}

// ---- the parts ----

rowsFor(open);
detailFor({
  close: key => { focusRow(key); show(); },
  resend: message => openSend(message),
  replay,
  canReplay,
});
emptyFor();
deadLettersFor({ change: show, replayed: () => refresh() });
filterFor(inbox, show);
sendFor(id => { awaited = id; arrived(); }).then(show);

watch({
  snapshot: arrivals => {
    inbox.load(arrivals);
    searchBack(inbox);
    arrived();
  },
  messages: arrivals => {
    inbox.add(arrivals);
    announce(arrivals.length);
    arrived();
  },
});

const refresh = poll({
  '/simulator/stats': answer => {
    stats = answer;
    showCarriers(stats, () => refresh());
    if (inbox.isEmpty) {
      show();
    }
  },
  '/simulator/dead-letters': showDeadLetters,
});

fetchJson('/simulator/magic-numbers').then(magic => {
  showMagicRecipients(magic);
  $('magic').replaceChildren(...magic.map(({ number, effect }) =>
    el('tr', null, el('td', { class: 'recipient' }, number), el('td', null, effect))));
}, () => say('The carrier simulator does not answer.'));

$('unread').addEventListener('click', () => {
  inbox.markAllRead();
  changed();
  $('inbox').focus({ preventScroll: true });
});

$('clear').addEventListener('click', async () => {
  const sure = await ask({
    title: 'Forget all messages?',
    text: 'Messages, counts and the ids seen are forgotten, for everybody who looks at this page. Switches of carriers stay, and so do dead letters.',
    yes: 'Forget them',
    no: 'Keep them',
  });
  if (sure) {
    await fetch('/simulator/messages', { method: 'DELETE' }).catch(() => say('The carrier simulator does not answer.'));
    refresh();
  }
});

// ---- the keyboard ----

function move(by) {
  const keys = shown();
  if (keys.length === 0) {
    return;
  }
  const at = keys.indexOf(openedKey() ?? focusedKey());
  const key = keys[at < 0 ? 0 : Math.min(keys.length - 1, Math.max(0, at + by))];
  if (openedKey()) {
    open(key, coversList());
  }
  if (!coversList()) {
    focusRow(key);
  }
}

keysFor({
  j: () => move(1),
  k: () => move(-1),
  c: () => {
    const message = find(openedKey() ?? focusedKey() ?? shown()[0]);
    const code = message && codeOf(message);
    code ? copyCode(code) : say(message ? 'This message has no code' : 'There is no message');
  },
  '/': () => { $('search').focus(); $('search').select(); },
  Escape: target => {
    if (target === $('search')) {
      $('search').value ? clearFilter(inbox) : $('search').blur();
    } else {
      closeDetail();
    }
  },
});
