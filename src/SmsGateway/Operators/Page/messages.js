// How one message fares. A look-up by number is another form in this part.

import { el, patch } from './dom.js';
import { gateway } from './gateway.js';
import { reasons } from './reasons.js';
import { field, section } from './section.js';
import { count, time } from './words.js';

const states = { delivered: 'Delivered', assumed: 'Taken for delivered: no carrier has said so', dead: 'Given up', kept: 'Kept: it went to a test number' };

/** @param openLetter Shows the dead letter of an id. */
export function messages(openLetter) {
  const input = el('input', {
    id: 'message-id', required: true, pattern: '[A-Za-z0-9_\\-]{1,64}', title: 'An id of letters, digits, - and _', autocomplete: 'off', spellcheck: 'false', class: 'code',
  });
  const form = el('form', { class: 'form line', role: 'search', 'aria-label': 'A message by its id' }, field('Id', input), el('button', { type: 'submit' }, 'Look up'));
  const answer = el('div', { role: 'status' });
  const part = section('messages', 'Messages',
    'One message by the id that its sender was answered. The gateway knows dead letters, and what was sent to be followed.', form, answer);

  form.addEventListener('submit', async event => {
    event.preventDefault();
    part.fault('');
    try {
      const message = await gateway.message(input.value.trim());
      patch(answer, told(message));
    } catch (refusal) {
      patch(answer);
      part.fault(refusal.message);
    }
  });
  answer.addEventListener('click', event => {
    const id = event.target.closest('button')?.dataset.id;
    if (id) {
      openLetter(id).catch(refusal => part.fault(refusal.message));
    }
  });

  return {
    ...part,
    clear() {
      input.value = '';
      patch(answer);
      part.fault('');
    },
  };
}

const told = message => [
  el('p', { class: 'lead' }, `${states[message.state] ?? message.state}.`),
  el('p', null,
    message.carrier ? [`${message.carrier} took it at `, time(message.at)] : [`${reasons[message.reason]?.[0] ?? message.reason}, at `, time(message.at)],
    `, after ${count(message.attempts, 'attempt')}.`, message.carrierMessageId && [' Its id there: ', el('code', null, message.carrierMessageId)]),
  !message.carrier && el('p', null, el('button', { type: 'button', 'data-id': message.id }, 'Open the dead letter')),
];
