// The last hour of all gateways on the store, in the part about the flow: bars, sums, and each minute as a table.

import { el, patch, svg } from './dom.js';
import { gateway } from './gateway.js';
import { table } from './section.js';
import { barsOf, strips, wordsOf } from './strips.js';
import { minuteOf, seconds } from './words.js';

/** Of a strip's drawing, which is stretched to whatever room there is. */
const height = 100;
const step = 10;
const gap = 2;
/** What is little beside the highest is seen all the same. */
const least = 2;

const sums = ['lastMinute', 'lastTenMinutes', 'lastHour'];

const rows = [
  ['Accepted', sum => sum.accepted.toLocaleString()],
  ['Refused', sum => sum.refused.toLocaleString()],
  ['Delivered', sum => sum.delivered.toLocaleString()],
  ['Assumed', sum => sum.assumed.toLocaleString()],
  ['Given up', sum => sum.dead.toLocaleString()],
  ['Failed attempts', sum => failed(sum.failedAttempts, sum.attempts)],
  ['Half within', sum => seconds(sum.p50)],
  ['99 % within', sum => seconds(sum.p99)],
];

/** @param callers Is told whose tokens do not fit. */
export function hour(flow, callers) {
  const fault = el('p', { class: 'fault', role: 'alert', hidden: true });
  const told = el('p', { class: 'hint' });
  const drawn = el('div', { class: 'strips panel' });
  const sumTable = table('The last minute, ten minutes and hour', 'Messages', ...['Minute', '10 minutes', 'Hour'].map(title => ({ title, class: 'number' })));
  const carrierTable = table('Failed attempts at each carrier', 'Failed attempts at', ...['Minute', '10 minutes', 'Hour'].map(title => ({ title, class: 'number' })));
  const minuteTable = table('Each minute, newest first', 'Minute', ...rows.map(([title]) => ({ title, class: 'number' })));
  const body = el('div', { hidden: true }, drawn,
    el('div', { class: 'pair' }, sumTable.element, carrierTable.element),
    el('details', null, el('summary', null, 'Each minute as a table'), minuteTable.element));
  const element = el('div', { hidden: true }, el('h3', null, 'The last hour'), fault, told, body);
  flow.append(element);

  function draw(stats) {
    const minutes = [...stats.minutes, stats.running];
    body.hidden = false;
    patch(told, [
      stats.detail ? `Of the process that answered alone: ${stats.detail}` : `Of ${stats.instances === 1 ? 'one process' : `${stats.instances} processes`} on the store.`,
      ' The last bar is the minute that runs, at the process that answered.',
    ].join(''));
    patch(drawn, strips.map(strip => figure(strip, minutes)), el('p', { class: 'axis', 'aria-hidden': 'true' },
      [minutes[0], minutes[20], minutes[40], minutes.at(-1)].map(minute => el('span', null, minuteOf(minute.minute)))));
    patch(sumTable.body, rows.map(([title, valueOf]) =>
      el('tr', null, el('th', { scope: 'row' }, title), sums.map(sum => number(valueOf(stats[sum]))))));
    const names = Object.keys(stats.lastHour.carriers);
    carrierTable.element.hidden = names.length === 0;
    patch(carrierTable.body, names.map(name =>
      el('tr', { 'data-key': name }, el('th', { scope: 'row' }, name), sums.map(sum => number(ofCarrier(stats[sum].carriers[name]))))));
    patch(minuteTable.body, stats.minutes.toReversed().map(minute =>
      el('tr', { 'data-key': minute.minute }, el('th', { scope: 'row' }, minuteOf(minute.minute)), rows.map(([, valueOf]) => number(valueOf(minute))))));
  }

  return {
    element,
    every: 10,
    async look() {
      try {
        const stats = await gateway.stats();
        callers(stats.callers ?? []);
        draw(stats);
      } catch (refusal) {
        if (refusal.status !== 404) {
          throw refusal;
        }
        // Switched off, which is no fault.
        patch(told, refusal.message);
      }
    },
    fault(words) {
      fault.hidden = !words;
      fault.textContent = words ?? '';
    },
    show(isShown) {
      element.hidden = !isShown;
    },
    /** Nothing else of it is about anybody. */
    clear() {
      callers([]);
    },
  };
}

const number = text => el('td', { class: 'number' }, text);

const failed = (part, whole) => (part > 0 ? `${part.toLocaleString()} (${Math.round((100 * part) / whole)} %)` : '0');

const ofCarrier = count => {
  const all = count ? count.accepted + count.rejected + count.failed : 0;
  return all > 0 ? `${failed(count.failed, all)} of ${all.toLocaleString()}` : '–';
};

function figure(strip, minutes) {
  const { highest, bars } = barsOf(strip, minutes);
  const shown = strip.isTime ? seconds : value => value.toLocaleString();
  return el('figure', { 'data-key': strip.title },
    el('figcaption', null, el('b', null, strip.title), el('span', { class: 'faint' }, highest > 0 ? ` at most ${shown(highest)}` : ' none'),
      el('ul', { class: 'legend' }, strip.layers.map(layer => el('li', { 'data-kind': layer.kind }, layer.name)))),
    svg('svg', { viewBox: `0 0 ${minutes.length * step} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': wordsOf(strip, minutes, shown, minuteOf) },
      bars.map(bar => barOf(bar, highest, minutes.length - 1)),
      minutes.map((minute, index) => svg('rect', { class: 'room', x: index * step, y: 0, width: step, height },
        svg('title', null, [minuteOf(minute.minute), ...strip.layers.map(layer => `${layer.name} ${shown(layer.valueOf(minute))}`)].join('\n'))))));
}

function barOf(bar, highest, running) {
  const long = Math.max(least, (height * (bar.to - bar.from)) / highest);
  return svg('rect', {
    class: bar.index === running ? 'running' : null, 'data-kind': bar.kind,
    x: bar.index * step + gap / 2, y: height - (height * bar.from) / highest - long, width: step - gap, height: long,
  });
}
