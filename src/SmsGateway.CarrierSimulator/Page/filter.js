// Search and filters. They stand in the address, so that a reload keeps them and a link can be passed on.

import { $, el, fetchJson } from './dom.js';
import { carrierNames, outcomes } from './format.js';
import { isForAll, maxLive } from './model.js';

/** While somebody types, the carrier simulator is asked no more often. */
const patience = 200;

export const query = { text: '', carrier: '', outcome: '' };

const names = { text: 'search', carrier: 'carrier', outcome: 'outcome' };
const fields = { text: 'search', carrier: 'filter-carrier', outcome: 'filter-outcome' };

let changed = () => {};
let waiting;
let asked = 0;

function parameters() {
  const set = Object.entries(query).filter(([, value]) => value.trim());
  return new URLSearchParams(set.map(([field, value]) => [names[field], value]));
}

/**
 * Asks the carrier simulator for what lies further back than the page's own; a later question makes an earlier answer void.
 * @param inbox takes what is found
 */
export async function searchBack(inbox) {
  const question = ++asked;
  let found = [];
  if (!isForAll(query) && inbox.isFull) {
    try {
      found = await fetchJson(`/simulator/messages?${parameters()}&limit=${maxLive}`);
    } catch {
      // The connection's own indicator tells; what the page has is searched all the same.
    }
  }
  if (question === asked) {
    inbox.setFound(found);
    changed();
  }
}

function read(inbox) {
  for (const [field, id] of Object.entries(fields)) {
    query[field] = $(id).value;
  }
  const set = parameters().toString();
  history.replaceState(null, '', set ? `?${set}` : location.pathname);
  changed();
  clearTimeout(waiting);
  waiting = setTimeout(() => searchBack(inbox), patience);
}

export function clearFilter(inbox) {
  for (const id of Object.values(fields)) {
    $(id).value = '';
  }
  read(inbox);
}

/** @param onChange called when the list is to be shown anew */
export function filterFor(inbox, onChange) {
  changed = onChange;
  $('filter-carrier').append(...Object.entries(carrierNames).map(([name, text]) => el('option', { value: name }, text)));
  $('filter-outcome').append(...outcomes.map(outcome => el('option', { value: outcome }, outcome)));
  const set = new URLSearchParams(location.search);
  for (const [field, id] of Object.entries(fields)) {
    $(id).value = set.get(names[field]) ?? '';
    query[field] = $(id).value;
    $(id).addEventListener('input', () => read(inbox));
  }
  $('search-form').addEventListener('submit', event => event.preventDefault());
}
