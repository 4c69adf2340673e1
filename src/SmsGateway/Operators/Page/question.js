// Asked before something is done that cannot be taken back.

import { el } from './dom.js';

let last = 0;

/** A modal dialog that is taken away when it is closed; the browser gives the focus back. */
export function dialog(title, ...content) {
  const id = `dialog-${last += 1}`;
  const element = el('dialog', { 'aria-labelledby': id }, el('h2', { id, tabindex: '-1', autofocus: true }, title), content);
  element.addEventListener('close', () => element.remove());
  document.body.append(element);
  element.showModal();
  return element;
}

/** Asks for what an action needs; what is in the fields is the caller's. @returns Whether it is to be done. */
export function form(title, action, ...content) {
  return new Promise(resolve => {
    let answer = false;
    const asked = dialog(title, el('form', {
      class: 'form',
      submit: event => {
        event.preventDefault();
        answer = true;
        asked.close();
      },
    }, content, el('p', { class: 'actions' },
      el('button', { type: 'button', click: () => asked.close() }, 'Cancel'), el('button', { type: 'submit', class: 'bad' }, action))));
    asked.addEventListener('close', () => resolve(answer));
  });
}

/**
 * @param option Words of a box to tick, if there is one.
 * @returns Null when the answer is no; otherwise whether the box is ticked.
 */
export function question(title, text, action, option) {
  return new Promise(resolve => {
    const box = el('input', { type: 'checkbox', id: 'question-option' });
    let answer = null;
    const asked = dialog(title, el('p', null, text),
      option && el('p', { class: 'tick' }, box, el('label', { for: box.id }, option)),
      el('p', { class: 'actions' },
        el('button', { type: 'button', click: () => asked.close() }, 'Cancel'),
        el('button', {
          type: 'button',
          class: 'bad',
          click: () => {
            answer = box.checked;
            asked.close();
          },
        }, action)));
    asked.addEventListener('close', () => resolve(answer));
  });
}
