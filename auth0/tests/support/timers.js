'use strict';

/** Timers for an Action: short pauses pass at once, time limits only when the test says so; both are written down. */
class Timers {
  #limits = new Map();

  /** Every delay that was asked for, in milliseconds. */
  asked = [];

  setTimeout = (callback, ms) => {
    this.asked.push(ms);
    if (ms <= 1000) {
      return setImmediate(callback);
    }

    const timer = {};
    this.#limits.set(timer, callback);
    return timer;
  };

  clearTimeout = (timer) => this.#limits.delete(timer);

  /** Whether a time limit is left behind. */
  get isRunning() {
    return this.#limits.size > 0;
  }

  /** Lets every running time limit pass. */
  expire() {
    for (const [timer, callback] of this.#limits) {
      this.#limits.delete(timer);
      callback();
    }
  }
}

module.exports = { Timers };
