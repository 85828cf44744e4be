// Keeps one core busy until it is ended, or until whoever started it is gone.
process.on('disconnect', () => process.exit(0));

/** Long enough that the core is never free, short enough to hear of an end in between. */
const sliceMs = 20;

function burn() {
  const until = performance.now() + sliceMs;
  while (performance.now() < until);
  setImmediate(burn);
}
burn();
