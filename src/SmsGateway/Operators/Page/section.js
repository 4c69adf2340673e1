// A part of the page. Parts stand in the order in which they are made; another one is a module that makes one, and a line in app.js.

import { $, el } from './dom.js';

/** A landmark with its heading, a line about it, room for what went wrong, and its link in the navigation. */
export function section(id, title, hint, ...content) {
  const fault = el('p', { class: 'fault', role: 'alert', hidden: true });
  const element = el('section', { id, 'aria-labelledby': `${id}-title`, tabindex: '-1' },
    el('h2', { id: `${id}-title` }, title), hint && el('p', { class: 'hint' }, hint), fault, content);
  const link = el('li', null, el('a', { href: `#${id}` }, title));
  $('main').append(element);
  $('parts').append(link);
  return {
    element,
    /** Nothing takes the words away. */
    fault(words) {
      fault.hidden = !words;
      if (fault.textContent !== (words ?? '')) {
        fault.textContent = words ?? '';
      }
    },
    show(isShown) {
      element.hidden = link.hidden = !isShown;
    },
  };
}

/** A table with its name for screen readers; wide ones scroll in their own room, also by the keyboard. */
export function table(caption, ...columns) {
  const body = el('tbody');
  const element = el('div', { class: 'panel scroll', role: 'region', 'aria-label': caption, tabindex: '0' },
    el('table', null, el('caption', { class: 'quiet' }, caption),
      el('thead', null, el('tr', null, columns.map(column => el('th', { scope: 'col', class: column.class }, column.title ?? column)))),
      body));
  return { element, body };
}

/** A labelled field. */
export function field(label, input, hint) {
  const id = input.id;
  return el('div', { class: 'field' }, el('label', { for: id }, label), input, hint && el('p', { class: 'faint', id: `${id}-hint` }, hint));
}

/** A select whose options are values with their words. */
export const select = (id, options) =>
  el('select', { id }, options.map(([value, words]) => el('option', { value }, words)));

/** How long an entry of the lists can hold. */
export const ends = [['01:00:00', 'an hour'], ['12:00:00', '12 hours'], ['1.00:00:00', 'a day'], ['7.00:00:00', 'a week'], ['30.00:00:00', '30 days'], ['', 'until it is removed']];

export const pill = (state, words) => el('span', { class: 'pill', 'data-state': state }, words);
