// Lists what others rely on in the console. Lines may be added; none may go or change.

/** Words of the console's own program. */
export const consoleWords = [
  '--hidden',
  '--user-data-dir=/some/folder',
  '--capture=picture.png',
  '--capture=picture.png --capture-after=3',
  '--capture=picture.png --quit-after-capture',
  '--quit-after=9',
  '--version',
  '--help',
  '--out=file.txt',
] as const;

/** What each line of the headless console carries beside `at` and `what`. */
export const headlessLines = {
  started: [],
  crash: ['message'],
  log: ['event', 'fields'],
  toast: ['id', 'title', 'body', 'sticky'],
  withdraw: ['id'],
  ring: ['sound'],
  silence: [],
  show: ['how'],
  status: ['word', 'caughtUpTo'],
  notices: ['codes'],
  order: ['id', 'number', 'status', 'column', 'pending'],
  'order-gone': ['id'],
  answer: ['id', 'value'],
} as const;

/** What the window finds on `window.counterbell`. */
export const bridge = [
  'view',
  'onDelta',
  'command',
  'undo',
  'handled',
  'dismissRefused',
  'stopBell',
  'tryNow',
  'enrol',
  'leave',
  'stepIn',
  'stepOut',
  'changeSettings',
  'dismissNotice',
  'dismissAnnouncement',
  'openNotification',
  'openAllNotifications',
  'chooseHearing',
] as const;

/** A policy with every key that there is. */
export const wholePolicy = {
  schema: 1,
  backend: {
    url: 'https://orders.example',
    fingerprint: 'ab:cd',
    existing: {
      restaurant: { id: 'bella', name: 'Bella', currency: 'EUR' },
      token: 'token',
      header: { name: 'X-Token', value: ':token' },
      list: { path: '/orders', field: 'data', next: 'next', count: 'count' },
      order: { path: '/orders/:id', field: 'data' },
      ready: { method: 'PUT', path: '/orders/:id', body: { state: 'ready' } },
      authorize: { path: '/broadcasting/auth', style: 'form' },
      pusher: { key: 'key', host: 'push.example', port: 443, tls: true },
      channel: 'private-orders',
      newOrderEvents: ['OrderPlaced'],
      fields: Object.fromEntries(
        [
          'id',
          'number',
          'status',
          'placedAt',
          'ringAt',
          'promisedAt',
          'channel',
          'fulfilment',
          'table',
          'address',
          'customer',
          'phone',
          'note',
          'total',
          'paid',
          'items',
          'itemName',
          'itemQuantity',
          'itemModifiers',
          'itemAllergens',
          'itemNote',
        ].map((name) => [name, `their_${name}`]),
      ),
      statuses: { offen: 'new' },
      fulfilments: { abholen: 'pick-up' },
      timeZone: 'Europe/Berlin',
    },
  },
  proxy: { url: 'socks5://proxy.example:1080', except: ['intranet.example'] },
  enrolment: { code: 'BELL-1234', deviceName: 'Counter' },
  settings: {
    language: 'ar',
    theme: 'dark',
    density: 'wall',
    startAtLogin: true,
    bell: { volume: 0.5, snoozeSeconds: 60 },
    ladder: { ringsAtSeconds: [0, 20], thenEverySeconds: 20, louderAtSeconds: 40 },
    burst: { moreThan: 3, withinSeconds: 5 },
    stepOutAfterMinutes: 5,
  },
} as const;
