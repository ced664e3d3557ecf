import { beforeEach, expect, test } from 'vitest';
import { Hub, type HubMessage } from '../../../dashboards/src/live/hub.ts';
import { FakeStream } from './fake-server.ts';

let streams: FakeStream[];
let waiting: (() => void)[];
let hub: Hub;
beforeEach(() => {
  streams = [];
  waiting = [];
  hub = new Hub({
    open: () => {
      const stream = new FakeStream();
      streams.push(stream);
      return stream;
    },
    later: (_, work) => void waiting.push(work),
  });
});

const gathered = () => {
  for (const work of waiting.splice(0)) work();
};
function page() {
  const heard: HubMessage[] = [];
  const follower = { send: (message: HubMessage) => void heard.push(message) };
  hub.join(follower);
  return { heard, leave: () => hub.leave(follower) };
}

test('pages that come together share one stream, and each hears it', () => {
  const pages = Array.from({ length: 20 }, page);
  gathered();
  expect(streams).toHaveLength(1);
  streams[0]!.send('ward', { wardId: 'A' });
  for (const { heard } of pages) expect(heard).toEqual([{ type: 'ward', data: '{"wardId":"A"}' }]);
});

test('one that comes later has it opened again, with the session of then, and the old one closed', () => {
  const first = page();
  gathered();
  page();
  gathered();
  expect(streams.map(({ closed }) => closed)).toEqual([true, false]);
  // what the old one still says is not heard: it may be of another session
  streams[0]!.send('ward', {});
  streams[1]!.send('snapshot', { wards: [] });
  expect(first.heard).toEqual([{ type: 'snapshot', data: '{"wards":[]}' }]);
});

test('it lasts until the last page has left', () => {
  const [first, second] = [page(), page()];
  gathered();
  first.leave();
  expect(streams[0]!.closed).toBe(false);
  streams[0]!.send('tick', {});
  expect(first.heard).toEqual([]);
  expect(second.heard).toHaveLength(1);
  second.leave();
  expect(streams[0]!.closed).toBe(true);
  page().leave();
  gathered();
  expect(streams).toHaveLength(1);
});

test('each page hears of an error, and whether the stream is given up', () => {
  const pages = [page(), page()];
  gathered();
  streams[0]!.break();
  streams[0]!.refuse();
  for (const { heard } of pages) {
    expect(heard).toEqual([
      { type: 'error', isClosed: false },
      { type: 'error', isClosed: true },
    ]);
  }
});
