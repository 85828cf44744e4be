// What one query is: the request made from its parameters, and the reading of its answer, both without any effect.
export type Query<Asked, Value> = {
  /**
   * In whose name it is asked. `person`: whoever is stepped in, otherwise the device; once they step out nobody is
   * shown the answer any more.
   */
  readonly whose: 'device' | 'person';
  readonly timeoutMs: number;
  /**
   * Of which restaurant it is asked; null, or none given: of this console's own. Of another one it is asked in the name
   * of whoever is stepped in, as who they are there.
   */
  at?(asked: Asked): string | null | undefined;
  /** null: with these parameters there is nothing that could be asked for. */
  path(asked: Asked): string | null;
  /** Tolerant: what cannot be read is left out. null: nothing of it could be read. */
  read(body: unknown): Value | null;
};
