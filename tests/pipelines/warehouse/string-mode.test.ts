import { describe, expect, it } from 'vitest';
import { stringCopier } from '../../../pipelines/warehouse/arrow/append-strings.ts';
import { readsBack, stringMode } from '../../../pipelines/warehouse/string-mode.ts';

describe('stringMode', () => {
  it('is the fast one with the DuckDB this project pins', () => {
    expect(stringMode()).toBe('arena');
  });
});

describe('readsBack', () => {
  it('is true of both modes', () => {
    expect(readsBack((data) => stringCopier('s', data, 'arena'))).toBe(true);
    expect(readsBack((data) => stringCopier('s', data, 'safe'))).toBe(true);
  });

  it('is false of a copier that stores something else, nothing, or throws', () => {
    const throws = (): never => {
      throw new Error('no such memory');
    };
    const right = (data: Parameters<typeof stringCopier>[1]) => stringCopier('s', data, 'safe');
    const shifted = (data: Parameters<typeof stringCopier>[1]) => ({
      ...right(data),
      copy: (
        vector: Parameters<ReturnType<typeof right>['copy']>[0],
        from: number,
        count: number,
      ) => right(data).copy(vector, from + 1, count - 1),
    });
    expect(readsBack(shifted)).toBe(false);
    expect(readsBack((data) => ({ ...right(data), copy: () => {} }))).toBe(false);
    expect(readsBack((data) => ({ ...right(data), copy: throws }))).toBe(false);
  });
});
