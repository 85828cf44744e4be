// The tables of restaurants, devices, people, codes, keys and escalations.
export type IdentityTables = Record<never, never>;
