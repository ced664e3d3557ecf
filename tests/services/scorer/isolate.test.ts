import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WarehouseError } from '../../../pipelines/warehouse/warehouse-error.ts';
import { isolate } from '../../../services/scorer/isolate.ts';

describe('of records that are taken together', () => {
  test('those that cannot be taken are refused, the others taken, each once and in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 40 }), async (areBad) => {
        const outcome: [number, boolean][] = [];
        await isolate(
          [...areBad.keys()],
          async (records) => {
            if (records.some((record) => areBad[record])) throw new WarehouseError('Constraint');
            for (const record of records) outcome.push([record, false]);
          },
          async (record) => {
            outcome.push([record, true]);
          },
        );
        expect(outcome).toEqual([...areBad.entries()]);
      }),
    );
  });

  test.each([
    'IO Error: No space left on device',
    'Out of Memory Error: failed to allocate',
    'IO Error: Could not write file',
  ])('none is to blame for what says nothing of them: %s', async (message) => {
    const refused: number[] = [];
    const error = new WarehouseError(message);
    const work = isolate(
      [1, 2, 3],
      () => Promise.reject(error),
      async (record) => {
        refused.push(record);
      },
    );
    await expect(work).rejects.toBe(error);
    expect(refused).toEqual([]);
  });

  test('none is refused where the store cannot note that either', async () => {
    const refuse = () => Promise.reject(new WarehouseError('no table'));
    const work = isolate([1, 2, 3], () => Promise.reject(new WarehouseError('Constraint')), refuse);
    await expect(work).rejects.toThrow('no table');
  });
});
