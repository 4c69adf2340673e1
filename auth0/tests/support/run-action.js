'use strict';

// node run-action.js <trigger> [file] < event.json: runs the Action of that trigger, ours or the one in the file, and prints what
// came of it: {"dropped":[reasons],"retried":[reasons],"thrown":message or null,"logged":[lines]}.

const { text } = require('node:stream/consumers');
const { runAction } = require('./action');

text(process.stdin)
  .then((json) => runAction(process.argv[2], JSON.parse(json), undefined, process.argv[3]))
  .then((result) => process.stdout.write(JSON.stringify(result)));
