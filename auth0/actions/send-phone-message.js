'use strict';

// Auth0 Action for the trigger send-phone-message: hands the texts and calls of multi-factor authentication to the SMS gateway.
// Secrets of the Action: GATEWAY_URL, SIGNING_SECRET, SUBJECT, AUDIENCE; optional SIGNING_SECRET_ENCODING (utf8 or
// base64url). Installation and meaning: docs/auth0.md. It writes no log; a failure is the text of the error it throws.

const { createHash, createHmac, randomUUID } = require('node:crypto');

exports.onExecuteSendPhoneMessage = async (event) => {
  const { message_options: options, request } = event;
  const result = await send(event.secrets, {
    recipient: options.recipient,
    body: options.text,
    channel: options.message_type === 'voice' ? 'voice' : 'sms',
    code: options.code,
    locale: brief(request?.language),
    messageType: options.action,
    correlationId: brief(event.transaction?.correlation_id),
    organization: event.organization && {
      id: brief(event.organization.id),
      name: brief(event.organization.display_name || event.organization.name),
    },
    clientId: brief(event.client?.client_id),
    application: brief(event.client?.name),
    userId: brief(event.user?.user_id),
    // Not the whole request: the gateway wants no coordinates of the user.
    req: { ip: request?.ip, user_agent: brief(request?.user_agent), geoip: { countryCode: request?.geoip?.countryCode } },
  });
  if (result.reason) {
    // This trigger knows neither drop nor retry; an error is its only way to say that nothing was sent.
    throw new Error(result.reason);
  }
};

// ---- From here to the end both Actions are the same: an Action is one file, so they cannot share another. ----

// Two tries and the pause between them take 17 s at most; Auth0 ends an Action after 20 s.
const TRIES = 2;
const TRY_MS = 8000;
const PAUSE_MS = 1000;
const TOKEN_SECONDS = 60;

// Surrogates without their other half. Node.js 18, on which older Actions run, has no toWellFormed.
const HALF_CHARACTERS = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** What is only for the record stays short: the gateway would cut the correlation id anyhow, and has no use for halves of characters. */
function brief(text) {
  return typeof text === 'string' ? text.slice(0, 256).replace(HALF_CHARACTERS, '\uFFFD') : undefined;
}

/**
 * Posts the message to the gateway. An empty result means that the gateway has it; otherwise `reason` says what happened,
 * in words that hold nothing of the message or the secrets, and `retry` whether it may work later.
 */
async function send(secrets, message) {
  const { settings, mistakes } = readSecrets(secrets ?? {});
  if (mistakes.length > 0) {
    return { reason: `The secrets of this Action need attention: ${mistakes.join('; ')}.` };
  }

  // One name for the message, however often it is tried: to the gateway all tries are one.
  const id = randomUUID();
  for (let tries = 1; ; tries++) {
    const result = await post(settings, message, id);
    if (!result.retry) {
      return result;
    }

    if (tries === TRIES || !result.soon) {
      return { ...result, reason: `${result.reason} (tries: ${tries}).` };
    }

    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

async function post(settings, message, id) {
  const body = JSON.stringify(message);
  const token = createToken(settings, id, body);
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TRY_MS);
  try {
    const response = await fetch(settings.url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body,
      // A redirect would take the token and the code to another address.
      redirect: 'manual',
      signal: abort.signal,
    });
    return await judge(response, message);
  } catch (error) {
    if (abort.signal.aborted) {
      return { reason: `The gateway did not answer within ${TRY_MS / 1000} s`, retry: true, soon: true };
    }

    // Only the kind of failure, such as ECONNREFUSED: the text of an error may repeat anything.
    const code = /^[A-Z][A-Z0-9_]{2,60}$/.test(error?.cause?.code) ? error.cause.code : 'no connection';
    return { reason: `The gateway was not reached: ${code}`, retry: true, soon: true };
  } finally {
    clearTimeout(timer);
  }
}

async function judge(response, message) {
  const { status } = response;
  if (status === 400) {
    const fields = await refusedFields(response, message);
    return { reason: `The gateway refused the message (400); not valid: ${fields.join(', ') || 'the request'}.` };
  }

  if (status === 200) {
    // Any web server answers 200; only the gateway tells the message's id.
    return (await hasId(response)) ? {} : { reason: 'There is no gateway at GATEWAY_URL now: it answered 200 without the id of a message. The path is normally /api/sms', retry: true, soon: false };
  }

  // The gateway itself will not have this message sent, now or in a minute: Auth0's next tries would meet the same rule.
  const rule = status === 403 || status === 429 ? await refusalReason(response) : undefined;
  if (rule) {
    return { reason: `The gateway does not send this message (${status}): ${rule}.` };
  }

  response.body?.cancel().catch(() => {});

  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const wait = response.headers.get('retry-after');
    return { reason: `The gateway answered ${status}`, retry: true, soon: wait === null || Number(wait) * 1000 <= PAUSE_MS };
  }

  // An app that is stopped or just being replaced may answer so, too; not for a mere second.
  if (status === 403 || status === 404) {
    return { reason: `There is no gateway at GATEWAY_URL now: it answered ${status}. The path is normally /api/sms`, retry: true, soon: false };
  }

  if (status === 401) {
    return { reason: 'The gateway refused the token (401); SIGNING_SECRET, SIGNING_SECRET_ENCODING, SUBJECT and AUDIENCE must be those of a caller it knows.' };
  }

  if (status === 413) {
    return { reason: 'The message is too long for the gateway (413).' };
  }

  return { reason: `There is no gateway at GATEWAY_URL: it answered ${status}. The path is normally /api/sms.` };
}

async function hasId(response) {
  const text = await response.text();
  try {
    const { id } = JSON.parse(text);
    return typeof id === 'string' && id.length > 0;
  } catch {
    return false;
  }
}

/** The names under `errors` in the gateway's problem details, but only those that this Action sent itself. */
async function refusedFields(response, message) {
  try {
    const { errors } = await response.json();
    return Object.keys(message).filter((field) => Object.hasOwn(errors, field));
  } catch {
    return [];
  }
}

/** The gateway's word for why it does not send a message, from its problem details; whatever else may answer has none. */
async function refusalReason(response) {
  if (!/^application\/problem\+json\b/i.test(response.headers.get('content-type') ?? '')) {
    return undefined;
  }

  try {
    const { reason } = await response.json();
    return typeof reason === 'string' && /^[a-z][a-z_]{2,40}$/.test(reason) ? reason : undefined;
  } catch {
    return undefined;
  }
}

/** A token for this one message: it holds the message's name and the hash of its body, and fits no other body. */
function createToken({ key, subject, audience }, id, body) {
  const now = Math.floor(Date.now() / 1000);
  const hash = createHash('sha256').update(body).digest('base64url');
  const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const claims = { sub: subject, aud: audience, iat: now, exp: now + TOKEN_SECONDS, jti: id, body_sha256: hash };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

/** Reads and checks this Action's secrets; a mistake names the secret, never its value. */
function readSecrets(secrets) {
  const mistakes = [];
  const required = (name) => {
    if (typeof secrets[name] === 'string' && secrets[name].trim().length > 0) {
      return secrets[name];
    }

    mistakes.push(`${name} is missing`);
    return '';
  };
  const settings = {
    url: readUrl(required('GATEWAY_URL'), mistakes),
    key: readKey(required('SIGNING_SECRET'), secrets.SIGNING_SECRET_ENCODING, mistakes),
    subject: required('SUBJECT').trim(),
    audience: required('AUDIENCE').trim(),
  };
  return { settings, mistakes };
}

function readUrl(text, mistakes) {
  const url = parseUrl(text);
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url?.hostname ?? '');
  if (text && url?.protocol !== 'https:' && !(url?.protocol === 'http:' && isLoopback)) {
    mistakes.push('GATEWAY_URL must be an https address');
  } else if (url?.username || url?.password) {
    mistakes.push('GATEWAY_URL must not hold credentials');
  }

  return url?.href;
}

function parseUrl(text) {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function readKey(text, encoding, mistakes) {
  switch (encoding?.trim().toLowerCase() || 'utf8') {
    case 'utf8':
      // As the gateway takes it: what pasting leaves around a secret is no part of it.
      return Buffer.from(text.trim());
    case 'base64url': {
      // Standard base64 and lines of it are taken too, as the gateway does.
      const digits = text.trim().replace(/=+$/, '').replace(/[ \t\r\n]/g, '');
      if (!/^[\w+/-]*$/.test(digits) || digits.length % 4 === 1) {
        mistakes.push('SIGNING_SECRET is not base64url, though SIGNING_SECRET_ENCODING says so');
      }

      return Buffer.from(digits, 'base64url');
    }

    default:
      mistakes.push('SIGNING_SECRET_ENCODING must be utf8 or base64url');
      return undefined;
  }
}
