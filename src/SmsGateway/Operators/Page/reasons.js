// What the gateway's words mean to an operator.

/** Why a message was given up, and what helps. */
export const reasons = {
  Rejected: ['Rejected', 'A carrier says that this recipient or text will never go. Look at its code: mostly the number is wrong, a landline, or has opted out. A replay brings the same answer.'],
  Expired: ['Expired', 'The code ran out of time. Look at the attempts: which carrier failed or was slow. People have asked for another code by now.'],
  Unknown: ['Unknown', 'A carrier may have it, and nobody knows. Look for it in the carrier’s own log before a replay, which may send it twice.'],
  Unreadable: ['Unreadable', 'The queue held something that is no message, or one whose key is lost. With the key back in its secret it can be replayed.'],
  Poison: ['Poison', 'An error of the gateway’s own, or a death in the middle of the delivery, eight times. The log has the error; a replay is safe when it is mended.'],
  Unroutable: ['Unroutable', 'No configured carrier can deliver it any more. Compare the routes with the carriers, then replay.'],
  TestNumber: ['Test number', 'Not dead: it went to a test number and is kept for you to read. Reveal it for its code.'],
};

/** Rules of admission. */
export const rules = {
  kind_not_allowed: 'Kind of number not allowed',
  region_not_allowed: 'Region not allowed',
  blocked: 'Blocked by an operator',
  number_limit: 'Too many for one number',
  block_limit: 'Too many for a block of numbers',
  ip_limit: 'Too many from one address',
  ip_regions_limit: 'One address, too many regions',
  region_limit: 'Too many for a region',
  user_limit: 'Too many for one user',
  caller_limit: 'Too many from a caller',
  tenant_limit: 'Too many from a tenant',
  unverified_region: 'Codes to a region are not used',
  unverified_ip: 'Codes from an address are not used',
};

/** The last attempt in a line: who, what came of it, with which code. */
export const answerOf = attempt => [attempt.carrier, attempt.outcome, attempt.code].filter(Boolean).join(' · ');
