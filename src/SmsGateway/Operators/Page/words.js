// Numbers and times as people read them.

import { el } from './dom.js';

let skew = 0;

/** The gateway's clock decides what has expired; a difference of seconds is the way of the answer. */
export function noteTime(date) {
  const difference = Date.parse(date ?? '') - Date.now();
  if (Number.isFinite(difference)) {
    skew = Math.abs(difference) < 5000 ? 0 : difference;
  }
}

export const now = () => Date.now() + skew;

export const count = (number, one, many = `${one}s`) => `${number.toLocaleString()} ${number === 1 ? one : many}`;

export function span(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  return seconds < 120 ? `${seconds} s`
    : seconds < 7200 ? `${Math.round(seconds / 60)} min`
      : seconds < 172_800 ? `${Math.round(seconds / 3600)} h`
        : `${Math.round(seconds / 86_400)} days`;
}

/** Short times to two digits: between 0.2 s and 2 s lies what people notice. */
export const seconds = number => (number === null ? '–' : number < 10 ? `${Number(number.toPrecision(2))} s` : span(number * 1000));

const minute = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** Local, without the date. */
export const minuteOf = iso => minute.format(new Date(iso));

const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' };
const today = new Intl.DateTimeFormat(undefined, clock);
const otherDay = new Intl.DateTimeFormat(undefined, { ...clock, second: undefined, month: 'short', day: 'numeric' });
const hour = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** Local, with the date only where it is not today's. */
export function time(iso) {
  if (!iso) {
    return '–';
  }
  const date = new Date(iso);
  const format = date.toDateString() === new Date(now()).toDateString() ? today : otherDay;
  return el('time', { datetime: iso, title: date.toLocaleString() }, format.format(date));
}

/** Formatting is slow, and hours are few. Some zones are a quarter of an hour apart. */
const hours = new Map();

export function hourOf(iso) {
  const quarter = Math.floor(Date.parse(iso) / 900_000);
  if (!hours.has(quarter)) {
    const date = new Date(iso);
    date.setMinutes(0, 0, 0);
    hours.set(quarter, hour.format(date));
  }
  return hours.get(quarter);
}

/** How often each value occurs, the most frequent first. */
export function tally(items, valueOf) {
  const counts = new Map();
  for (const item of items) {
    const value = valueOf(item);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}
