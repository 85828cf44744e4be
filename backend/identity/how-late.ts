// Says how late, and by how wrong a clock, a device may tell what somebody did on it.

/** Longer than a weekend offline nobody's step-in speaks for them. */
export const longestLateMs = 3 * 24 * 3_600_000;

/**
 * A console takes the backend's clock from one answer, and is wrong by up to half of the time which that took. So what
 * somebody pressed right before they stepped out may bear a time after it.
 */
export const clockErrorMs = 5000;
