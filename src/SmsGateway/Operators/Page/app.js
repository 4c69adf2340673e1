// The operators' page: its parts in their order, and what keeps them live.

import { $ } from './dom.js';
import { admission } from './admission.js';
import { carriers } from './carriers.js';
import { deadLetters } from './dead-letters.js';
import { flow } from './flow.js';
import { gateway } from './gateway.js';
import { health } from './health.js';
import { hour } from './hour.js';
import { forget, key } from './key.js';
import { lists } from './lists.js';
import { messages } from './messages.js';
import { poll } from './poll.js';
import { signIn } from './sign-in.js';

const healthEvery = 5;

/** Live by health, which needs no key: each has update(health). */
const watched = health();
const flowing = flow();
const line = carriers(() => [pulse, ...polls].forEach(each => each.run()));
const watching = [watched, flowing, line];

const door = signIn(() => {
  enter();
  keyed[0].element.focus();
});

/** For who has the key: each has a section, and, where it is live, every (seconds) and look(). A 401 closes them all. */
const letters = deadLetters();
const keyed = [letters, messages(letters.open), admission(), lists(line.keyed.note), hour(flowing.element, watched.callers), line.keyed];
const failing = new Set();
const polls = keyed.filter(part => part.look).map(part => poll(part.every, () => told(part)));

/** A failure stands in its own part, and goes with the next look that succeeds; what an action met stays to be read. */
async function told(part) {
  try {
    await part.look();
    if (failing.delete(part)) {
      part.fault('');
    }
  } catch (refusal) {
    if (refusal.status === 401) {
      leave(refusal.message);
    } else {
      failing.add(part);
      part.fault(refusal.message);
    }
  }
}

function enter() {
  door.show(false);
  $('leave').hidden = false;
  keyed.forEach(part => part.show(true));
  polls.forEach(each => each.start());
}

function leave(why) {
  forget();
  // What they show was revealed with the key.
  document.querySelectorAll('dialog').forEach(shown => shown.close());
  polls.forEach(each => each.stop());
  keyed.forEach(part => {
    part.show(false);
    part.clear();
  });
  $('leave').hidden = true;
  door.show(true);
  door.fault(why);
}

$('leave').addEventListener('click', () => {
  leave('');
  door.focus();
});

const pulse = poll(healthEvery, async () => {
  try {
    const answer = await gateway.health();
    watching.forEach(part => part.update(answer));
  } catch (refusal) {
    watched.lost(refusal);
  }
});
pulse.start();

if (key()) {
  enter();
} else {
  leave('');
}
