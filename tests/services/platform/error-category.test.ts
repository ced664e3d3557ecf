import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WarehouseError } from '../../../pipelines/warehouse/warehouse-error.ts';
import { categoryOf } from '../../../services/platform/error-category.ts';
import { errorKind } from '../../../services/platform/log.ts';
import { unansweredOf } from '../../../services/server/unanswered.ts';

const thrown = (work: Promise<unknown>) => work.then(() => null).catch((error: Error) => error);

test('a device that is full says so, and nothing of what was written', async () => {
  const error = (await thrown(writeFile('/dev/full', 'of a patient')))!;
  expect(categoryOf(error)).toBe('no space left');
  expect(errorKind(error)).toEqual({ kind: 'Error', category: 'no space left' });
  const { problem, retryAfterSeconds } = unansweredOf(error)!;
  expect(problem).toMatchObject({
    status: 503,
    detail: 'No space is left on the disk of the server',
  });
  expect(retryAfterSeconds).toBeGreaterThan(0);
});

test('an error that no wait ends has no answer of its own', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vi-category-'));
  writeFileSync(join(folder, 'file'), '');
  const missing = (await thrown(writeFile(join(folder, 'none/file'), '')))!;
  expect(readdirSync(folder)).toEqual(['file']);
  rmSync(folder, { recursive: true });
  for (const error of [missing, new TypeError('x'), new WarehouseError('Binder Error: x')]) {
    expect(unansweredOf(error)).toBeNull();
  }
});
