// Loaded into a console's main process before its own code: throws as often as a file says, once it is there.
const { existsSync, readFileSync, rmSync } = require('node:fs');

const file = process.env.COUNTERBELL_TEST_THROWS;
if (file !== undefined && process.type === 'browser')
  setInterval(() => {
    if (!existsSync(file)) return;
    const times = Number(readFileSync(file, 'utf8'));
    rmSync(file);
    for (let nth = 0; nth < times; nth += 1)
      setImmediate(() => {
        if (nth % 2 === 1) return void Promise.reject(new Error('Jane Doe was rejected'));
        throw new TypeError('nobody catches this');
      });
  }, 20);
