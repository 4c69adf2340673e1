// Carriers and routes, as health has them. Who has the key switches a carrier off and on: an entry of the block list.

import { announce, el, patch } from './dom.js';
import { gateway } from './gateway.js';
import { form, question } from './question.js';
import { ends, field, pill, section, select, table } from './section.js';
import { time } from './words.js';

const breakers = { Open: 'tried last', HalfOpen: 'failed, not tried since' };

/** Health is shared for a second: a look before that would tell of before. */
const soon = 1200;

const stateOf = ({ status, breaker, failingIn, switchedOff }) => (switchedOff ? 'switched off' : breakers[breaker]
  ?? (status === 'healthy' ? 'delivers' : failingIn.length > 0 ? `fails in ${failingIn.join(', ')}` : 'lacks a secret'));

/** The routes that would have nobody left without a carrier. */
export const leftAlone = (health, name) =>
  Object.entries(health.routes)
    .filter(([, route]) => route.carriers.includes(name) && route.carriers.every(other => other === name || health.carriers[other]?.switchedOff))
    .map(([route]) => route);

/** What becomes of the messages of a carrier that is switched off. */
export function consequence(health, name) {
  const alone = leftAlone(health, name);
  return alone.length === 0
    ? 'Its messages go to the next carrier of their route. It holds at all gateways on the store within seconds.'
    : `No other carrier is left on ${alone.length === 1 ? 'the route' : 'the routes'} ${alone.join(', ')}: ${alone.length === 1 ? 'its' : 'their'} messages wait until their codes end, and nobody gets one. It holds at all gateways on the store within seconds.`;
}

/** @param lookAgain Asks for health. */
export function carriers(lookAgain) {
  const carrierTable = table('Each carrier', 'Carrier', 'State', { title: 'Switch', class: 'keyed' }, { title: 'Last success', class: 'roomy' },
    { title: 'Last code', class: 'roomy' }, { title: 'Attempts', class: 'number roomy' }, { title: 'Failed or slow', class: 'number roomy' }, 'What is wrong');
  const routeTable = table('Each route', 'Route', 'State', 'Carriers', 'What is wrong');
  const part = section('carriers', 'Carriers', 'Attempts are those of the last minute, at the process that answered.', carrierTable.element, el('h3', null, 'Routes'), routeTable.element);
  let told = null;
  let reasons = new Map();
  let isOpen = false;

  function draw() {
    carrierTable.element.classList.toggle('open', isOpen);
    patch(carrierTable.body, Object.entries(told?.carriers ?? {}).map(([name, carrier]) => carrierRow(name, carrier, reasons.get(name.toLowerCase()), isOpen)));
    patch(routeTable.body, Object.entries(told?.routes ?? {}).map(routeRow));
  }

  carrierTable.body.addEventListener('click', async event => {
    const { carrier: name, to } = event.target.closest('button')?.dataset ?? {};
    if (!name) {
      return;
    }
    part.fault('');
    try {
      if (await (to === 'off' ? off(told, name) : on(name))) {
        announce(`${name} is switched ${to}.`);
        setTimeout(lookAgain, soon);
      }
    } catch (refusal) {
      part.fault(refusal.message);
    }
  });

  return {
    ...part,
    update(health) {
      told = health;
      draw();
    },
    /** What only the key shows: the switches, and why one is off. */
    keyed: {
      show(isShown) {
        isOpen = isShown;
        draw();
      },
      clear() {
        reasons = new Map();
        part.fault('');
        draw();
      },
      /** @param blocks The block list. */
      note(blocks) {
        reasons = new Map(blocks.filter(entry => entry.carrier).map(entry => [entry.carrier.toLowerCase(), entry.reason]));
        draw();
      },
    },
  };
}

async function off(health, name) {
  const end = select('off-end', ends);
  const why = el('input', { id: 'off-reason', maxlength: '200', autocomplete: 'off' });
  if (!await form(`Switch ${name} off?`, 'Switch off', el('p', null, consequence(health, name)), field('For', end), field('Why, for who reads it later', why))) {
    return false;
  }
  await gateway.putEntry('blocks', { carrier: name, for: end.value || undefined, reason: why.value.trim() || undefined });
  return true;
}

async function on(name) {
  if (await question(`Switch ${name} on?`, 'It is tried in its place again, at all gateways on the store within seconds.', 'Switch on') === null) {
    return false;
  }
  await gateway.deleteEntry('blocks', { carrier: name });
  return true;
}

const carrierRow = (name, carrier, reason, isOpen) =>
  el('tr', { 'data-key': name },
    el('th', { scope: 'row' }, name),
    el('td', null, pill(carrier.status, stateOf(carrier))),
    isOpen && switchCell(name, carrier.switchedOff ? 'on' : 'off'),
    el('td', { class: 'roomy' }, carrier.lastSuccess ? time(carrier.lastSuccess) : 'none yet'),
    el('td', { class: 'roomy' }, carrier.lastCode ?? '–'),
    el('td', { class: 'number roomy' }, carrier.attemptsInLastMinute.toLocaleString()),
    el('td', { class: 'number roomy' }, carrier.badInLastMinute.toLocaleString()),
    el('td', { class: 'text' }, carrier.detail ?? '–', carrier.switchedOff && reason && ` Why: ${reason}`));

const switchCell = (name, to) =>
  el('td', null, el('button', { type: 'button', 'data-carrier': name, 'data-to': to, 'aria-label': `Switch ${to} ${name}` }, `Switch ${to}`));

const routeStates = { healthy: 'delivers', degraded: 'delivers in part', unhealthy: 'delivers nothing' };

const routeRow = ([name, route]) =>
  el('tr', { 'data-key': name },
    el('th', { scope: 'row' }, name),
    el('td', null, pill(route.status, routeStates[route.status] ?? route.status)),
    el('td', null, route.weights ? Object.entries(route.weights).map(([carrier, points]) => `${carrier} ${points}`).join(', ') : route.carriers.join(', then ')),
    el('td', { class: 'text' }, route.detail ?? '–'));
