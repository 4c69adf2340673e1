'use strict';

// node run-action.js <trigger> < event.json: runs the Action of that trigger and prints what came of it, as JSON.

const { text } = require('node:stream/consumers');
const { runAction } = require('./action');

text(process.stdin)
  .then((json) => runAction(process.argv[2], JSON.parse(json)))
  .then((result) => process.stdout.write(JSON.stringify(result)));
