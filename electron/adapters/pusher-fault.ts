// What pusher-js tells of failures, in the several shapes it wraps them in.
export type Fault = { code: number | null; message: string | null };

/** Finds the close code in the several shapes pusher-js wraps it in. */
export function faultOf(error: unknown): Fault {
  let inner: unknown = error;
  for (let depth = 0; depth < 5 && typeof inner === 'object' && inner !== null; depth += 1) {
    if ('code' in inner && typeof inner.code === 'number') {
      const words = 'message' in inner && typeof inner.message === 'string' ? inner.message : '';
      return { code: inner.code, message: words === '' ? null : words };
    }
    if ('data' in inner && inner.data !== undefined) inner = inner.data;
    else if ('error' in inner && inner.error !== undefined) inner = inner.error;
    else if ('message' in inner) return { code: null, message: String(inner.message) };
    else break;
  }
  return { code: null, message: typeof inner === 'string' ? inner : null };
}

export const isUnreadableFrame = (error: unknown) =>
  typeof error === 'object' && error !== null && 'type' in error && error.type === 'MessageParseError';
