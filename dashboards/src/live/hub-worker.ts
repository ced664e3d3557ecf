import { type Follower, Hub } from './hub.ts';

/** Milliseconds between signs of life: a page that misses them for long starts another worker. */
const BEAT_MS = 2_000;

const hub = new Hub({
  open: () => new EventSource('/v1/stream'),
  later: (ms, work) => void setTimeout(work, ms),
});
setInterval(() => hub.beat(), BEAT_MS);

addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports;
  if (port === undefined) return;
  const follower: Follower = { send: (message) => port.postMessage(message) };
  port.onmessage = ({ data }) => {
    if (data === 'join') hub.join(follower);
    else hub.leave(follower);
  };
});
