// Whether the next digit says which ticket to open: for a moment after "O", until a key is pressed.
import { useCallback, useEffect, useState } from 'react';
import { useConsole } from '../../app/hooks.ts';

/** Long enough to look for the digit, too short to be forgotten. */
const choosingMs = 4000;

export function useChoosing(): { is: boolean; begin: () => void; end: () => void } {
  const { queries } = useConsole();
  const [is, setIs] = useState(false);
  useEffect(() => (is ? queries.after(choosingMs, () => setIs(false)) : undefined), [is, queries]);
  return { is, begin: useCallback(() => setIs(true), []), end: useCallback(() => setIs(false), []) };
}
