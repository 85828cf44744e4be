// How much the simulation proves with every `npm test`, and what it may cost there: the only place for these numbers.
export const proof = {
  /** Seeds 1 to this one. */
  seeds: 2000,
  /** On two cores of their own. It is printed beside what was measured, because a test does not judge a machine. */
  withinSeconds: 60,
  /** A planted bug has to be caught within so many seeds. */
  bugSeeds: 150,
  storm: { consoles: 1000, atMostPerSecond: 350 },
} as const;
