// Whether a path that was asked is one of a route's.

/** `/orders/:id` or `/orders/{id}` against a path that was asked. */
export const suits = (route: string, asked: string): boolean =>
  new RegExp(`^${route.replaceAll(/:\w+|\{\w+\}/g, '[^/]+')}$`).test(asked.split('?')[0] ?? '');
