// Carriers and routes, as health has them.

import { el, patch } from './dom.js';
import { pill, section, table } from './section.js';
import { time } from './words.js';

const breakers = { Open: 'tried last', HalfOpen: 'failed, not tried since' };

const stateOf = ({ status, breaker, failingIn }) => breakers[breaker]
  ?? (status === 'healthy' ? 'delivers' : failingIn.length > 0 ? `fails in ${failingIn.join(', ')}` : 'lacks a secret');

export function carriers() {
  const carrierTable = table('Each carrier', 'Carrier', 'State', 'Last success', 'Last code',
    { title: 'Attempts', class: 'number' }, { title: 'Failed or slow', class: 'number' }, 'What is wrong');
  const routeTable = table('Each route', 'Route', 'State', 'Shares', 'What is wrong');
  const part = section('carriers', 'Carriers', 'Attempts are those of the last minute, at the process that answered.', carrierTable.element, el('h3', null, 'Routes'), routeTable.element);
  return {
    ...part,
    update(health) {
      patch(carrierTable.body, Object.entries(health.carriers).map(carrierRow));
      patch(routeTable.body, Object.entries(health.routes).map(routeRow));
    },
  };
}

const carrierRow = ([name, carrier]) =>
  el('tr', { 'data-key': name },
    el('th', { scope: 'row' }, name),
    el('td', null, pill(carrier.status, stateOf(carrier))),
    el('td', null, carrier.lastSuccess ? time(carrier.lastSuccess) : 'none yet'),
    el('td', null, carrier.lastCode ?? '–'),
    el('td', { class: 'number' }, carrier.attemptsInLastMinute.toLocaleString()),
    el('td', { class: 'number' }, carrier.badInLastMinute.toLocaleString()),
    el('td', { class: 'text' }, carrier.detail ?? '–'));

const routeStates = { healthy: 'delivers', degraded: 'delivers in part', unhealthy: 'delivers nothing' };

const routeRow = ([name, route]) =>
  el('tr', { 'data-key': name },
    el('th', { scope: 'row' }, name),
    el('td', null, pill(route.status, routeStates[route.status] ?? route.status)),
    el('td', null, Object.entries(route.weights ?? {}).map(([carrier, points]) => `${carrier} ${points}`).join(', ') || 'in order'),
    el('td', { class: 'text' }, route.detail ?? '–'));
