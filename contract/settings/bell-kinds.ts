// What the console may ring for, and what it may sound like: a rhythm belongs to each kind, an instrument is chosen for it.

export const bellKinds = ['newOrder', 'waiting', 'changed', 'notification', 'chat', 'check'] as const;
export type BellKind = (typeof bellKinds)[number];

/** Each is made in the bell's own page; no sound file is needed. */
export const tones = ['bell', 'chime', 'wood', 'buzzer'] as const;
export type Tone = (typeof tones)[number];
