// The page of the carrier simulator. Message texts are hostile: everything goes in as text nodes, nothing is ever parsed as HTML.

const maxRows = 500;
const pollEvery = 2000;
const carrierNames = {
  twilio: 'Twilio', messagemedia: 'MessageMedia', '8x8': '8x8', '8x8-voice': '8x8 voice', vonage: 'Vonage', infobip: 'Infobip',
  sinch: 'Sinch', telnyx: 'Telnyx', azure: 'Azure', plivo: 'Plivo',
};
const outages = { none: 'Up', slow: 'Slow', flaky: 'Flaky', throttled: 'Throttled', refused: 'Refuses all', hung: 'Hung', down: 'Down' };

const $ = id => document.getElementById(id);

/** An element with attributes and children; strings become text nodes. */
function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

// ---- messages ----

const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' };
const arrival = new Intl.DateTimeFormat(undefined, { ...clock, fractionalSecondDigits: 3 });
const today = new Intl.DateTimeFormat(undefined, clock);
const earlier = new Intl.DateTimeFormat(undefined, { ...clock, second: undefined, month: 'short', day: 'numeric' });

function time(iso, format) {
  const date = new Date(iso);
  return el('time', { datetime: iso, title: date.toLocaleString() }, format.format(date));
}

function took(message) {
  if (!message.acceptedAt) {
    return el('span', { class: 'faint', title: 'The request had no id of a gateway' }, '–');
  }
  const ms = Math.max(0, Math.round(new Date(message.receivedAt) - new Date(message.acceptedAt)));
  const text = ms < 10_000 ? `${ms.toLocaleString()} ms` : ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000).toLocaleString()} min`;
  return el('span', { class: ms < 1000 ? 'fast' : 'late' }, text);
}

/** The text with its code, four to eight digits, standing out. */
function body(text) {
  const parts = text.split(/(?<![\d+])(\d{4,8})(?!\d)/);
  return el('div', { class: 'body', dir: 'auto' }, ...parts.map((part, i) => (i % 2 ? el('strong', null, part) : part)));
}

/** What a carrier would bill for the text; calls have no segments. */
function size({ segments, encoding, characters }) {
  return segments
    ? el('div', { class: segments > 1 ? 'size late' : 'size faint', title: 'As the encoding counts: some characters take two places' },
      `${segments} ${segments === 1 ? 'segment' : 'segments'} · ${encoding} · ${characters} ${characters === 1 ? 'character' : 'characters'}`)
    : null;
}

function row(message) {
  const answer = [message.status || null, message.detail].filter(Boolean).join(' · ');
  return el('tr', null,
    el('td', { class: 'when' }, time(message.receivedAt, arrival)),
    el('td', null, el('span', { class: 'carrier' }, carrierNames[message.carrier] ?? message.carrier)),
    el('td', { class: 'who' },
      el('div', { class: 'recipient' }, message.recipient || '–'),
      message.sender ? el('div', { class: 'faint' }, 'from ', el('bdi', null, message.sender)) : null),
    el('td', { class: 'text' },
      message.channel === 'voice' ? el('span', { class: 'tag' }, 'voice') : null,
      message.body ? body(message.body) : el('span', { class: 'faint' }, 'not read'),
      size(message)),
    el('td', { class: 'number' }, took(message)),
    el('td', { class: 'result' },
      el('span', { class: 'outcome', 'data-outcome': message.outcome }, message.outcome),
      el('div', { class: 'faint', title: answer }, answer)));
}

function show(messages, isSnapshot) {
  const rows = messages.slice(-maxRows).map(row).reverse();
  if (isSnapshot) {
    $('messages').replaceChildren(...rows);
  } else {
    rows.forEach(added => added.classList.add('new'));
    $('messages').prepend(...rows);
    announce(messages);
  }
  while ($('messages').childElementCount > maxRows) {
    $('messages').lastElementChild.remove();
  }
  const isEmpty = $('messages').childElementCount === 0;
  $('table').hidden = isEmpty;
  $('empty').hidden = !isEmpty;
}

// Read out at most every two seconds, so that a busy inbox does not talk without end.
let unread = 0;
function announce(messages) {
  if (unread === 0) {
    setTimeout(() => {
      $('announcer').textContent = unread === 1 ? '1 new message' : `${unread} new messages`;
      unread = 0;
    }, pollEvery);
  }
  unread += messages.length;
}

// ---- connection ----

function connection(state, text) {
  $('connection').dataset.state = state;
  $('connection').textContent = text;
}

const events = new EventSource('/simulator/events');
events.addEventListener('open', () => connection('live', 'Live'));
events.addEventListener('error', () => {
  connection('lost', 'Connection lost, trying again');
  if (events.readyState === EventSource.CLOSED) {
    connection('lost', 'Connection lost: reload the page');
  }
});
events.addEventListener('snapshot', event => show(JSON.parse(event.data), true));
events.addEventListener('messages', event => show(JSON.parse(event.data), false));

$('clear').addEventListener('click', () => fetch('/simulator/messages', { method: 'DELETE' }).then(refresh));

// ---- carriers and counts ----

function carrierCard(name) {
  const select = el('select', { 'aria-label': `State of ${carrierNames[name] ?? name}` },
    ...Object.entries(outages).map(([mode, text]) => el('option', { value: mode }, text)));
  select.addEventListener('change', () =>
    fetch(`/simulator/outage?carrier=${encodeURIComponent(name)}&mode=${select.value}`, { method: 'POST' }).then(refresh));
  return el('li', { 'data-carrier': name },
    el('div', null, el('span', { class: 'name' }, carrierNames[name] ?? name), el('span', { class: 'figures' })),
    select);
}

function showStats(stats) {
  for (const [name, carrier] of Object.entries(stats.carriers)) {
    let card = [...$('carriers').children].find(child => child.dataset.carrier === name);
    if (!card) {
      card = carrierCard(name);
      $('carriers').append(card);
    }
    card.dataset.outage = carrier.configured ? carrier.outage : 'off';
    card.querySelector('.figures').textContent = carrier.configured
      ? `${carrier.accepted.toLocaleString()} taken of ${carrier.requests.toLocaleString()}`
      : 'no credentials: answers 401';
    const select = card.querySelector('select');
    if (document.activeElement !== select) {
      select.value = carrier.outage;
    }
  }
  $('totals').textContent = [
    `${stats.distinctIds.toLocaleString()} ${stats.distinctIds === 1 ? 'message' : 'messages'} taken`,
    `${stats.duplicates.toLocaleString()} more than once`,
  ].join(' · ');
  if (stats.inboxCapacity === 0) {
    $('empty-text').textContent = 'Messages are counted, not kept: Simulator__Inbox__Capacity is 0.';
  } else if (!Object.values(stats.carriers).some(carrier => carrier.configured)) {
    $('empty-text').textContent = 'No carrier has credentials yet, so every request is answered 401. Set, for example, '
      + 'Simulator__Twilio__AccountSid and Simulator__Twilio__AuthToken, and start again.';
  }
}

// ---- dead letters ----

function deadLetter(item) {
  return el('li', null,
    el('div', { class: 'dead-head' },
      el('span', { class: 'outcome', 'data-outcome': 'dead' }, item.reason),
      el('span', { class: 'recipient' }, item.recipient || 'no recipient'),
      item.diedAt ? time(item.diedAt, new Date(item.diedAt).toDateString() === new Date().toDateString() ? today : earlier) : null),
    item.detail ? el('div', { class: 'faint' }, item.detail) : null,
    item.lastOutcomes.length === 0 ? null : el('ul', { class: 'attempts' }, ...item.lastOutcomes.map(attempt =>
      el('li', null,
        el('span', { class: 'carrier' }, carrierNames[attempt.carrier] ?? attempt.carrier ?? ''), ' ',
        [attempt.outcome, attempt.code, attempt.detail].filter(Boolean).join(' · ')))),
    el('div', { class: 'id', title: 'The message’s id' }, item.id));
}

let shownDead = '';
function showDeadLetters(panel) {
  const text = JSON.stringify(panel);
  if (text === shownDead) {
    return;
  }
  shownDead = text;
  $('dead').replaceChildren(...panel.items.map(deadLetter));
  $('dead-count').hidden = panel.items.length === 0;
  $('dead-count').textContent = `${panel.items.length}${panel.more ? '+' : ''}`;
  $('dead-note').hidden = !panel.note && panel.items.length > 0;
  $('dead-note').textContent = panel.note ?? 'None. Every message of the gateway is on its way or with a carrier.';
}

// ---- polling, while somebody looks ----

async function read(path, use) {
  const response = await fetch(path, { signal: AbortSignal.timeout(5000) });
  if (response.ok) {
    use(await response.json());
  }
}

/** A failure shows in the connection's own indicator. */
const refresh = () => Promise.allSettled([read('/simulator/stats', showStats), read('/simulator/dead-letters', showDeadLetters)]);

async function poll() {
  if (!document.hidden) {
    await refresh();
  }
  setTimeout(poll, pollEvery);
}

poll();
document.addEventListener('visibilitychange', () => document.hidden || refresh());
read('/simulator/magic-numbers', rows => $('magic').replaceChildren(...rows.map(magic =>
  el('tr', null, el('td', { class: 'recipient' }, magic.number), el('td', null, magic.effect)))));
