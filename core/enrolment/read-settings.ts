// Reads the settings and what IT decided, and has the person told what could not be read.
import { rememberedPolicy, rememberPolicy } from '../settings/remembered.ts';
import { withPolicy } from '../settings/effective.ts';
import { readSettings } from '../settings/upgrade.ts';
import { tell, type Desk } from './desk.ts';
import { policyOf } from './setup.ts';

export async function readAllSettings(desk: Desk): Promise<void> {
  const { ports, setup } = desk;
  const stored = await ports.settings.read();
  desk.installId = stored.installId;
  const { settings, lost, newer } = readSettings(stored.raw);
  const policy = policyOf(setup);
  if (policy !== null) await rememberPolicy(ports.disk, policy.settings ?? {});
  const remembered = setup.policy.kind === 'refused' ? await rememberedPolicy(ports.disk) : null;
  await desk.brain.dispatch({
    kind: 'settings-read',
    settings: withPolicy(settings, policy, remembered, stored.raw),
  });
  if (stored.repair !== null) await tell(desk, `settings-${stored.repair.kind}`, stored.repair.movedTo);
  // They are in the file still, and count again with the version that wrote them.
  else if (newer) ports.log.warn('settings.newer', { unreadable: lost.join(', ') });
  else if (lost.length > 0) await tell(desk, 'settings-reset', lost.join(', '));
  if (stored.notKept !== null) {
    ports.log.error('settings.not-kept', { message: stored.notKept });
    await tell(desk, 'settings-not-kept', stored.notKept);
  }
  await tellOfPolicy(desk);
}

async function tellOfPolicy(desk: Desk): Promise<void> {
  const { policy } = desk.setup;
  const { log } = desk.ports;
  if (policy.kind === 'valid' && policy.unknown !== undefined) {
    const keys = policy.unknown.join(', ');
    log.warn('policy.newer', { source: policy.source, keys });
    await tell(desk, 'policy-newer', keys);
  }
  if (policy.kind === 'refused') {
    log.error('policy.refused', { source: policy.source, why: policy.why });
    await tell(desk, 'policy-refused', `${policy.source}: ${policy.why}`);
  }
}
