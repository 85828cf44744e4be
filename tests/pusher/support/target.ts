// Which server the interoperability tests talk to: the one the environment names, otherwise the embedded one.

export type Target = {
  host: string;
  port: number;
  tls: boolean;
  app: { id: string; key: string; secret: string };
};

const NAMES = ['PUSHER_HOST', 'PUSHER_APP_ID', 'PUSHER_KEY', 'PUSHER_SECRET'] as const;

/** Null when the environment names no server; half a server is an error rather than a surprise. */
export function targetFromEnvironment(env: NodeJS.ProcessEnv): Target | null {
  const missing = NAMES.filter((name) => !env[name]);
  if (missing.length === NAMES.length) return null;
  if (missing.length > 0) throw new Error(`To test another Pusher server set ${missing.join(' and ')} too.`);
  const tls = /^(1|true|yes)$/i.test(env.PUSHER_TLS ?? '');
  return {
    host: env.PUSHER_HOST!,
    port: Number(env.PUSHER_PORT ?? (tls ? 443 : 80)),
    tls,
    app: { id: env.PUSHER_APP_ID!, key: env.PUSHER_KEY!, secret: env.PUSHER_SECRET! },
  };
}
