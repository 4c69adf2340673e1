// What operators block and allow.

import { announce, el, patch } from './dom.js';
import { gateway } from './gateway.js';
import { question } from './question.js';
import { ends, field, section, select, table } from './section.js';
import { time } from './words.js';

const kinds = { number: 'Number', prefix: 'Numbers that begin with', ip: 'Address or network', caller: 'Caller', region: 'Region', carrier: 'Carrier' };
const names = { blocks: 'Blocked', allows: 'Allowed' };

/** A carrier is switched where it stands. */
const offered = Object.entries(kinds).filter(([kind]) => kind !== 'carrier');

const kindOf = entry => Object.keys(kinds).find(kind => kind in entry);

/** @param seen Is told of the block list. */
export function lists(seen) {
  const list = select('entry-list', [['blocks', 'Block'], ['allows', 'Allow']]);
  const kind = select('entry-kind', offered);
  const value = el('input', { id: 'entry-value', required: true, autocomplete: 'off', spellcheck: 'false' });
  const end = select('entry-end', ends);
  const why = el('input', { id: 'entry-reason', maxlength: '200', autocomplete: 'off' });
  const force = el('input', { id: 'entry-force', type: 'checkbox' });
  const form = el('form', { class: 'form grid' },
    field('Do', list), field('What', kind), field('Which', value), field('For', end), field('Why, for who reads it later', why),
    el('p', { class: 'tick' }, force, el('label', { for: force.id }, 'Also if it means whole countries or much of the internet')),
    el('p', { class: 'actions' }, el('button', { type: 'submit', class: 'main' }, 'Put on the list')));
  const tables = Object.fromEntries(Object.entries(names).map(([name, words]) =>
    [name, table(words, 'What', 'Which', 'Until', 'Why', 'Since', { title: 'Remove', class: 'number' })]));
  const reveal = el('button', { type: 'button' }, 'Show whole numbers');
  const part = section('lists', 'Blocks and allows',
    'Blocked is never sent. Allowed passes over the rules on kinds, regions and fraud. Both hold at all gateways on the store within seconds.',
    form, el('p', { class: 'actions' }, reveal),
    Object.entries(tables).map(([name, { element }]) => [el('h3', null, names[name]), element]));

  const shown = { blocks: [], allows: [] };

  async function look() {
    for (const name of Object.keys(names)) {
      draw(name, (await gateway.entries(name)).items);
    }
  }

  async function run(act) {
    part.fault('');
    try {
      await act();
    } catch (refusal) {
      part.fault(refusal.message);
    }
  }

  form.addEventListener('submit', event => {
    event.preventDefault();
    run(async () => {
      const entry = { [kind.value]: value.value.trim(), reason: why.value.trim() || undefined, for: end.value || undefined };
      await gateway.putEntry(list.value, entry, force.checked);
      value.value = why.value = '';
      force.checked = false;
      value.focus();
      announce(`It is on the list: ${names[list.value].toLowerCase()}.`);
      await look();
    });
  });
  reveal.addEventListener('click', () => run(async () => {
    for (const name of Object.keys(names)) {
      draw(name, (await gateway.entries(name, true)).items);
    }
    announce('Whole numbers are shown until the next look.');
  }));
  for (const [name, { body }] of Object.entries(tables)) {
    body.addEventListener('click', event => {
      const key = event.target.closest('button')?.dataset.entry;
      const entry = shown[name].find(item => keyOf(item) === key);
      if (entry) {
        run(() => remove(name, entry));
      }
    });
  }

  async function remove(name, entry) {
    const what = kindOf(entry);
    const isMasked = entry[what].includes('*');
    if (await question('Take it off the list?', `${names[name]}: ${kinds[what].toLowerCase()} ${entry[what]}.${isMasked ? ' The list is revealed for that, which is in the gateway’s log.' : ''}`, 'Take off') === null) {
      return;
    }
    // A masked number names nothing: the whole one is asked for.
    const whole = isMasked ? (await gateway.entries(name, true)).items.find(item => kindOf(item) === what && item.since === entry.since) : entry;
    if (whole) {
      await gateway.deleteEntry(name, { [what]: whole[what] });
    }
    announce('It is off the list.');
    part.element.focus({ preventScroll: true });
    await look();
  }

  function draw(name, items) {
    shown[name] = items;
    if (name === 'blocks') {
      seen(items);
    }
    patch(tables[name].body, items.map(row),
      items.length === 0 && el('tr', null, el('td', { colspan: '6', class: 'empty' }, 'Nothing.')));
  }

  return {
    ...part,
    every: 30,
    look,
    clear: () => Object.keys(names).forEach(name => draw(name, [])),
  };
}

/** Masked or not, an entry is the same row. */
const keyOf = entry => `${kindOf(entry)} ${entry.since}`;

const row = entry =>
  el('tr', { 'data-key': keyOf(entry) },
    el('th', { scope: 'row', class: 'term' }, kinds[kindOf(entry)]),
    el('td', null, entry[kindOf(entry)]),
    el('td', null, entry.until ? time(entry.until) : 'it is removed'),
    el('td', { class: 'text' }, entry.reason ?? '–'),
    el('td', null, time(entry.since)),
    el('td', { class: 'number' }, el('button', { type: 'button', 'data-entry': keyOf(entry), 'aria-label': `Remove ${kinds[kindOf(entry)]} ${entry[kindOf(entry)]}` }, 'Remove')));
