// One thing done to many dead letters, a few at a time, with a way to stop it.

import { announce, el } from './dom.js';
import { dialog } from './question.js';
import { count, tally } from './words.js';

const atOnce = 4;

/**
 * @param act Does it to one; a refusal of that one is counted, one that all would meet ends the whole.
 * @returns The ids of those that are no longer there.
 */
export async function each(title, letters, act) {
  const bar = el('progress', { max: String(letters.length), value: '0', 'aria-label': title });
  const words = el('p', null, `0 of ${count(letters.length, 'message')}`);
  // Read out at the end alone.
  const result = el('p', { role: 'status' });
  const close = el('button', { type: 'button' }, 'Stop');
  const shown = dialog(title, bar, words, result, el('p', { class: 'actions' }, close));
  const gone = new Set();
  const refused = [];
  let isOver = false;
  let at = 0;
  let done = 0;
  let end = '';

  // Escape stops it as well: what runs out of sight cannot be stopped any more.
  shown.addEventListener('close', () => {
    isOver = true;
  });
  close.addEventListener('click', () => shown.close());

  async function work() {
    while (!isOver && at < letters.length) {
      const letter = letters[at];
      at += 1;
      try {
        await act(letter);
        done += 1;
        gone.add(letter.id);
      } catch (refusal) {
        if (refusal.isForAll ?? true) {
          isOver = true;
          end = refusal.message;
          return;
        }
        refused.push(refusal.message);
        if (refusal.status === 404) {
          gone.add(letter.id);
        }
      }
      bar.value = done + refused.length;
      words.textContent = `${done + refused.length} of ${count(letters.length, 'message')}`;
    }
  }

  await Promise.all(Array.from({ length: atOnce }, work));
  const summary = [
    `Done with ${count(done, 'message')} of ${letters.length.toLocaleString()}.`,
    ...tally(refused, text => text).map(([text, number]) => `${number.toLocaleString()} not: ${text}`),
    end && `Ended there: ${end}`,
  ].filter(Boolean).join(' ');
  result.textContent = summary;
  close.textContent = 'Close';
  if (!shown.open) {
    announce(summary);
  }
  return gone;
}
