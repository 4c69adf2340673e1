// The last hour as strips of bars, a bar a minute: what they show, before anything is drawn.

/** Each kind of bar has its colour in parts.css. Where bars are not stacked, the later ones stand before the earlier. */
export const strips = [
  {
    title: 'Messages',
    layers: [
      { name: 'accepted', kind: 'calm', valueOf: minute => minute.accepted },
      { name: 'delivered', kind: 'good', valueOf: minute => minute.delivered + minute.assumed },
    ],
  },
  {
    title: 'What went wrong',
    isStacked: true,
    layers: [
      { name: 'failed attempts', kind: 'warn', valueOf: minute => minute.failedAttempts },
      { name: 'given up', kind: 'bad', valueOf: minute => minute.dead },
      { name: 'refused', kind: 'calm', valueOf: minute => minute.refused },
    ],
  },
  {
    title: 'Seconds to a carrier',
    isTime: true,
    layers: [
      { name: '99 % within', kind: 'calm', valueOf: minute => minute.p99 ?? 0 },
      { name: 'half within', kind: 'good', valueOf: minute => minute.p50 ?? 0 },
    ],
  },
];

/** @returns The highest bar's value, and every bar that has a height: which minute, which kind, from where to where. */
export function barsOf(strip, minutes) {
  const bars = minutes.flatMap((minute, index) => {
    let top = 0;
    return strip.layers.map(({ kind, valueOf }) => {
      const from = strip.isStacked ? top : 0;
      top = from + valueOf(minute);
      return { index, kind, from, to: top };
    });
  }).filter(bar => bar.to > bar.from);
  return { highest: Math.max(0, ...bars.map(bar => bar.to)), bars };
}

/** What a strip says, for who does not see it. */
export function wordsOf(strip, minutes, shown, when) {
  const told = strip.layers.map(({ name, valueOf }) => {
    const most = minutes.reduce((best, minute) => (valueOf(minute) > valueOf(best) ? minute : best));
    return valueOf(most) > 0 ? `${name} at most ${shown(valueOf(most))}, at ${when(most.minute)}` : `${name} none`;
  });
  return `${strip.title} of each minute: ${told.join('; ')}.`;
}
