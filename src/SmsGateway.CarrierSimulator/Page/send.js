// A test message, signed by the carrier simulator and sent through the gateway.

import { $, el, fetchJson, say } from './dom.js';

/** Nobody's, and no magic one: a carrier takes it. */
const example = '+15005550100';

/** Why nothing can be sent; null when it can, undefined while nobody knows. */
let whyOff;
let accepted = () => {};

const newText = () => `Your verification code is ${100_000 + (crypto.getRandomValues(new Uint32Array(1))[0] % 900_000)}`;

function problem(text) {
  $('send-problem').textContent = text;
  $('send-problem').hidden = !text;
}

export const canSend = () => whyOff === null;

async function learn() {
  try {
    ({ whyOff } = await fetchJson('/simulator/test-message'));
  } catch {
    whyOff = 'The carrier simulator does not answer.';
  }
}

/** @param message an arrival whose recipient and text are sent again; a message of its own without */
export async function openSend(message) {
  await learn();
  const isOff = whyOff !== null;
  $('send-off').hidden = !isOff;
  $('send-off').textContent = whyOff ?? '';
  $('send-fields').disabled = isOff;
  $('send-off-buttons').hidden = !isOff;
  $('send-form').hidden = isOff;
  problem('');
  const recipient = message?.recipient ?? ($('send-recipient').value || example);
  $('send-recipient').value = /^\d/.test(recipient) ? `+${recipient}` : recipient;
  $('send-text').value = message ? (message.spoken ?? message.body) : newText();
  $('send-channel').value = message?.channel ?? 'sms';
  if (!$('send').open) {
    $('send').showModal();
  }
  $(isOff ? 'send-close' : 'send-text').focus();
}

function problemOf(answer) {
  const errors = Object.entries(answer.errors ?? {}).map(([field, texts]) => `${field} ${texts.join(', ')}`);
  return [answer.note, ...errors].join('\n');
}

async function send() {
  problem('');
  $('send-submit').disabled = true;
  try {
    const answer = await fetchJson('/simulator/test-message', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        recipient: $('send-recipient').value,
        body: $('send-text').value,
        sender: $('send-sender').value.trim() || null,
        channel: $('send-channel').value,
      }),
    });
    if (answer.id) {
      $('send').close();
      say('Accepted by the gateway. It shows here when a carrier is called.');
      accepted(answer.id);
    } else {
      problem(problemOf(answer));
    }
  } catch {
    problem('The carrier simulator does not answer.');
  } finally {
    $('send-submit').disabled = false;
  }
}

/**
 * @param magic numbers that make a carrier misbehave, with their effects
 */
export function showMagicRecipients(magic) {
  $('send-recipients').replaceChildren(
    el('option', { value: example }, 'an ordinary number'),
    ...magic.map(({ number, effect }) => el('option', { value: number }, effect)));
}

/** @param onAccepted called with the id of what the gateway accepted */
export async function sendFor(onAccepted) {
  accepted = onAccepted;
  $('send-open').addEventListener('click', () => openSend());
  $('send-cancel').addEventListener('click', () => $('send').close());
  $('send-close').addEventListener('click', () => $('send').close());
  $('send-form').addEventListener('submit', event => {
    event.preventDefault();
    send();
  });
  await learn();
}
