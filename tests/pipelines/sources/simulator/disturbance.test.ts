import { describe, expect, it } from 'vitest';
import { Disturbance } from '../../../../pipelines/sources/simulator/disturbance.ts';
import { reported } from '../../../../pipelines/sources/simulator/lateness.ts';
import { ArrivalQueue } from '../../../../pipelines/sources/simulator/queue.ts';
import { Random } from '../../../../pipelines/sources/simulator/random.ts';
import { simulate } from '../../../../pipelines/sources/simulator/simulate.ts';
import type { WireEvent } from '../../../../schemas/ward-event.ts';
import { firstVersions, line, lines, TWENTY_WARDS } from './sample.ts';

describe('disturbances', () => {
  const stream = [...simulate(TWENTY_WARDS)];
  const sent = stream.flatMap((arrival) => ('event' in arrival ? [arrival.event] : []));

  it('only add to the stream that is right without them', () => {
    const disturbed = new Set(stream.map(line));
    const missing = [...lines({ ...TWENTY_WARDS, disturbances: false })].filter(
      (text) => !disturbed.has(text),
    );
    expect(missing).toEqual([]);
  });

  it('are none where they are switched off', () => {
    const quiet = [...simulate({ ...TWENTY_WARDS, disturbances: false })];
    expect(quiet.every((arrival) => 'event' in arrival && arrival.event.status === undefined)).toBe(
      true,
    );
    expect(new Set(quiet.map(line)).size).toBe(quiet.length);
  });

  it('amend about one record in a hundred and withdraw one in three hundred', () => {
    const share = (status: string) =>
      sent.filter((event) => event.status === status).length / sent.length;
    expect(share('amended')).toBeGreaterThan(0.007);
    expect(share('amended')).toBeLessThan(0.013);
    expect(share('entered-in-error')).toBeGreaterThan(0.002);
    expect(share('entered-in-error')).toBeLessThan(0.005);
  });

  it('correct a record under its own identity, later, with another content', () => {
    const first = new Map(
      firstVersions(sent).map((event) => [`${event.source} ${event.id}`, event]),
    );
    let wrongPatients = 0;
    for (const event of new Set(sent)) {
      const original = first.get(`${event.source} ${event.id}`);
      if (event.status === undefined || original === undefined) continue;
      expect(Date.parse(event.recordedAt)).toBeGreaterThan(Date.parse(original.recordedAt));
      const { status, recordedAt, ...content } = event;
      const { recordedAt: _, ...before } = original;
      if (status === 'entered-in-error') expect(content).toEqual(before);
      if ('encounterId' in event && 'encounterId' in original) {
        if (event.encounterId !== original.encounterId) wrongPatients++;
      }
    }
    expect(wrongPatients).toBeGreaterThan(10);
  });

  it('send about one record in two hundred twice', () => {
    const share = 1 - new Set(sent).size / sent.length;
    expect(share).toBeGreaterThan(0.003);
    expect(share).toBeLessThan(0.008);
  });

  it('replace the rosters that they withdraw: no shift of the three weeks ahead is left without', () => {
    type Staffing = Extract<WireEvent, { type: 'staffing' }>;
    const latest = new Map<string, Staffing>();
    for (const event of sent) {
      if (event.type !== 'staffing' || event.basis !== 'planned') continue;
      const known = latest.get(event.id);
      const isNewer = known === undefined || event.recordedAt >= known.recordedAt;
      if (isNewer) latest.set(event.id, event);
    }
    const shiftOf = ({ wardId, role, from }: Staffing) => `${wardId} ${role} ${from}`;
    const all = [...latest.values()];
    const rostered = new Set(
      all.filter(({ status }) => status !== 'entered-in-error').map(shiftOf),
    );
    const withdrawn = all.filter(({ status }) => status === 'entered-in-error');
    expect(withdrawn.length).toBeGreaterThan(2);
    for (const role of ['rn', 'na']) {
      const shifts = new Set(all.filter((each) => each.role === role).map(shiftOf));
      expect(shifts.size).toBeGreaterThan(20 * 3 * 21);
      expect([...shifts].filter((shift) => !rostered.has(shift))).toEqual([]);
    }
  });

  describe('of half a million observations', () => {
    const queue = new ArrivalQueue();
    const disturbance = new Disturbance(1, ['31A']);
    const moment = reported(1_767_600_000, new Random(1));
    const event: WireEvent = {
      id: 'a',
      source: 'ehr',
      type: 'observation',
      encounterId: 'E1',
      code: 'spo2',
      value: 96,
      unit: '%',
      occurredAt: moment.occurredAt,
      recordedAt: moment.recordedAt,
    };
    for (let record = 0; record < 500_000; record++) disturbance.follow(event, moment, queue);
    const followed = queue.takeUntil(1_767_600_000 + 100 * 3600).arrivals;

    it('break about one in 20 000', () => {
      const broken = followed.filter((arrival) => 'raw' in arrival).length;
      expect(broken).toBeGreaterThan(12);
      expect(broken).toBeLessThan(45);
    });

    it('put about one in 40 000 on a ward where the patient never was, and take it back', () => {
      const misplaced = followed.flatMap((arrival) =>
        'event' in arrival && arrival.event.type === 'transfer' ? [arrival.event] : [],
      );
      const ids = new Set(misplaced.map(({ id }) => id));
      expect(ids.size).toBeGreaterThan(4);
      expect(ids.size).toBeLessThan(30);
      expect(misplaced.filter(({ status }) => status === undefined).length).toBe(ids.size);
      expect(misplaced.filter(({ status }) => status === 'entered-in-error').length).toBe(ids.size);
    });
  });
});
