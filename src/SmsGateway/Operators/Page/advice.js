// What is wrong, from what health says, and what to do about it. Worst first.

const order = ['unhealthy', 'degraded', 'note'];

/** The one sentence of health about a queue that is slow rather than away. */
const late = /waited for (\d+) s of the (\d+) s/;

/** @returns How long the oldest due message waits and how long its code lives, in seconds; null while it is in time. */
export function lateness(health) {
  const [, waited, life] = late.exec(health.queue.detail ?? '') ?? [];
  return waited ? { waited: Number(waited), life: Number(life) } : null;
}

export function headline(health) {
  return {
    healthy: 'All is well: messages are accepted and go out.',
    degraded: 'Messages are accepted and go out. Something fails, or is switched off, that others stand in for.',
    unhealthy: 'Codes do not reach their people.',
  }[health.status] ?? health.status;
}

export function problems(health) {
  return worstFirst([
    ...ofQueue(health), ...ofSecrets(health), ...ofRoutes(health), ...ofCarriers(health),
    ...(health.warnings ?? []).map(text => ({
      state: 'note', title: 'Settings', text, todo: 'Compare the setting with what is meant, and start the gateway again.',
    })),
  ]);
}

export const worstFirst = problems => problems.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));

function ofQueue(health) {
  const { status, detail, since } = health.queue;
  if (status === 'healthy') {
    return [];
  }
  return lateness(health)
    ? [{
      state: status,
      title: 'Messages wait too long',
      since,
      text: detail,
      todo: 'See the carriers below: one that is slow or fails holds up its own messages. With all of them well there are too few places or processes: look at what arrives, also in admission, and at MaxConcurrency.',
    }]
    : [{
      state: status,
      title: 'Nothing is accepted',
      since,
      text: detail ?? 'The queue takes no messages.',
      todo: 'Callers get 503 and nobody gets a code. Look at the store: on a disk its space, folder and owner, on Azure Storage the account, its network and its roles. What was accepted before is not lost.',
    }];
}

function ofSecrets({ secrets: { status, detail, since } }) {
  return status === 'healthy' ? [] : [{
    state: status,
    title: 'A secret cannot be read',
    since,
    text: detail,
    todo: 'Look at the vault: whether the secret is there and enabled, and whether the gateway may read it and reaches it. It is read again by itself.',
  }];
}

function ofRoutes({ routes, carriers }) {
  return Object.entries(routes).filter(([, route]) => route.status === 'unhealthy').map(([name, route]) => ({
    state: route.status,
    title: `Route ${name} delivers nothing`,
    since: route.since,
    text: route.detail,
    todo: isOff(route, carriers) ? 'Its messages wait, and die when their codes end. Switch one of its carriers on again, below.'
      : 'Its messages wait, are tried again, and die when their codes end. Mend one of its carriers, or put one that delivers on the route and start the gateway again.',
  }));
}

const isOff = (route, carriers) => route.carriers.every(name => carriers[name]?.switchedOff);

function ofCarriers({ carriers }) {
  return Object.entries(carriers).filter(([, carrier]) => carrier.status !== 'healthy').map(([name, carrier]) => ({
    state: carrier.status,
    title: titleFor(name, carrier),
    since: carrier.since,
    text: carrier.detail,
    todo: todoFor(carrier),
  }));
}

function titleFor(name, { failingIn, breaker, lastOutcome, switchedOff }) {
  return switchedOff ? `${name} is switched off`
    : breaker === 'Closed' && failingIn.length > 0 ? `${name} fails in ${failingIn.join(', ')}`
      : breaker === 'Open' && lastOutcome === null ? `${name} fails or is slow`
        : `${name} fails`;
}

function todoFor({ lastOutcome, breaker, failingIn, switchedOff }) {
  if (switchedOff) {
    return 'Its messages go to the next carrier of their route. Switch it on again, below, when it is well.';
  }
  if (breaker === 'Closed' && failingIn.length === 0) {
    return 'It lacks a secret: see above.';
  }
  if (lastOutcome === 'Refused') {
    return 'It refuses the account: compare its credentials with those in the vault, and look at the account’s balance and state there. Others of the route are tried first.';
  }
  if (lastOutcome === null) {
    return 'It takes messages, but too many attempts lately failed or were slow: look at its status page, and in the log at how long attempts take. Others of the route are tried first.';
  }
  return 'Look the code up in its documents, and at its status page. Others of the route are tried first; it is probed and comes back by itself.';
}
