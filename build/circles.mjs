// Finds circles in a graph: for every knot of nodes that reach one another, a shortest way round.

/**
 * @param {ReadonlyMap<string, ReadonlySet<string>>} graph from each node, the nodes it leads to
 * @returns {string[][]} each a way round that ends before it would be where it began
 */
export function circlesIn(graph) {
  return knotsIn(graph).map((knot) => {
    const rounds = knot.map((node) => shortestRound(graph, knot, node));
    return rounds.toSorted((a, b) => a.length - b.length)[0] ?? [];
  });
}

/**
 * Tarjan's algorithm: the sets of two or more nodes of which each reaches each, and nodes that lead to themselves.
 * @param {ReadonlyMap<string, ReadonlySet<string>>} graph
 */
function knotsIn(graph) {
  /** @type {Map<string, { at: number, low: number, open: boolean }>} */
  const seen = new Map();
  /** @type {string[]} */
  const path = [];
  /** @type {string[][]} */
  const knots = [];

  /** @param {string} node */
  function visit(node) {
    const mark = { at: seen.size, low: seen.size, open: true };
    seen.set(node, mark);
    path.push(node);
    for (const next of graph.get(node) ?? []) {
      const known = seen.get(next);
      if (known === undefined) mark.low = Math.min(mark.low, visit(next));
      else if (known.open) mark.low = Math.min(mark.low, known.at);
    }
    if (mark.low === mark.at) close(node);
    return mark.low;
  }

  /** @param {string} node */
  function close(node) {
    const knot = path.splice(path.indexOf(node));
    for (const one of knot) Object.assign(seen.get(one) ?? {}, { open: false });
    if (knot.length > 1 || graph.get(node)?.has(node)) knots.push(knot.toSorted());
  }

  for (const node of [...graph.keys()].toSorted()) if (!seen.has(node)) visit(node);
  return knots;
}

/**
 * @param {ReadonlyMap<string, ReadonlySet<string>>} graph
 * @param {readonly string[]} knot
 * @param {string} from
 */
function shortestRound(graph, knot, from) {
  /** @type {string[][]} */
  let ways = [[from]];
  const seen = new Set();
  while (ways.length > 0) {
    /** @type {string[][]} */
    const longer = [];
    for (const way of ways)
      for (const next of graph.get(way.at(-1) ?? '') ?? []) {
        if (next === from) return way;
        if (!knot.includes(next) || seen.has(next)) continue;
        seen.add(next);
        longer.push([...way, next]);
      }
    ways = longer;
  }
  return [];
}
