// Dead letters: filters of the endpoint, groups and pages of the browser, one or many replayed or deleted.

import { announce, el, patch } from './dom.js';
import { each } from './bulk.js';
import { columns, empty, row } from './dead-letter-rows.js';
import { gateway } from './gateway.js';
import { groups } from './groups.js';
import { canReplay, isExpired, openLetter } from './letter.js';
import { Loaded } from './loaded.js';
import { question } from './question.js';
import { reasons } from './reasons.js';
import { field, section, select, table } from './section.js';
import { count, time } from './words.js';

/** Of rows at a time: ten thousand are no more to the browser than these. */
const pageSize = 50;

export function deadLetters() {
  const reason = select('dead-reason', [['', 'all'], ...Object.entries(reasons).map(([name, [words]]) => [name, words])]);
  const day = el('input', { id: 'dead-day', type: 'date' });
  const grouping = groups(() => {
    at = 0;
    draw();
  });
  const button = (words, act, kind) => el('button', { type: 'button', class: kind, click: () => run(act) }, words);
  const rows = table('Dead letters, newest first', ...columns);
  const position = el('p', { class: 'faint' });
  const [newer, older, more, all] = [
    button('Newer', () => turn(-pageSize)), button('Older', () => turn(pageSize)), button('Load 100 more', () => load(1)), button('Load all', () => load(Infinity)),
  ];
  const [replay, remove] = [button('Replay these', replayAll), button('Delete these', deleteAll, 'bad')];
  const actions = el('p', { class: 'actions' }, replay, remove);
  const part = section('dead-letters', 'Dead letters', 'What could not be delivered. Groups and figures are of what is loaded.',
    el('div', { class: 'filters' }, field('Reason', reason), field('Day (UTC)', day)), grouping.element, rows.element,
    el('div', { class: 'pager' }, position, newer, older, more, all), actions);

  let loaded;
  let at = 0;
  let isLoadingAll = false;
  let isOpening = null;
  clear();

  function clear() {
    const query = { day: day.value, reason: reason.value };
    loaded = new Loaded(continuation => gateway.deadLetters({ ...query, continue: continuation }));
    at = 0;
    grouping.clear();
    draw();
  }

  for (const filter of [reason, day]) {
    filter.addEventListener('change', () => run(() => {
      clear();
      return look();
    }));
  }
  rows.body.addEventListener('click', event => {
    const id = event.target.closest('button')?.dataset.id;
    if (id) {
      run(() => open(id));
    }
  });

  /** Once, however often it was clicked before the gateway answered. */
  async function open(id) {
    isOpening ??= openLetter(id, gone => drop(new Set([gone]))).finally(() => {
      isOpening = null;
    });
    await isOpening;
  }

  async function run(act) {
    try {
      part.fault('');
      await act();
    } catch (refusal) {
      part.fault(refusal.message);
    }
  }

  async function look() {
    // A new filter makes a new list; an answer to the one before is nobody's.
    const asked = loaded;
    await asked.refresh();
    if (asked === loaded) {
      draw();
    }
  }

  async function load(pages) {
    if (isLoadingAll) {
      isLoadingAll = false;
      return;
    }
    isLoadingAll = pages > 1;
    const asked = loaded;
    try {
      await asked.all(() => {
        draw();
        return isLoadingAll && asked === loaded;
      });
    } finally {
      isLoadingAll = false;
      draw();
    }
    announce(`${count(loaded.items.length, 'dead letter')} loaded.`);
  }

  function turn(by) {
    at = Math.max(0, at + by);
    draw();
    rows.element.focus({ preventScroll: true });
  }

  function drop(ids) {
    loaded.drop(ids);
    draw();
    if (document.activeElement === document.body) {
      part.element.focus({ preventScroll: true });
    }
  }

  async function replayAll() {
    const able = grouping.filter(loaded.items).filter(canReplay);
    const expired = able.filter(isExpired);
    const good = able.length - expired.length;
    const box = expired.length > 0
      ? `Also the ${expired.length.toLocaleString()} expired, with a fresh life: their people may find that the code no longer works`
      : null;
    const answer = await question(good > 0 ? `Replay ${count(good, 'message')}?` : 'All have expired: replay them?',
      `${named()} Each goes into the queue again and starts afresh; of ${count(able.length, 'message')} that can be replayed ${expired.length.toLocaleString()} expired.`, 'Replay', box);
    if (answer === false && good === 0) {
      part.fault('Nothing was replayed: all of them have expired, and the box was not ticked.');
    } else if (answer !== null) {
      drop(await each('Replaying', answer ? able : able.filter(letter => !isExpired(letter)), letter => gateway.replay(letter.id, answer)));
    }
  }

  async function deleteAll() {
    const letters = grouping.filter(loaded.items);
    if (await question(`Delete ${count(letters.length, 'dead letter')} for good?`, `${named()} It cannot be taken back.`, 'Delete') !== null) {
      drop(await each('Deleting', letters, letter => gateway.deleteDeadLetter(letter.id)));
    }
  }

  const named = () => (grouping.words ? `Those with ${grouping.words}.` : 'All that are loaded.');

  function draw() {
    const letters = grouping.filter(loaded.items);
    at = Math.min(at, Math.max(0, Math.floor((letters.length - 1) / pageSize) * pageSize));
    grouping.draw(loaded.items);
    patch(rows.body, letters.slice(at, at + pageSize).map(row), letters.length === 0 && empty(loaded.more));
    const end = Math.min(at + pageSize, letters.length);
    patch(position, letters.length > 0 && [`${(at + 1).toLocaleString()} to ${end.toLocaleString()} of ${letters.length.toLocaleString()}`
      + `${letters.length < loaded.items.length ? `, ${loaded.items.length.toLocaleString()} loaded` : ''}${loaded.more ? '; there are more' : ''}; first `, time(letters.at(-1).diedAt), ', last ', time(letters[0].diedAt)]);
    newer.hidden = older.hidden = letters.length <= pageSize;
    actions.hidden = letters.length === 0;
    newer.disabled = at === 0;
    older.disabled = end >= letters.length;
    more.hidden = all.hidden = !loaded.more && !isLoadingAll;
    all.textContent = isLoadingAll ? `Stop at ${loaded.items.length.toLocaleString()}` : 'Load all';
    replay.disabled = !letters.some(canReplay);
    remove.disabled = letters.length === 0;
  }

  return { ...part, every: 10, look, clear, open };
}
