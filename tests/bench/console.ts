// What the console costs and how quick it is, on a real desktop: closed, waiting, starting, killed, and on the screen.
// The command line may name one of these parts.
import { floorRoles } from './alert-floor.ts';
import { alertsWhileClosed } from './console/closed.ts';
import { onTheScreen } from './console/screen.ts';
import { comingBack, starting } from './console/starting.ts';
import { whileWaiting } from './console/waiting.ts';
import { bench } from './harness.ts';
import { playRole } from './pusher/roles.ts';

const parts = {
  closed: alertsWhileClosed,
  waiting: whileWaiting,
  starting,
  killed: comingBack,
  screen: onTheScreen,
};

if (process.argv[2] === '--role') {
  const role = floorRoles[process.argv[3] ?? ''];
  if (role === undefined) throw new Error(`There is no role ${process.argv[3]}.`);
  playRole(role());
} else {
  const only = process.argv[2];
  const wanted = Object.entries(parts).filter(([name]) => only === undefined || name === only);
  if (wanted.length === 0) throw new Error(`There is no part ${only}: ${Object.keys(parts).join(', ')}.`);
  await bench('console', async (figure) => {
    for (const [, measure] of wanted) await measure(figure);
  });
}
