// Whether a message would be sent now, and which rule decides. Nothing is counted.

import { el, patch } from './dom.js';
import { gateway } from './gateway.js';
import { rules } from './reasons.js';
import { field, pill } from './section.js';
import { count, span } from './words.js';

const wordsOf = rule => rules[rule] ?? rule;

/** @returns Whether it would be sent, which rule decides, and what else there is to know, in sentences. */
export function verdict({ decision, rule, retryAfter, recorded, onAllowList, testNumber }) {
  const notes = [
    retryAfter && `There is room again in ${span(retryAfter * 1000)}.`,
    testNumber && 'It is a test number: never sent, and kept for an operator among the dead letters.',
    onAllowList && 'It is on the allow list: the rules on kinds, regions and fraud pass it over.',
    recorded.length > 0 && `${count(recorded.length, 'rule')} that only ${recorded.length === 1 ? 'records is' : 'record are'} against it: ${recorded.map(wordsOf).join(', ')}.`,
  ].filter(Boolean);
  return decision === 'refused' ? ['unhealthy', 'Refused', `${wordsOf(rule)}.`, notes]
    : testNumber ? ['calm', 'Kept', 'No rule is against it.', notes]
      : ['healthy', 'Sent', 'No rule is against it.', notes];
}

export function trial() {
  const recipient = el('input', { id: 'trial-recipient', required: true, autocomplete: 'off', spellcheck: 'false', inputmode: 'tel', placeholder: '+61491570156' });
  const caller = el('input', { id: 'trial-caller', autocomplete: 'off', spellcheck: 'false' });
  const ip = el('input', { id: 'trial-ip', autocomplete: 'off', spellcheck: 'false', placeholder: '203.0.113.7' });
  const said = el('div', { role: 'status' });
  const form = el('form', { class: 'form grid', 'aria-label': 'Would it be sent?' },
    field('Number', recipient), field('Caller, where there are several', caller), field('Address of who asks', ip),
    el('p', { class: 'actions' }, el('button', { type: 'submit' }, 'Would it be sent?')));

  form.addEventListener('submit', async event => {
    event.preventDefault();
    const asked = recipient.value.trim();
    try {
      const look = await gateway.tryAdmission({ recipient: asked, caller: caller.value.trim() || undefined, ip: ip.value.trim() || undefined });
      patch(said, sentence(asked, look));
    } catch (refusal) {
      patch(said, el('p', { class: 'fault' }, refusal.message));
    }
  });

  return {
    content: [el('h3', null, 'Would it be sent?'), form, said],
    clear() {
      form.reset();
      patch(said);
    },
  };
}

function sentence(asked, look) {
  const [state, words, why, notes] = verdict(look);
  return el('div', { class: 'verdict panel' },
    el('p', { class: 'lead' }, pill(state, words), ' ', why),
    el('p', null, [`${asked}: ${look.kind} of ${look.region}`, look.caller ? `from ${look.caller}` : 'whoever the caller is'].join(', '), '.'),
    notes.map(note => el('p', null, note)));
}
