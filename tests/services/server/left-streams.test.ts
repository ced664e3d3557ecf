import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { JudgingHouse } from '../security/judging-house.ts';

const house = new JudgingHouse();
beforeAll(async () => {
  await house.allow('planner');
  await house.open();
});
afterAll(async () => {
  await house.close();
  house.end();
});

test('a stream that its client left before it began is not kept', async () => {
  const { port } = new URL(await house.app.listen({ port: 0, host: '127.0.0.1' }));
  const request = `GET /v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${house.keyOf('planner')}\r\n\r\n`;
  for (let wait = 0; wait < 60; wait++) {
    const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
    socket.write(request);
    await sleep(wait % 12);
    socket.destroy();
  }
  await expect.poll(() => house.serve.api.stream.size).toBe(0);
  expect(house.access.openStreams.size).toBe(0);
  // the audit has a line of the end of each that began
  const lines = house.audited.trimEnd().split('\n');
  expect(lines.filter((line) => line.includes('"ended":true')).length).toBe(lines.length / 2);
});
