'use strict';

// Runs the code of one Action for the event on standard input, as the trigger custom-phone-provider does, and writes how it ended.

const { createRequire } = require('node:module');
const { readFileSync } = require('node:fs');

const MAX_REASON = 1024;

async function run({ code, event }) {
  let verdict = { outcome: 'done' };
  const decide = (outcome) => (reason) => {
    // The last call wins.
    verdict = { outcome, reason: String(reason ?? '').slice(0, MAX_REASON) };
  };
  const cache = new Map();
  const api = {
    notification: { drop: decide('drop'), retry: decide('retry') },
    cache: {
      get: (key) => cache.get(key),
      set: (key, value) => (cache.set(key, { value }), { type: 'success' }),
      delete: (key) => (cache.delete(key), { type: 'success' }),
    },
  };
  const action = { exports: {} };
  new Function('exports', 'module', 'require', code)(action.exports, action, createRequire(__filename));
  try {
    await action.exports.onExecuteCustomPhoneProvider(event, api);
  } catch (error) {
    return { outcome: 'error', reason: error.message };
  }

  return verdict;
}

run(JSON.parse(readFileSync(0, 'utf8'))).then((end) => process.stdout.write(JSON.stringify(end)));
