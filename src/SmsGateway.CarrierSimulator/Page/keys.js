// The keyboard. One character does something only outside of fields and dialogs, and can be switched off for those who speak to their computer.

import { $ } from './dom.js';

const setting = 'inbox-keys';

function remembered() {
  try {
    return localStorage.getItem(setting) !== 'off';
  } catch {
    return true;
  }
}

function remember(isOn) {
  try {
    localStorage.setItem(setting, isOn ? 'on' : 'off');
  } catch {
    // Then it holds as long as the page.
  }
}

const isField = target => target.matches?.('input, select, textarea, [contenteditable]');

/** @param actions by key: j, k, c, / and Escape; the last is called with whether a field has the focus */
export function keysFor(actions) {
  $('keys-on').checked = remembered();
  $('keys-on').addEventListener('change', () => remember($('keys-on').checked));
  $('help-open').addEventListener('click', () => $('help').showModal());
  $('help-close').addEventListener('click', () => $('help').close());
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector('dialog[open]')) {
      return;
    }
    if (event.key === 'Escape') {
      actions.Escape(event.target);
      return;
    }
    if (isField(event.target) || !$('keys-on').checked) {
      return;
    }
    const act = event.key === '?' ? () => $('help').showModal() : actions[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });
}
