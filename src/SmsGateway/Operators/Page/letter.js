// One dead letter, whole: what it was, what was tried, and what can be done with it.

import { announce, el, patch } from './dom.js';
import { gateway } from './gateway.js';
import { dialog, question } from './question.js';
import { reasons } from './reasons.js';
import { count, now, span, time } from './words.js';

export const isExpired = letter => Date.parse(letter.envelope?.expiresAt ?? '') <= now();

/** Whether a replay can do anything: something to send is there, and not to a test number. */
export const canReplay = letter => letter.reason !== 'TestNumber' && letter.envelope?.recipient !== undefined;

/** @param gone Called with its id when it is no dead letter any more. */
export async function openLetter(id, gone) {
  let letter = await gateway.deadLetter(id);
  const body = el('div');
  const fault = el('p', { class: 'fault', role: 'alert', hidden: true });
  // What is outside an open dialog is not read out.
  const said = el('p', { class: 'faint', role: 'status' });
  const close = el('button', { type: 'button', class: 'main', click: () => shown.close() }, 'Close');
  const button = (words, act, kind) => el('button', { type: 'button', class: kind, click: () => run(act) }, words);
  const reveal = button('Reveal text and number', async () => {
    letter = await gateway.deadLetter(id, true);
    draw();
    said.textContent = 'Text and number are shown, which is in the gateway’s log.';
    close.focus();
    // It keeps its place: another button must not come under the pointer.
    reveal.disabled = true;
  });
  const copy = button('Copy the id', async () => {
    await navigator.clipboard.writeText(id);
    said.textContent = 'The id is copied.';
  });
  const again = button('Replay', () => replay(false));
  const allTheSame = button('Replay although expired', () => replay(true), 'bad');
  const shown = dialog('Dead letter', body, fault, said,
    el('p', { class: 'actions' },
      reveal, canReplay(letter) && (isExpired(letter) ? allTheSame : again),
      button('Delete', remove, 'bad'), navigator.clipboard && copy, close));
  shown.classList.add('wide');
  draw();

  async function run(act) {
    fault.hidden = true;
    try {
      await act();
    } catch (refusal) {
      fault.textContent = refusal.message;
      fault.hidden = false;
      // Expired while it was looked at: now it is a question of its own.
      if (refusal.status === 409 && isExpired(letter) && again.isConnected) {
        again.replaceWith(allTheSame);
      }
    }
  }

  async function replay(allowExpired) {
    if (allowExpired && await question('Send an expired code?',
      `It ran out ${span(now() - Date.parse(letter.envelope.expiresAt))} ago. It gets a fresh life and reaches its person, who may find that the code no longer works.`, 'Send it') === null) {
      return;
    }
    const { expiresAt } = await gateway.replay(id, allowExpired);
    leave(`It is in the queue again, to be sent until ${new Date(expiresAt).toLocaleTimeString()}.`);
  }

  async function remove() {
    if (await question('Delete it for good?', 'The record and its message are gone then. It cannot be taken back.', 'Delete') !== null) {
      await gateway.deleteDeadLetter(id);
      leave('It is deleted.');
    }
  }

  function leave(words) {
    shown.close();
    gone(id);
    announce(words);
  }

  function draw() {
    const envelope = letter.envelope ?? {};
    const [title, todo] = reasons[letter.reason] ?? [letter.reason, ''];
    patch(body,
      el('p', { class: 'lead' }, title, letter.detail && `: ${letter.detail}`),
      el('p', { class: 'todo' }, todo),
      el('dl', { class: 'facts' },
        fact('Id', el('code', null, letter.id)),
        fact('Given up', time(letter.diedAt)),
        fact('Accepted', envelope.acceptedAt && time(envelope.acceptedAt)),
        fact('Expires', envelope.expiresAt && [time(envelope.expiresAt), isExpired(letter) ? ` (${span(now() - Date.parse(envelope.expiresAt))} ago)` : '']),
        fact('Caller', envelope.caller),
        fact('Recipient', envelope.recipient),
        fact('Sender', envelope.sender),
        fact('Channel', envelope.channel),
        fact('Text', envelope.body && el('span', { class: 'body', dir: 'auto' }, envelope.body)),
        fact('Code', envelope.code),
        Object.entries(envelope.context ?? {}).map(([name, value]) => fact(name, value)),
        fact('Could not be read', letter.raw && el('code', { class: 'body' }, letter.raw)),
        fact('Trace', envelope.traceparent && el('code', null, envelope.traceparent))),
      el('h3', null, count(envelope.attempts?.length ?? 0, 'attempt')),
      (envelope.attempts?.length ?? 0) > 0 && el('ol', { class: 'attempts' }, envelope.attempts.map(attempt =>
        el('li', null, time(attempt.at), ' ', el('b', null, attempt.carrier), ` ${attempt.outcome}`,
          attempt.code && ` · ${attempt.code}`, attempt.detail && el('span', { class: 'faint' }, ` ${attempt.detail}`)))));
  }
}

const fact = (name, value) =>
  value === undefined || value === null || value === '' ? null : el('div', null, el('dt', null, name), el('dd', null, value));
