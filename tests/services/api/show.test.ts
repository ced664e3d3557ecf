import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ServingStore } from '../../../pipelines/serving/store.ts';
import { ApiService } from '../../../services/api/service.ts';
import { createLog } from '../../../services/platform/log.ts';
import { createMetrics } from '../../../services/platform/metrics.ts';
import { at, siteWith } from '../../support/scenario.ts';

const site = siteWith();
let data: string;
let serving: ServingStore;
let api: ApiService;
let looks: number;

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'vi-show-'));
  serving = await ServingStore.open(':memory:', site);
  looks = 0;
  const wardsNow = serving.wardsNow.bind(serving);
  serving.wardsNow = () => {
    looks++;
    return wardsNow();
  };
  const [log, metrics] = [createLog('silent'), createMetrics()];
  api = new ApiService({ ...{ serving, site, data, log, metrics } });
});
afterEach(async () => {
  await api.stop();
  await serving.close();
  rmSync(data, { recursive: true, force: true });
});

const time = (streamTime: number, position: number) =>
  serving.apply({ partition: 0, position, streamTime, hours: [], withdrawn: [] });

test('the wards are computed again only when something was stored', async () => {
  await api.show();
  await api.show();
  expect(looks).toBe(1);
  await time(at('12'), 1);
  await api.show();
  await api.show();
  expect(looks).toBe(2);
  expect(api.stream.current().streamTime).toBe('2026-01-05T12:00:00Z');
  await serving.publish([]);
  await api.show();
  expect(looks).toBe(3);
  await serving.rewind(0, at('11'), 1);
  await api.show();
  expect(api.stream.current().streamTime).toBe('2026-01-05T11:00:00Z');
});

test('what could not be shown is shown by the next attempt, though nothing was stored since', async () => {
  await api.show();
  await time(at('12'), 1);
  const { wardsNow } = serving;
  serving.wardsNow = () => Promise.reject(new Error('no'));
  await expect(api.show()).rejects.toThrow('no');
  serving.wardsNow = wardsNow;
  await api.show();
  expect(api.stream.current().streamTime).toBe('2026-01-05T12:00:00Z');
});
