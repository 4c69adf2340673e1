// Asks for the operators' key once. A key is tried before it is kept.

import { el } from './dom.js';
import { gateway } from './gateway.js';
import { forget, keep, name } from './key.js';
import { field, section } from './section.js';

/** @param opened Called when the gateway has taken the key. */
export function signIn(opened) {
  const keyInput = el('input', { id: 'key', type: 'password', required: true, autocomplete: 'off', spellcheck: 'false', maxlength: '1024' });
  const nameInput = el('input', {
    id: 'operator', autocomplete: 'off', maxlength: '64', pattern: '[ -~]*', title: 'Printable letters of ASCII', 'aria-describedby': 'operator-hint',
  });
  const button = el('button', { type: 'submit', class: 'main' }, 'Open');
  const form = el('form', { class: 'form' },
    field('Operators’ key', keyInput), field('Your name, if you like', nameInput, 'It stands in the gateway’s log beside what you reveal, replay, delete or block.'),
    el('p', { class: 'actions' }, button));
  const part = section('sign-in', 'The rest needs the key',
    'Dead letters, messages and admission. The key stays in this tab and goes with it. It is the secret that Gateway__Operators__KeySecretName names; on Azure Functions, a function key of the app.', form);
  nameInput.value = name();

  form.addEventListener('submit', async event => {
    event.preventDefault();
    button.disabled = true;
    part.fault('');
    try {
      // A header holds no other characters, and a key with them is no key.
      if (!/^[ -~]+$/.test(keyInput.value.trim())) {
        part.fault('This is no key: it has characters that no header can hold.');
        return;
      }
      keep(keyInput.value.trim(), nameInput.value.trim());
      await gateway.decisions({ max: '1' });
      keyInput.value = '';
      opened();
    } catch (refusal) {
      forget();
      part.fault(refusal.message);
      keyInput.focus();
    } finally {
      button.disabled = false;
    }
  });

  return { ...part, focus: () => keyInput.focus() };
}
