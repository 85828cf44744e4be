// The people who work there.
export type Staff = { id: string; name: string; pin: string; role: 'counter' | 'manager' };
export const staff: readonly Staff[] = [
  { id: 'p-ada', name: 'Ada Lindqvist', pin: '1111', role: 'counter' },
  { id: 'p-bo', name: 'Bo Castellan', pin: '2222', role: 'manager' },
];
