// How messages flow. What health tells is of the process that answers, but for the queue, which all share.

import { el, patch } from './dom.js';
import { lateness } from './advice.js';
import { section } from './section.js';
import { span } from './words.js';

export function flow() {
  const figures = el('dl', { class: 'figures' });
  const part = section('flow', 'Flow', 'Attempts in these figures are those of the process that answered.', figures);
  return {
    ...part,
    update(health) {
      const carriers = Object.values(health.carriers);
      const attempts = sum(carriers, carrier => carrier.attemptsInLastMinute);
      const bad = sum(carriers, carrier => carrier.badInLastMinute);
      const oldest = lateness(health);
      patch(figures,
        figure('Waiting or in work', health.queue.messages === null ? 'not known' : health.queue.messages.toLocaleString(),
          health.queue.messages === null ? 'the store cannot tell' : 'messages'),
        figure('Oldest that is due', oldest ? span(oldest.waited * 1000) : health.queue.status === 'healthy' ? 'in time' : 'not known',
          oldest ? `of the ${span(oldest.life * 1000)} it has` : '', oldest ? 'unhealthy' : null),
        figure('Attempts in the last minute', attempts.toLocaleString(), 'at all carriers'),
        figure('Failed or slow', bad.toLocaleString(), attempts > 0 ? share(bad, attempts) : '', bad > 0 ? 'degraded' : null));
    },
  };
}

const sum = (items, valueOf) => items.reduce((total, item) => total + valueOf(item), 0);

const share = (part, whole) => `${Math.round((100 * part) / whole)} % of them`;

const figure = (name, value, of, state) =>
  el('div', { 'data-state': state }, el('dt', null, name), el('dd', null, el('span', { class: 'value' }, value), ' ', el('span', { class: 'faint' }, of)));
