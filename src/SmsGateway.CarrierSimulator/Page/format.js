// Words and numbers for what arrived. Nothing here touches the document.

export const carrierNames = {
  twilio: 'Twilio', messagemedia: 'MessageMedia', '8x8': '8x8', '8x8-voice': '8x8 voice', vonage: 'Vonage', infobip: 'Infobip',
  sinch: 'Sinch', telnyx: 'Telnyx', azure: 'Azure', plivo: 'Plivo',
};

export const outcomes = ['accepted', 'rejected', 'refused', 'throttled', 'unavailable', 'unknown'];

export const carrierName = name => carrierNames[name] ?? name ?? '';

const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' };
const precise = new Intl.DateTimeFormat(undefined, { ...clock, fractionalSecondDigits: 3 });
const today = new Intl.DateTimeFormat(undefined, clock);
const earlier = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', month: 'short', day: 'numeric' });

export const preciseTime = iso => precise.format(new Date(iso));

/** The time alone of what is from today. */
export function shortTime(iso, now = new Date()) {
  const date = new Date(iso);
  return (date.toDateString() === now.toDateString() ? today : earlier).format(date);
}

/** What is shown of an attempt: a call's words without their markup. */
export const textOf = attempt => attempt.spoken ?? attempt.body;

/** From acceptance by the gateway to arrival here, in milliseconds; null when the request had no id of a gateway. */
export const tookMs = attempt =>
  attempt.acceptedAt ? Math.max(0, Math.round(new Date(attempt.receivedAt) - new Date(attempt.acceptedAt))) : null;

export function duration(ms) {
  return ms < 10_000 ? `${ms.toLocaleString()} ms` : ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000).toLocaleString()} min`;
}

export const plural = (count, one, many = `${one}s`) => `${count.toLocaleString()} ${count === 1 ? one : many}`;

/** Spelled out as a voice reads it, in two halves, or in one piece. */
const codes = /(?<![\d+])(?:\d(?:, \d){3,7}|\d{3}[ -]\d{3}|\d{4,8})(?!\d)/g;

/** The likeliest code in a text, the longest number of its form and the first of equals: as it is written, and to be typed. */
export function codeIn(text) {
  let best = null;
  for (const [written] of text.matchAll(codes)) {
    const code = written.replace(/\D/g, '');
    if (!best || code.length > best.code.length) {
      best = { written, code };
    }
  }
  return best;
}

/** A text in pieces, every second of which is the code. */
export function pieces(text) {
  const code = codeIn(text);
  return code ? text.split(code.written).flatMap((piece, i) => (i === 0 ? [piece] : [code.written, piece])) : [text];
}

/** What a carrier would bill for the text; null for a call. */
export const sizeOf = ({ segments, encoding, characters }) =>
  segments ? `${plural(segments, 'segment')} · ${encoding} · ${plural(characters, 'character')}` : null;

/** The status, and what the carrier says. */
export const answerOf = ({ status, detail }) => [status || null, detail].filter(Boolean).join(' · ');
