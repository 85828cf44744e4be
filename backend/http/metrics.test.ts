import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { projectRoot } from '../../build/paths.mjs';
import { createMetrics } from './metrics.ts';

test('what was counted is told under the names and in the steps that dashboards know', async () => {
  const metrics = createMetrics();
  metrics.requested('/orders', 201, 7);
  metrics.requested('/orders', 201, 30_000);
  metrics.published(40, 3);
  metrics.orderPlaced();
  const lines = (await metrics.text({ writes_waiting: 2 })).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'counterbell_requests_total{route="/orders",status="201"} 2',
      '# TYPE counterbell_request_seconds histogram',
      'counterbell_request_seconds_bucket{le="0.005"} 0',
      'counterbell_request_seconds_bucket{le="0.01"} 1',
      'counterbell_request_seconds_bucket{le="10"} 1',
      'counterbell_request_seconds_bucket{le="+Inf"} 2',
      'counterbell_request_seconds_sum 30.007',
      'counterbell_relay_lag_seconds_bucket{le="0.05"} 1',
      'counterbell_relay_lag_seconds_count 1',
      'counterbell_events_published_total 3',
      'counterbell_orders_placed_total 1',
      'counterbell_writes_waiting 2',
    ]),
  );
});

test('a gauge says what it is now, each backend counts for itself, and the process is told beside both', async () => {
  const [one, other] = [createMetrics(), createMetrics()];
  one.orderPlaced();
  await one.text({ writes_waiting: 2 });
  expect(await one.text({ writes_waiting: 5 })).toMatch(/^counterbell_writes_waiting 5$/m);
  const text = await other.text({});
  expect(text).toMatch(/^counterbell_orders_placed_total 0$/m);
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
});

test('measuring the process does not keep it', async () => {
  const program = `import { collectDefaultMetrics, Registry } from 'prom-client';
    const register = new Registry();
    collectDefaultMetrics({ register });
    console.log((await register.metrics()).length > 0);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    cwd: projectRoot,
    timeout: 15_000,
  });
  expect(stdout.trim()).toBe('true');
});
