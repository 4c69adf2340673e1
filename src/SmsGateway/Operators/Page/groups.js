// Dead letters by what they have in common. Groups are of what is loaded.

import { el, patch } from './dom.js';
import { answerOf, reasons } from './reasons.js';
import { select } from './section.js';
import { hourOf, tally } from './words.js';

const lastOf = letter => letter.lastOutcomes.at(-1);

const dimensions = {
  reason: ['reason', letter => reasons[letter.reason]?.[0] ?? letter.reason],
  caller: ['caller', letter => letter.envelope?.caller ?? 'not known'],
  carrier: ['carrier', letter => lastOf(letter)?.carrier ?? 'none was tried'],
  answer: ['last answer', letter => (lastOf(letter) ? answerOf(lastOf(letter)) : 'none was tried')],
  hour: ['hour', letter => hourOf(letter.diedAt)],
};

const mostShown = 12;

/** @param changed Called when another group is chosen. */
export function groups(changed) {
  const chosen = new Map();
  const by = select('group-by', Object.entries(dimensions).map(([name, [words]]) => [name, words]));
  const buttons = el('ul', { class: 'groups' });
  const chips = el('ul', { class: 'chips', 'aria-label': 'Chosen groups' });

  const isIn = (letter, except) =>
    [...chosen].every(([name, value]) => name === except || dimensions[name][1](letter) === value);

  by.addEventListener('change', changed);
  buttons.addEventListener('click', event => {
    const value = event.target.closest('button')?.dataset.value;
    if (value === undefined) {
      return;
    }
    if (chosen.get(by.value) === value) {
      chosen.delete(by.value);
    } else {
      chosen.set(by.value, value);
    }
    changed();
  });
  chips.addEventListener('click', event => {
    const name = event.target.closest('button')?.dataset.name;
    if (name !== undefined) {
      chosen.delete(name);
      changed();
      by.focus();
    }
  });

  return {
    element: el('div', { class: 'grouping' },
      el('div', { class: 'field' }, el('label', { for: 'group-by' }, 'Groups by'), by), buttons, chips),
    filter: letters => (chosen.size === 0 ? letters : letters.filter(letter => isIn(letter))),
    /** In words, for questions. */
    get words() {
      return [...chosen].map(([name, value]) => `${dimensions[name][0]} ${value}`).join(', ');
    },
    clear: () => chosen.clear(),
    draw(letters) {
      const counts = tally(letters.filter(letter => isIn(letter, by.value)), dimensions[by.value][1]);
      patch(buttons,
        counts.slice(0, mostShown).map(([value, number]) => el('li', { 'data-key': `${by.value} ${value}` },
          el('button', { type: 'button', 'data-value': value, 'aria-pressed': String(chosen.get(by.value) === value) },
            value, ' ', el('b', null, number.toLocaleString())))),
        counts.length > mostShown && el('li', { class: 'faint' }, `and ${counts.length - mostShown} more`));
      patch(chips, [...chosen].map(([name, value]) => el('li', { 'data-key': name },
        el('button', { type: 'button', 'data-name': name, 'aria-label': `Do not choose ${dimensions[name][0]} ${value}` },
          `${dimensions[name][0]}: ${value} ✕`))));
    },
  };
}
