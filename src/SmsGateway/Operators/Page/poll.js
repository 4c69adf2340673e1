// Live by asking, while somebody looks.

/** Looks every so often, not while the tab is hidden, and at once when it is shown again. A look tells its failures itself. */
export function poll(seconds, look) {
  let timer;
  let running = null;
  let isOn = false;

  function plan() {
    clearTimeout(timer);
    if (isOn && !document.hidden) {
      timer = setTimeout(run, seconds * 1000);
    }
  }

  function run() {
    clearTimeout(timer);
    running ??= look().finally(() => {
      running = null;
      plan();
    });
    return running;
  }

  document.addEventListener('visibilitychange', () => (isOn && !document.hidden ? run() : plan()));
  return {
    start() {
      isOn = true;
      return run();
    },
    stop() {
      isOn = false;
      plan();
    },
    run,
  };
}
