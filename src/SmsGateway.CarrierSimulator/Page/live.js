// What comes by itself: the feed of arrivals, and counts and dead letters by asking, while somebody looks.

import { $, fetchJson } from './dom.js';

const pollEvery = 2000;

function connection(state, text) {
  $('connection').dataset.state = state;
  $('connection').textContent = text;
}

/** @param of snapshot, messages: take arrivals, oldest first */
export function watch(of) {
  const events = new EventSource('/simulator/events');
  events.addEventListener('open', () => connection('live', 'Live'));
  events.addEventListener('error', () => {
    connection('lost', events.readyState === EventSource.CLOSED
      ? 'Connection lost: reload the page'
      : 'Connection lost, trying again');
  });
  events.addEventListener('snapshot', event => of.snapshot(JSON.parse(event.data)));
  events.addEventListener('messages', event => of.messages(JSON.parse(event.data)));
}

/**
 * @param uses by path: what takes the answer
 * @returns asks for all of them now
 */
export function poll(uses) {
  // A failure shows in the connection's own indicator.
  const refresh = () => Promise.allSettled(Object.entries(uses).map(async ([path, use]) => use(await fetchJson(path))));
  const next = async () => {
    if (!document.hidden) {
      await refresh();
    }
    setTimeout(next, pollEvery);
  };
  next();
  document.addEventListener('visibilitychange', () => document.hidden || refresh());
  return refresh;
}

let untold = 0;

/** Reads out at most every two seconds, so that a busy inbox does not talk without end. */
export function announce(count) {
  if (untold === 0) {
    setTimeout(() => {
      $('announcer').textContent = untold === 1 ? '1 new arrival' : `${untold} new arrivals`;
      untold = 0;
    }, pollEvery);
  }
  untold += count;
}
