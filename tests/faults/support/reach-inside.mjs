// Runs in another network: hands connections on to ports there, from files, which every network of a machine sees.
import { connect, createServer } from 'node:net';

/** @type {(from: import('node:net').Socket, to: import('node:net').Socket) => void} */
const carry = (from, to) => {
  from.pipe(to);
  from.on('error', () => to.destroy());
  from.on('close', () => to.destroy());
};

for (const word of process.argv.slice(2)) {
  const [port, file] = word.split('=');
  const server = createServer((outer) => {
    const inner = connect(Number(port), '127.0.0.1');
    carry(outer, inner);
    carry(inner, outer);
  });
  server.listen(file, () => process.stdout.write('listening\n'));
}
