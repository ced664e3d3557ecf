import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ScoringStore } from '../../pipelines/scoring/store.ts';
import { hospital } from './hospital.ts';
import { content, openStore, type Row, rowsOf, storeLog } from './scored.ts';

/** What somebody knows who follows the outbox from slice to slice. */
class RetryingWorker {
  private readonly rows = new Map<string, Row>();
  private revision = 0;

  async read({ connection }: ScoringStore): Promise<void> {
    const after = { revision: this.revision };
    const read = (table: string) =>
      connection.rows<Row>(`from ${table} where revision > $revision order by revision`, after);
    const changes = [
      ...(await read('encounter_hour')).map((row) => ({ row, isWithdrawn: false })),
      ...(await read('withdrawn_hour')).map((row) => ({ row, isWithdrawn: true })),
    ].sort((a, b) => Number(a.row.revision) - Number(b.row.revision));
    for (const { row, isWithdrawn } of changes) {
      const key = JSON.stringify([row.encounter_id, row.hour, row.ward_id]);
      if (isWithdrawn) this.rows.delete(key);
      else this.rows.set(key, row);
    }
    const [last] = await connection.rows<{ revision: number }>('from outbox');
    this.revision = last!.revision;
  }

  get keys(): string[] {
    return [...this.rows.keys()].sort();
  }
}

/** Hours of encounters that the last slice wrote; one hour has a row for each ward the patient was on. */
async function hoursOfSlice({ connection }: ScoringStore): Promise<number> {
  const [written] = await connection.rows<{ n: number }>(`
    select count(distinct (encounter_id, hour)) as n from encounter_hour
    where revision = (select revision from outbox)`);
  return written!.n;
}

const limits = fc.record({
  encounters: fc.integer({ min: 1, max: 3 }),
  hours: fc.integer({ min: 8, max: 60 }),
});
const disturbed = hospital().chain((drawn) =>
  fc.record({
    drawn: fc.constant(drawn),
    slice: limits,
    keys: fc.array(fc.nat(), { minLength: drawn.log.length, maxLength: drawn.log.length }),
    cuts: fc.array(fc.record({ at: fc.nat(drawn.log.length), slices: fc.nat(3) }), {
      maxLength: 3,
    }),
    follows: fc.infiniteStream(fc.boolean()),
  }),
);

test('slices of any size by kept plans, with anything stored in between, give the rows of one batch that is planned', async () => {
  await fc.assert(
    fc.asyncProperty(disturbed, async ({ drawn: { site, log }, slice, keys, cuts, follows }) => {
      const whole = await openStore(site, ':memory:', { keepsPlans: false });
      const sliced = await openStore(site, ':memory:', { slice, keepsPlans: true });
      const follower = new RetryingWorker();
      try {
        await storeLog(whole, log, site);
        await whole.rescore();
        const shuffled = log
          .map((entry, index) => ({ entry, key: keys[index]! }))
          .sort((a, b) => a.key - b.key)
          .map(({ entry }) => entry);
        let from = 0;
        for (const { at, slices } of [
          ...[...cuts].sort((a, b) => a.at - b.at),
          { at: log.length, slices: 0 },
        ]) {
          await storeLog(sliced, shuffled.slice(from, Math.max(from, at)), site);
          from = Math.max(from, at);
          for (let done = 0; done < slices; done++) {
            const { hours } = await sliced.rescoreSlice(follows.next().value as boolean);
            if (hours > 0) expect(await hoursOfSlice(sliced)).toBeLessThanOrEqual(slice.hours);
            await follower.read(sliced);
          }
        }
        for (let pending = 1; pending > 0; ) {
          ({ pending } = await sliced.rescoreSlice());
          await follower.read(sliced);
        }
        const rows = await rowsOf(sliced);
        expect(rows.map(content)).toEqual((await rowsOf(whole)).map(content));
        expect(follower.keys).toEqual(
          rows.map((row) => JSON.stringify([row.encounter_id, row.hour, row.ward_id])).sort(),
        );
      } finally {
        await whole.close();
        await sliced.close();
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 8) },
  );
});
