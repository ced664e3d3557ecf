import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { JudgingHouse } from '../security/judging-house.ts';

const DAY = 86_400_000;
const KEYS = ['sender:adt', 'sender:ehr', 'engineer', 'planner'] as const;

let house: JudgingHouse;
beforeEach(async () => {
  house = new JudgingHouse();
  await house.allow(...KEYS);
  await house.open();
  // it has been tomorrow already
  house.serve.ingest.clock.trusted.notBefore(house.now + DAY);
});
afterEach(async () => {
  await house.close();
  house.end();
});

const post = (source: string, remoteAddress: string) => {
  const instant = new Date(house.now).toISOString();
  const event = { id: source, source, type: 'tick', occurredAt: instant, recordedAt: instant };
  return house.ask(`sender:${source}`, {
    ...{ method: 'POST', url: '/v1/events', payload: event, remoteAddress },
  });
};
const isInDoubt = () => house.serve.ingest.clock.isInDoubt;

describe('a clock in doubt', () => {
  test('is trusted where two senders on other machines agree with it', async () => {
    for (const address of ['10.0.0.1', '10.0.0.2']) await post('adt', address);
    expect(isInDoubt()).toBe(true);
    expect((await post('ehr', '10.0.0.1')).json()).toMatchObject({ accepted: 1 });
    expect(isInDoubt()).toBe(false);
  });

  test.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])(
    'learns nothing of senders on this machine (%s), whose clock is the same',
    async (address) => {
      for (const source of ['adt', 'ehr']) {
        expect((await post(source, address)).json()).toMatchObject({ accepted: 1 });
      }
      expect(isInDoubt()).toBe(true);
    },
  );

  test('is confirmed by an engineer, which the audit has before and after, and by nobody else', async () => {
    const confirm = { method: 'POST', url: '/v1/clock/confirm' } as const;
    for (const key of ['sender:adt', 'planner']) {
      expect((await house.ask(key, confirm)).statusCode).toBe(403);
    }
    expect(isInDoubt()).toBe(true);
    const health = await house.ask('engineer', { url: '/v1/pipeline/health' });
    expect(health.json()).toMatchObject({
      ...{ status: 'failing', reasons: ['clock'] },
      clock: { isInDoubt: true, offsetSeconds: -DAY / 1000, isHospitalAhead: false },
    });
    expect((await house.ask('engineer', confirm)).json()).toEqual({
      ...{ time: new Date(house.now).toISOString(), offsetSeconds: -DAY / 1000, isRewound: false },
    });
    expect(isInDoubt()).toBe(false);
    const lines = house.audited.split('\n').filter((line) => line.includes(confirm.url));
    expect(lines.map((line) => JSON.parse(line).status)).toEqual([403, 403, null, 200]);
  });
});
