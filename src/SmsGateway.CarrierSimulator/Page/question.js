// A question before what cannot be taken back. Without an answer it is a no.

import { $ } from './dom.js';

/** @returns a promise of whether it was a yes */
export function ask({ title, text, yes, no }) {
  const dialog = $('question');
  if (dialog.open) {
    return Promise.resolve(false);
  }
  $('question-title').textContent = title;
  $('question-text').textContent = text;
  $('question-yes').textContent = yes;
  $('question-no').textContent = no;
  return new Promise(resolve => {
    let answer = false;
    const end = new AbortController();
    const { signal } = end;
    $('question-yes').addEventListener('click', () => { answer = true; dialog.close(); }, { signal });
    $('question-no').addEventListener('click', () => dialog.close(), { signal });
    dialog.addEventListener('close', () => { end.abort(); resolve(answer); }, { signal });
    dialog.showModal();
    $('question-no').focus();
  });
}
