import { describe, expect, it } from 'vitest';
import { readSql } from '../../../pipelines/warehouse/sql-file.ts';

describe('readSql', () => {
  it('names the file that is not there', () => {
    const missing = new URL('../../warehouse/no-such.sql', import.meta.url);
    expect(() => readSql(missing)).toThrow('tests/warehouse/no-such.sql');
  });

  it('gives the text as it is', () => {
    expect(readSql(new URL('./one.sql', import.meta.url))).toBe("SELECT 'å' AS letter\n");
  });
});
