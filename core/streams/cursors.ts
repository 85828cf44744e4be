// Moves the places up to which streams were read, as the ledger keeps them.
import type { Head, StreamName } from '../../contract/streams.ts';
import type { Change } from '../kernel/ledger.ts';
import { keep } from './slice.ts';

export const cursorIs =
  (stream: StreamName, head: Head): Change =>
  (draft) =>
    keep.cursors.put(draft, stream, head);

export const cursorGone =
  (stream: StreamName): Change =>
  (draft) =>
    keep.cursors.put(draft, stream, null);
