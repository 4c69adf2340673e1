// Callers whose tokens do not fit, and what to do about it.

import { count } from './words.js';

/** What does not fit of a caller's tokens, in words, and what to do about it. */
const misfits = {
  signature: ['its signature does not fit the secret', 'Compare the secret at Auth0 with the one that SigningSecretName names. One of them was changed alone; after a rotation the gateway takes the version before as well.'],
  algorithm: ['it is signed with another algorithm', 'Compare the algorithm at Auth0 with the caller’s Algorithms.'],
  expired: ['it has expired', 'Compare the clocks of both sides; then look at how long a token of theirs lives.'],
  notYetValid: ['it is not valid yet', 'Compare the clocks of both sides.'],
  noExpiration: ['it has no exp, which the caller requires', 'Let the sender set exp, or switch RequireExpiration off.'],
  expiresTooLate: ['it lives for more than a day', 'Let the sender set an exp that is nearer.'],
  tooOld: ['it is older than MaxTokenAge allows', 'Compare the clocks of both sides; then look at MaxTokenAge.'],
  bodyHash: ['it is for another body', 'Look at what between Auth0 and the gateway changes bodies on their way.'],
};

/** Fewer may be anybody's try. */
const many = 5;

/** @param callers Those whose tokens do not fit; whoever posts must not learn why, so health itself has none of it. */
export function ofCallers(callers) {
  return callers.map(({ name, since, refused, why }) => {
    const [words, todo] = misfits[why] ?? [`of ${why}`, 'Look at the log for what does not fit (event 9).'];
    return {
      state: refused < many ? 'note' : 'degraded',
      title: `Caller ${name}: its tokens do not fit`,
      since,
      text: `${count(refused, 'token')} in a row made out as its ${refused === 1 ? 'was' : 'were'} refused, the last because ${words}. ${refused < many ? 'That may be anybody’s try.' : 'Its users get no code, unless somebody else makes tokens in its name.'}`,
      todo,
    };
  });
}
