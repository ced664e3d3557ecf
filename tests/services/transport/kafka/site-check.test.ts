import type { KafkaMessage } from 'kafkajs';
import { expect, test, vi } from 'vitest';
import type { Site } from '../../../../schemas/site.ts';
import { createLog } from '../../../../services/platform/log.ts';
import { createMetrics } from '../../../../services/platform/metrics.ts';
import { SITE_HEADER } from '../../../../services/transport/kafka/record-headers.ts';
import { SiteCheck, siteDigest } from '../../../../services/transport/kafka/site-check.ts';
import { siteWith } from '../../../support/scenario.ts';

const site = siteWith();
const other: Site = { ...site, timeZone: 'Europe/Helsinki' };
const SINCE = 1_000;

function record(of: Site | null, timestamp: number): KafkaMessage {
  const headers = of === null ? {} : { [SITE_HEADER]: Buffer.from(siteDigest(of)) };
  return { headers, timestamp: String(timestamp) } as unknown as KafkaMessage;
}

test('a site file has one digest in any order of its fields, and another one with any other value', () => {
  const reordered = Object.fromEntries(Object.entries(site).toReversed()) as unknown as Site;
  expect(Object.keys(reordered)).not.toEqual(Object.keys(site));
  expect(siteDigest(reordered)).toBe(siteDigest(site));
  expect(siteDigest(other)).not.toBe(siteDigest(site));
});

test('records of another site file are counted from the start on, and logged once a topic', async () => {
  const [log, metrics] = [createLog('silent'), createMetrics()];
  const warn = vi.spyOn(log, 'warn');
  const check = new SiteCheck(site, log, metrics, SINCE);
  check.note('events', [record(site, SINCE), record(null, SINCE), record(other, SINCE - 1)]);
  expect((await metrics.otherSite.get()).values).toEqual([]);
  check.note('events', [record(other, SINCE), record(site, SINCE + 1), record(other, SINCE + 2)]);
  check.note('hours', [record(other, SINCE + 3)]);
  expect((await metrics.otherSite.get()).values).toMatchObject([
    { value: 2, labels: { topic: 'events' } },
    { value: 1, labels: { topic: 'hours' } },
  ]);
  expect(warn.mock.calls.map(([about]) => about)).toEqual(
    ['events', 'hours'].map((topic) => ({ topic, site: siteDigest(other), own: siteDigest(site) })),
  );
});
