// What the page knows: arrivals, folded into messages with their attempts. Nothing here touches the document.

import { textOf } from './format.js';

/** As many as the live feed sends at first. */
export const maxLive = 500;

const keyOf = attempt => attempt.correlationId ?? `#${attempt.id}`;

/** Whether an attempt has everything that is asked for; the carrier simulator's search has the same rule (Inbox/InboxSearch.cs). */
export function fits(attempt, { text = '', carrier = '', outcome = '' }) {
  const parts = [attempt.recipient, attempt.sender, textOf(attempt), attempt.carrier, attempt.detail, attempt.correlationId ?? '']
    .map(part => part.toLowerCase());
  return (!carrier || attempt.carrier === carrier)
    && (!outcome || attempt.outcome === outcome)
    && text.toLowerCase().split(/\s+/).filter(Boolean).every(word => parts.some(part => part.includes(word)));
}

export const isForAll = ({ text = '', carrier = '', outcome = '' }) => !text.trim() && !carrier && !outcome;

/** Drops the oldest beyond what the page has room for. */
function trim(collection) {
  for (const key of collection.keys()) {
    if (collection.size <= maxLive) {
      break;
    }
    collection.delete(key);
  }
}

function message(key, attempts) {
  const taken = attempts.filter(attempt => attempt.outcome === 'accepted');
  const last = attempts.at(-1);
  // During an outage a request is not read.
  const shown = taken.at(-1) ?? attempts.findLast(attempt => attempt.body) ?? last;
  return { key, attempts, shown, last, outcome: taken.length > 0 ? 'accepted' : last.outcome, taken: taken.length };
}

export class Inbox {
  #live = new Map();
  #found = new Map();
  #unread = new Set();
  #newest = null;

  get isEmpty() {
    return this.#live.size === 0;
  }

  /** Whether there may be older ones than the page has. */
  get isFull() {
    return this.#live.size >= maxLive;
  }

  /** Everything anew, at the beginning, after a lost connection and after a clearing. What is there at the beginning has been read. */
  load(attempts) {
    const newest = this.#newest;
    // Ids begin again when the carrier simulator does.
    const beganAgain = newest !== null && attempts.length > 0 && attempts.at(-1).id < newest;
    this.#live.clear();
    this.#found.clear();
    this.#newest = newest ?? 0;
    const arrived = newest === null ? [] : attempts.filter(attempt => beganAgain || attempt.id > newest);
    if (beganAgain || attempts.length === 0) {
      this.#unread.clear();
    }
    this.#keep(attempts);
    this.#markUnread(arrived);
    if (beganAgain) {
      this.#newest = attempts.at(-1).id;
    }
  }

  add(attempts) {
    this.#keep(attempts);
    this.#markUnread(attempts);
  }

  /** What a search brought from further back. */
  setFound(attempts) {
    this.#found = new Map(attempts.map(attempt => [attempt.id, attempt]));
  }

  /** Those that fit, newest first; a message fits when one of its attempts does, and comes with all of them. */
  messages(query = {}) {
    const groups = new Map();
    const attempts = [...new Map([...this.#found, ...this.#live]).values()].sort((one, other) => one.id - other.id);
    for (const attempt of attempts) {
      const key = keyOf(attempt);
      groups.has(key) ? groups.get(key).push(attempt) : groups.set(key, [attempt]);
    }
    return [...groups]
      .filter(([, group]) => isForAll(query) || group.some(attempt => fits(attempt, query)))
      .map(([key, group]) => message(key, group))
      .reverse();
  }

  get unreadCount() {
    return this.#unread.size;
  }

  isUnread(key) {
    return this.#unread.has(key);
  }

  markRead(key) {
    this.#unread.delete(key);
  }

  markAllRead() {
    this.#unread.clear();
  }

  #keep(attempts) {
    for (const attempt of attempts) {
      this.#live.set(attempt.id, attempt);
      this.#newest = Math.max(this.#newest ?? 0, attempt.id);
    }
    trim(this.#live);
  }

  #markUnread(attempts) {
    attempts.forEach(attempt => this.#unread.add(keyOf(attempt)));
    trim(this.#unread);
  }
}
