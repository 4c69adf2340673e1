'use strict';

const { readFileSync } = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const folder = path.join(__dirname, '..', '..', 'actions');
const entryPoints = { 'custom-phone-provider': 'onExecuteCustomPhoneProvider', 'send-phone-message': 'onExecuteSendPhoneMessage' };

const actionPath = (trigger) => path.join(folder, `${trigger}.js`);

/** The exports of the Action in this file, whose console and timers are those given; everything else is Node's own. */
function loadAction({ console, setTimeout, clearTimeout }, file) {
  const parameters = ['exports', 'require', 'console', 'setTimeout', 'clearTimeout'];
  const exports = {};
  const run = vm.compileFunction(readFileSync(file, 'utf8'), parameters, { filename: file });
  run(exports, require, console, setTimeout, clearTimeout);
  return exports;
}

/**
 * Runs an Action as Auth0 does and tells everything that came of it: reasons given to drop and retry, the text of an error
 * thrown, and what was logged.
 */
async function runAction(trigger, event, timers = { setTimeout, clearTimeout }, file = actionPath(trigger)) {
  const result = { dropped: [], retried: [], thrown: null, logged: [] };
  const console = new Proxy({}, { get: () => (...values) => result.logged.push(values.map(String).join(' ')) });
  const unused = () => {
    throw new Error('The Actions keep nothing in the cache.');
  };
  const api = { cache: { get: unused, set: unused, delete: unused } };
  if (trigger === 'custom-phone-provider') {
    api.notification = { drop: (reason) => result.dropped.push(reason), retry: (reason) => result.retried.push(reason) };
  }

  try {
    await loadAction({ console, ...timers }, file)[entryPoints[trigger]](event, api);
  } catch (error) {
    result.thrown = error.message;
  }

  return result;
}

module.exports = { actionPath, entryPoints, loadAction, runAction };
