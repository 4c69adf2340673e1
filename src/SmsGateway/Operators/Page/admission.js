// What admission refused lately: of whom, by which rule, from where.

import { el, patch } from './dom.js';
import { gateway } from './gateway.js';
import { rules } from './reasons.js';
import { field, pill, section, select, table } from './section.js';
import { trial } from './trial.js';
import { count, tally, time } from './words.js';

const asked = 200;
const mostShown = 6;
const mostRows = 50;

export function admission() {
  const rule = select('decision-rule', [['', 'all'], ...Object.entries(rules)]);
  const caller = el('input', { id: 'decision-caller', autocomplete: 'off', spellcheck: 'false' });
  const region = el('input', { id: 'decision-region', autocomplete: 'off', maxlength: '3', placeholder: 'AU' });
  const summary = el('dl', { class: 'summary' });
  const rows = table('Decisions of admission, newest first', 'At', 'Rule', 'Result', 'Caller', 'Region', 'Recipient', 'From', 'Held until');
  const asking = trial();
  const part = section('admission', 'Admission', null, asking.content, el('h3', null, 'Refused lately'), el('p', { class: 'hint' },
    `What a rule was against lately, at all gateways on the store: the newest ${asked}. Recorded is what was sent all the same. Many to one block, or to a region where you have no users, are somebody’s way to earn by codes: put its prefix on the block list below, for some hours.`),
    el('form', { class: 'filters', submit: event => event.preventDefault() }, field('Rule', rule), field('Caller', caller), field('Region', region)), summary, rows.element);

  async function look() {
    const query = { rule: rule.value, caller: caller.value.trim(), region: region.value.trim().toUpperCase(), max: String(asked) };
    const { items } = await gateway.decisions(query);
    draw(items);
  }

  for (const filter of [rule, caller, region]) {
    filter.addEventListener('change', () => look().then(() => part.fault(''), refusal => part.fault(refusal.message)));
  }

  function draw(items) {
    patch(summary, items.length > 0 && [
      most('Rules', items, item => rules[item.rule] ?? item.rule),
      most('Regions', items, item => item.region),
      most('Callers', items, item => item.caller),
      most('From', items, item => item.network ?? 'not told'),
    ]);
    patch(rows.body, items.slice(0, mostRows).map(row),
      items.length > mostRows && el('tr', null, el('td', { colspan: '8', class: 'empty' }, `${count(items.length - mostRows, 'older one')}, counted above.`)),
      items.length === 0 && el('tr', null, el('td', { colspan: '8', class: 'empty' }, 'Nothing was refused lately.')));
  }

  return { ...part, every: 10, look, clear: () => (draw([]), asking.clear()) };
}

const most = (title, items, valueOf) => {
  const counts = tally(items, valueOf);
  return el('div', null, el('dt', null, title),
    counts.slice(0, mostShown).map(([value, number]) => el('dd', null, value, ' ', el('b', null, number.toLocaleString()))),
    counts.length > mostShown && el('dd', { class: 'faint' }, `and ${count(counts.length - mostShown, 'other')}`));
};

const row = item =>
  el('tr', null,
    el('td', null, time(item.at)),
    el('th', { scope: 'row', class: 'term' }, rules[item.rule] ?? item.rule),
    el('td', null, pill(item.result === 'refused' ? 'unhealthy' : 'calm', item.result)),
    el('td', null, item.caller),
    el('td', null, item.region),
    el('td', null, item.recipient ?? '–'),
    el('td', null, item.network ?? '–'),
    el('td', null, time(item.heldUntil)));
