// What stands in the place of an empty list: what to do.

import { $ } from './dom.js';

let act = () => {};

export const emptyFor = () => $('empty-action').addEventListener('click', () => act());

function tell(title, text, action, onAction) {
  $('empty-title').textContent = title;
  $('empty-text').replaceChildren(...text);
  $('empty-action').hidden = !action;
  $('empty-action').textContent = action ?? '';
  act = onAction ?? (() => {});
}

const code = text => {
  const element = document.createElement('code');
  element.textContent = text;
  return element;
};

/** @param of isFiltered, stats (null while unknown), canSend; clearFilter, send: what the button does */
export function showEmpty({ isFiltered, stats, canSend, clearFilter, send }) {
  if (isFiltered) {
    tell('No message matches', ['Search goes through the text, the numbers, the carrier, its answer and the id.'], 'Show all messages', clearFilter);
  } else if (stats?.inboxCapacity === 0) {
    tell('Messages are not kept', ['They are counted alone, because ', code('Simulator__Inbox__Capacity'), ' is 0.']);
  } else if (stats && !Object.values(stats.carriers).some(carrier => carrier.configured)) {
    tell('No carrier has credentials', ['So every request is answered 401. Set, for example, ', code('Simulator__Twilio__AccountSid'), ' and ',
      code('Simulator__Twilio__AuthToken'), ', and start again.']);
  } else if (canSend) {
    tell('No messages yet', ['Send a code through the gateway. It shows here within milliseconds.'], 'Send a test message', send);
  } else {
    tell('No messages yet', ['Send a code through the gateway: paste the ', code('curl'), ' line that ', code('dotnet run dev.cs -- run'),
      ' printed. It shows here within milliseconds.']);
  }
}
