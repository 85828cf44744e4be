// Which server the interoperability tests talk to: the one the environment names, otherwise the embedded one.

export type Target = {
  /** Where to publish. */
  host: string;
  port: number;
  /** Where clients connect. */
  wsHost: string;
  wsPort: number;
  tls: boolean;
  app: { id: string; key: string; secret: string };
};

/** The variables are the backend's own. Null when they name no service; half of one is an error, not a surprise. */
export function targetFromEnvironment(env: NodeJS.ProcessEnv): Target | null {
  const { PUSHER_HOST: given, PUSHER_CLUSTER: cluster } = env;
  if (!given && !cluster) return null;
  const missing = ['PUSHER_APP_ID', 'PUSHER_KEY', 'PUSHER_SECRET'].filter((name) => !env[name]);
  if (missing.length > 0) throw new Error(`To test another Pusher server set ${missing.join(' and ')} too.`);
  const app = { id: env.PUSHER_APP_ID!, key: env.PUSHER_KEY!, secret: env.PUSHER_SECRET! };
  const tls = given ? /^(1|true|yes)$/i.test(env.PUSHER_TLS ?? '') : true;
  const port = Number(env.PUSHER_PORT || (tls ? 443 : 80));
  return {
    app,
    tls,
    port,
    host: given || `api-${cluster}.pusher.com`,
    wsHost: env.PUSHER_WS_HOST || given || `ws-${cluster}.pusher.com`,
    wsPort: Number(env.PUSHER_WS_PORT || port),
  };
}
