// How long an order may go unheard, and how softly it may ring, whatever anybody sets.

/** However it is set, an order that nobody answered is heard again within this time. */
export const longestPauseSeconds = 60;

/** Stopping the bell is a snooze, and this is as long as one may be. */
export const longestSnoozeSeconds = 180;

/** A bell that cannot be heard is none: whatever is set lower rings as at this. */
export const quietestBell = 0.2;
