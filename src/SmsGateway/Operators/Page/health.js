// Health in words: is it well, what is wrong, what to do.

import { $, announce, el, patch } from './dom.js';
import { headline, problems, worstFirst } from './advice.js';
import { ofCallers } from './callers.js';
import { pill, section } from './section.js';
import { time } from './words.js';

const states = { healthy: 'Healthy', degraded: 'Degraded', unhealthy: 'Unhealthy', note: 'To know', away: 'No answer' };

export function health() {
  const head = el('p', { class: 'lead' });
  const list = el('ul', { class: 'problems' });
  const part = section('health', 'Health', null, head, list);
  let told;
  let lostSince = null;
  let last = null;
  let callers = [];

  function draw() {
    patch(head, headline(last));
    patch(list, worstFirst([...problems(last), ...ofCallers(callers)]).map(problem), (last.notes ?? []).map(note));
  }

  function connection(state, words) {
    $('connection').dataset.state = state;
    $('connection').textContent = words;
    document.title = state === 'unhealthy' || state === 'away' ? '(!) SMS gateway' : 'SMS gateway';
    if (told !== undefined && told !== words) {
      announce(`The gateway: ${words}`);
    }
    told = words;
  }

  return {
    ...part,
    update(answer) {
      lostSince = null;
      last = answer;
      connection(answer.status, states[answer.status] ?? answer.status);
      $('version').textContent = `Build ${answer.version.split('+')[0]}`;
      $('version').title = answer.version;
      draw();
    },
    /** What only the key shows: whose tokens do not fit. @param refused As the last hour has them. */
    callers(refused) {
      callers = refused;
      if (last && lostSince === null) {
        draw();
      }
    },
    lost(refusal) {
      lostSince ??= new Date().toISOString();
      connection('away', states.away);
      patch(head, refusal.message);
      patch(list, problem({
        state: 'unhealthy',
        title: 'This page has no news',
        since: lostSince,
        text: 'What it shows below is from before.',
        todo: 'Look whether the process runs and what its log ends with, then at the proxy in front of it and at this computer’s own network. The page asks again by itself.',
      }));
    },
  };
}

const problem = ({ state, title, since, text, todo }) =>
  el('li', { 'data-state': state },
    el('h3', null, pill(state, states[state] ?? state), ' ', title, since && [' since ', time(since)]),
    text && el('p', null, text),
    el('p', { class: 'todo' }, el('b', null, 'What to do: '), todo));

const note = text => el('li', { 'data-state': 'calm' }, el('p', null, text));
