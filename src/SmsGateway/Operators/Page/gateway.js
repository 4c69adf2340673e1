// The gateway's endpoints, all that the page uses, and how they are asked.

import { key, name } from './key.js';
import { noteTime } from './words.js';

/** The page lies beside the endpoints: at /operators/ on the Host, at /api/operators/ on Azure Functions. */
const root = new URL('../', import.meta.url);
const address = root.pathname.toLowerCase().endsWith('/api/') ? root : new URL('api/', root);
const patience = 20_000;

/** A look-up waits for its turn, goes through a day and then reads how each message ended: 45 s at most. */
const patienceOfLookUp = 60_000;

/** Why something was not done: the status (0: no answer), the gateway's words, and its mistakes by field. */
export class Refusal extends Error {
  constructor(status, title, errors = {}) {
    super([title, ...Object.entries(errors).map(([field, texts]) => `${field || 'The whole'}: ${texts.join(', ')}.`)].join(' '));
    this.status = status;
    this.errors = errors;
  }

  /** What the next request would meet as well. */
  get isForAll() {
    return [0, 401, 403, 429].includes(this.status) || this.status >= 500;
  }
}

const words = {
  401: 'The gateway does not know this key.',
  403: 'Something in front of the gateway refuses the request.',
  404: 'There is no such endpoint: the gateway has no operators’ key, or a proxy in front changes addresses.',
  429: 'Too many wrong keys were tried; wait a little.',
};

async function ask(method, path, { query, body, taken = [], open = false, wait = patience } = {}) {
  const url = new URL(path, address);
  for (const [parameter, value] of Object.entries(query ?? {})) {
    if (value) {
      url.searchParams.set(parameter, value);
    }
  }
  const headers = {};
  if (!open) {
    headers['x-functions-key'] = key();
    if (name()) {
      headers['x-operator'] = name();
    }
  }
  let response;
  let text;
  try {
    response = await fetch(url, {
      method, headers, body: body && JSON.stringify(body), cache: 'no-store', redirect: 'error', signal: AbortSignal.timeout(wait),
    });
    text = await response.text();
  } catch {
    throw new Refusal(0, 'The gateway does not answer.');
  }
  noteTime(response.headers.get('date'));
  const json = parse(text);
  if ((response.ok && (json !== undefined || response.status === 204)) || (taken.includes(response.status) && json?.version)) {
    return json;
  }
  throw new Refusal(response.status, json?.title ?? words[response.status] ?? `The answer is ${response.status}, which is none of the gateway’s.`, json?.errors);
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const gateway = {
  health: () => ask('GET', 'health', { open: true, taken: [503] }),
  stats: () => ask('GET', 'stats'),
  message: id => ask('GET', `messages/${id}`, { wait: patienceOfLookUp }),
  messages: query => ask('GET', 'messages', { query, wait: patienceOfLookUp }),
  deadLetters: query => ask('GET', 'dead-letters', { query }),
  deadLetter: (id, reveal) => ask('GET', `dead-letters/${id}`, { query: { reveal } }),
  replay: (id, allowExpired) => ask('POST', `dead-letters/${id}/replay`, { query: { allowExpired } }),
  deleteDeadLetter: id => ask('DELETE', `dead-letters/${id}`),
  decisions: query => ask('GET', 'admission/decisions', { query }),
  tryAdmission: message => ask('POST', 'admission/test', { body: message }),
  entries: (list, reveal) => ask('GET', `admission/${list}`, { query: { reveal } }),
  putEntry: (list, entry, force) => ask('PUT', `admission/${list}`, { query: { force }, body: entry }),
  deleteEntry: (list, query) => ask('DELETE', `admission/${list}`, { query }),
};
