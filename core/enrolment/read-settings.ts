// Reads the settings and what IT decided, and has the person told what could not be read.
import { rememberedPolicy, rememberPolicy } from '../settings/remembered.ts';
import { withPolicy } from '../settings/effective.ts';
import { readSettings } from '../settings/upgrade.ts';
import { tell, type Context } from './context.ts';
import { policyOf } from './setup.ts';

export async function readAllSettings(context: Context): Promise<void> {
  const { ports, setup } = context;
  const stored = await ports.settings.read();
  context.installId = stored.installId;
  const { settings, lost, newer } = readSettings(stored.raw);
  const policy = policyOf(setup);
  if (policy !== null) await rememberPolicy(ports.disk, policy.settings ?? {});
  const remembered = setup.policy.kind === 'refused' ? await rememberedPolicy(ports.disk) : null;
  await context.brain.dispatch({
    kind: 'settings-read',
    settings: withPolicy(settings, policy, remembered, stored.raw),
  });
  if (stored.repair !== null) await tell(context, `settings-${stored.repair.kind}`, stored.repair.movedTo);
  // They are in the file still, and count again with the version that wrote them.
  else if (newer) ports.log.warn('settings.newer', { unreadable: lost.join(', ') });
  else if (lost.length > 0) await tell(context, 'settings-reset', lost.join(', '));
  if (stored.notKept !== null) {
    ports.log.error('settings.not-kept', { message: stored.notKept });
    await tell(context, 'settings-not-kept', stored.notKept);
  }
  await tellOfPolicy(context);
}

async function tellOfPolicy(context: Context): Promise<void> {
  const { policy } = context.setup;
  const { log } = context.ports;
  if (policy.kind === 'valid' && policy.unknown !== undefined) {
    const keys = policy.unknown.join(', ');
    log.warn('policy.newer', { source: policy.source, keys });
    await tell(context, 'policy-newer', keys);
  }
  if (policy.kind === 'refused') {
    log.error('policy.refused', { source: policy.source, why: policy.why });
    await tell(context, 'policy-refused', `${policy.source}: ${policy.why}`);
  }
}
