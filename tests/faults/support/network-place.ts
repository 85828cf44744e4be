// A computer's network of its own, with a cable that can be pulled, another way out, and names that only it looks up: a
// network namespace of Linux, beside that of the test.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Words for iproute2's `ip`, as one writes them on a command line. */
function ip(line: string): void {
  execFileSync('ip', line.split(' '), { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** null: they can be made here. */
export function whyNoPlaces(): string | null {
  if (process.platform !== 'linux') return 'network namespaces are Linux’s';
  if (process.getuid?.() !== 0) return 'only root may make network namespaces';
  const name = `cb-trial-${process.pid}`;
  const made = spawnSync('ip', ['netns', 'add', name], { encoding: 'utf8' });
  if (made.status !== 0)
    return `"ip netns add" cannot be used: ${made.error?.message ?? made.stderr.trim().split('\n')[0]}`;
  spawnSync('ip', ['netns', 'del', name]);
  return null;
}

export type NetworkPlace = {
  /** Words before a program's own, to have it run there. */
  inside: readonly string[];
  /** Where servers are reached from inside, whatever way leads there. */
  server: { v4: string; v6: string };
  cable(plugged: boolean): void;
  /**
   * All goes another way from now on, under another address, as when a VPN is switched on. To the former address
   * nothing gets any more, and nobody is told.
   */
  otherWay(on: boolean): void;
  /** Without an address of the old kind, and with it again. */
  onlyIpv6(on: boolean): void;
  remove(): void;
};

/** Of all that run at a time on one machine. */
const numberOf = (pid: number) => 10 + (pid % 240);

export function makePlace(): NetworkPlace {
  const n = numberOf(process.pid);
  const name = `cb${n}`;
  const server = { v4: `10.213.${n}.1`, v6: `fd13:${n}::1` };
  const ways = ['a', 'b'].map((letter, at) => ({
    outer: `cb${n}${letter}0`,
    inner: `cb${n}${letter}1`,
    v4: `10.${214 + at}.${n}`,
    v6: `fd${14 + at}:${n}::`,
  }));
  const [cable, vpn] = ways as [(typeof ways)[number], (typeof ways)[number]];

  function lay(way: typeof cable): void {
    ip(`link add ${way.outer} type veth peer name ${way.inner} netns ${name}`);
    ip(`addr add ${way.v4}.1/24 dev ${way.outer}`);
    ip(`-6 addr add ${way.v6}1/64 dev ${way.outer} nodad`);
    ip(`link set ${way.outer} up`);
  }
  function lead(way: typeof cable, { v4 = true, v6 = true } = {}): void {
    if (v4) ip(`-n ${name} route replace default via ${way.v4}.1 dev ${way.inner}`);
    if (v6) ip(`-n ${name} -6 route replace default via ${way.v6}1 dev ${way.inner}`);
  }
  const addV4 = (way: typeof cable) => ip(`-n ${name} addr add ${way.v4}.2/24 dev ${way.inner}`);
  const addV6 = (way: typeof cable) => ip(`-n ${name} -6 addr add ${way.v6}2/64 dev ${way.inner} nodad`);

  remove();
  ip(`netns add ${name}`);
  ip(`-n ${name} link set lo up`);
  ip(`addr add ${server.v4}/32 dev lo`);
  ip(`-6 addr add ${server.v6}/128 dev lo nodad`);
  ways.forEach(lay);
  // Its own: `ip netns exec` lays it over the machine's for whatever it starts.
  const folder = path.join('/etc/netns', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'resolv.conf'), `nameserver ${server.v6}\n`);
  ip(`-n ${name} link set ${cable.inner} up`);
  addV4(cable);
  addV6(cable);
  lead(cable);

  function remove(): void {
    spawnSync('ip', ['netns', 'del', name]);
    for (const { outer } of ways) spawnSync('ip', ['link', 'del', outer]);
    spawnSync('ip', ['addr', 'del', `${server.v4}/32`, 'dev', 'lo']);
    spawnSync('ip', ['-6', 'addr', 'del', `${server.v6}/128`, 'dev', 'lo']);
    spawnSync('ip', ['route', 'del', 'blackhole', `${cable.v4}.2/32`]);
    spawnSync('ip', ['-6', 'route', 'del', 'blackhole', `${cable.v6}2/128`]);
    rmSync(path.join('/etc/netns', name), { recursive: true, force: true });
  }

  return {
    inside: ['ip', 'netns', 'exec', name],
    server,
    cable(plugged) {
      ip(`-n ${name} link set ${cable.inner} ${plugged ? 'up' : 'down'}`);
      if (!plugged) return;
      // With the cable an address of the new kind goes, and the ways go that led over it.
      spawnSync('ip', ['-n', name, '-6', 'addr', 'del', `${cable.v6}2/64`, 'dev', cable.inner]);
      addV6(cable);
      lead(cable);
    },
    otherWay(on) {
      const act = on ? 'add' : 'del';
      if (on) {
        ip(`-n ${name} link set ${vpn.inner} up`);
        addV4(vpn);
        addV6(vpn);
        lead(vpn);
      } else {
        ip(`-n ${name} link del ${vpn.inner}`);
        lay(vpn);
        lead(cable);
      }
      ip(`route ${act} blackhole ${cable.v4}.2/32`);
      ip(`-6 route ${act} blackhole ${cable.v6}2/128`);
    },
    onlyIpv6(on) {
      if (on) return ip(`-n ${name} -4 addr flush dev ${cable.inner}`);
      addV4(cable);
      lead(cable, { v6: false });
    },
    remove,
  };
}
