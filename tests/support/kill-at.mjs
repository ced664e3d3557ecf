import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** Loaded before a command: ends it by a signal before one of its changes of the file system, or a while after. */
const { KILL_AT = '0', KILL_BY = 'SIGKILL', KILL_DELAY = '0', KILL_CHANGES } = process.env;
let changes = 0;

function beforeChange() {
  if (++changes !== Number(KILL_AT)) return;
  const kill = () => process.kill(process.pid, KILL_BY);
  if (KILL_DELAY === '0') kill();
  else setTimeout(kill, Number(KILL_DELAY)).unref();
}

/** @param isChange whether a call with these arguments changes anything */
function watch(of, names, isChange = () => true) {
  for (const name of names) {
    const method = of[name];
    of[name] = function watched(...args) {
      if (isChange(...args)) beforeChange();
      return method.apply(this, args);
    };
  }
}

const file = await fs.promises.open(process.execPath);
watch(Object.getPrototypeOf(file), ['write', 'writeFile', 'truncate', 'sync', 'datasync']);
await file.close();
watch(fs.promises, ['copyFile', 'link', 'mkdir', 'rename', 'rm', 'writeFile']);
watch(fs, ['write', 'writeSync', 'writev'], (descriptor) => descriptor > 2);
watch(fs.promises, ['open'], (_, flags = 'r') => flags !== 'r');
syncBuiltinESMExports();
process.on('exit', () => {
  if (KILL_CHANGES !== undefined) fs.writeFileSync(KILL_CHANGES, String(changes));
});
