// Lists what others rely on in the commands of this repository. Lines may be added; none may go or change.

/** Words behind `npm start --`. */
export const startWords = [
  '--keep',
  '--backend http://orders.example',
  '--rate 30/min',
  '--seed 5',
  '--hidden',
  '--seconds 9',
  '--screenshot picture.png',
  '--help',
] as const;

/** Words behind `npm run demo:orders --`. */
export const demoOrderWords = ['--rate 60/s --seed 9 --count 1 --url URL --key KEY'] as const;

/** Words behind `npm run sim --`. */
export const simulationWords = [
  '--seeds 10',
  '--seeds 10 --from 5',
  '--seeds 10 --part 2/4',
  '--sum',
  '--seeds 10 --workers 2',
  '--seed 5',
  '--seed 5 --trace',
  '--seed 5 --trouble none',
  '--help',
] as const;

/** Words behind `node build/run.mjs`. */
export const runWords = [
  'format',
  'typecheck',
  'build',
  'backend',
  'demo:orders',
  'sim',
  'record',
  'test:pusher',
];

export const npmScripts = [
  'start',
  'test',
  'test:quick',
  'test:long',
  'test:soak',
  'test:attacks',
  'test:stress',
  'test:node24',
  'test:pusher',
  'build',
  'lint',
  'format',
  'typecheck',
  'pack',
  'backend',
  'demo:orders',
  'sim',
  'bench:console',
  'bench:backend',
  'bench:pusher',
  'bench:core',
  'bench:fleet',
  'bench:people',
] as const;

/** Ids of every figure that a bench writes; those in `onPostgres` also with `_pg` behind them. */
export const benchFigures = {
  backend: [
    'order_p99_ms',
    'order_p50_ms',
    'orders_refused',
    'relay_lag_p99_ms',
    'relay_backlog_after_1s',
    'sat_orders_per_s',
    'sat_relay_lag_p99_ms',
    'sat_refused_per_s',
    'events_page_p99_ms',
    'snapshot_500_ms',
    'order_p99_ms_pg',
    'order_p50_ms_pg',
    'orders_refused_pg',
    'relay_lag_p99_ms_pg',
    'relay_backlog_after_1s_pg',
    'sat_orders_per_s_pg',
    'sat_relay_lag_p99_ms_pg',
    'sat_refused_per_s_pg',
    'events_page_p99_ms_pg',
    'snapshot_500_ms_pg',
    'events_page_floor_p99_ms_pg',
    'events_page_p50_ratio_pg',
    'events_page_ratio_pg',
  ],
  console: [
    'memory_waiting_mb',
    'memory_ringing_mb',
    'alert_p50_ms',
    'alert_p99_ms',
    'alert_floor_p50_ms',
    'alert_floor_p99_ms',
    'alert_p50_ratio',
    'alert_p99_ratio',
  ],
  core: [
    'catchup_10k_ms',
    'dead_link_ms',
    'back_after_3s_ms',
    'back_after_20s_ms',
    'back_after_resume_ms',
    'back_when_asked_ms',
    'events_per_s',
    'heap_growth_mb',
    'commit_2000_p50_ms',
    'commit_2000_p99_ms',
  ],
  fleet: [
    'fleet_beat_p50_ms',
    'fleet_beat_p99_ms',
    'fleet_beats_per_s',
    'fleet_beats_failed',
    'fleet_alert_p50_ms',
    'fleet_alert_p99_ms',
    'fleet_alerts_lost',
    'fleet_sockets_dropped',
    'fleet_cpu_per_1000',
    'fleet_mb_per_1000',
    'fleet_beat_p50_ms_pg',
    'fleet_beat_p99_ms_pg',
    'fleet_beats_per_s_pg',
    'fleet_beats_failed_pg',
    'fleet_alert_p50_ms_pg',
    'fleet_alert_p99_ms_pg',
    'fleet_alerts_lost_pg',
    'fleet_sockets_dropped_pg',
    'fleet_cpu_per_1000_pg',
    'fleet_mb_per_1000_pg',
  ],
  pusher: [
    'fanout10_p50_ms',
    'fanout10_p99_ms',
    'fanout500_p50_ms',
    'fanout500_p99_ms',
    'fanout500_answer_p50_ms',
    'fanout500_lost',
    'idle_conn_kb',
    'idle_conn_heap_kb',
    'triggers_per_s',
    'triggers_per_s_new_connections',
    'commit_to_frame_p50_ms',
    'commit_to_frame_p99_ms',
    'commit_to_frame_lost',
  ],
} as const;

/** What `npm run build` leaves, below dist/. */
export const builtFiles = [
  'backend/main.js',
  'backend/demo-orders.js',
  'customer-page/index.html',
  'electron/main.js',
  'electron/preload.cjs',
  'electron/icons',
  'renderer/index.html',
] as const;

export const icons = [
  ...[16, 24, 32, 48, 64, 128, 256, 512, 1024].map((size) => `${size}x${size}.png`),
  'icon.ico',
  'icon.icns',
  ...['attention', 'idle', 'live', 'offline'].flatMap((state) => [
    `tray-${state}.ico`,
    ...[16, 24, 32, 48, 'Template'].flatMap((size) => [
      `tray-${state}-${size}.png`,
      `tray-${state}-${size}@2x.png`,
    ]),
  ]),
];
