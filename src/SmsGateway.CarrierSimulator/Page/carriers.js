// The carriers with their switches and counts.

import { $, el } from './dom.js';
import { carrierName, plural } from './format.js';

const outages = { none: 'Up', slow: 'Slow', flaky: 'Flaky', throttled: 'Throttled', refused: 'Refuses all', hung: 'Hung', down: 'Down' };

const cards = new Map();

function card(name, changed) {
  const select = el('select', { 'aria-label': `State of ${carrierName(name)}` },
    ...Object.entries(outages).map(([mode, text]) => el('option', { value: mode }, text)));
  select.addEventListener('change', () =>
    fetch(`/simulator/outage?carrier=${encodeURIComponent(name)}&mode=${select.value}`, { method: 'POST' }).then(changed, changed));
  const element = el('li', { 'data-carrier': name },
    el('div', null, el('span', { class: 'name' }, carrierName(name)), el('span', { class: 'figures' })),
    select);
  cards.set(name, element);
  return element;
}

/** Carriers without credentials, which only answer 401, are folded. */
function place(carriers, changed) {
  if (cards.size > 0) {
    return;
  }
  for (const [name, carrier] of Object.entries(carriers)) {
    $(carrier.configured ? 'carriers' : 'carriers-off-list').append(card(name, changed));
  }
  const off = $('carriers-off-list').childElementCount;
  $('carriers-off').hidden = off === 0;
  $('carriers-off-title').textContent = `${plural(off, 'carrier')} without credentials`;
}

/** @param changed called when a switch was moved */
export function showCarriers(stats, changed) {
  place(stats.carriers, changed);
  for (const [name, carrier] of Object.entries(stats.carriers)) {
    const element = cards.get(name);
    element.dataset.outage = carrier.configured ? carrier.outage : 'off';
    element.querySelector('.figures').textContent = carrier.configured
      ? `${carrier.accepted.toLocaleString()} taken of ${carrier.requests.toLocaleString()}`
      : 'no credentials: answers 401';
    const select = element.querySelector('select');
    if (document.activeElement !== select) {
      select.value = carrier.outage;
    }
  }
  $('totals').textContent = `${plural(stats.distinctIds, 'message')} taken · ${stats.duplicates.toLocaleString()} more than once`;
}
