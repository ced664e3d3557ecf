import { createHash } from 'node:crypto';
import type { KafkaMessage } from 'kafkajs';
import type { Site } from '../../../schemas/site.ts';
import type { Logger } from '../../platform/log.ts';
import type { Metrics } from '../../platform/metrics.ts';
import { SITE_HEADER } from './record-headers.ts';

/** Identifies the content of a site file, in any order of its fields. */
export function siteDigest(site: Site): string {
  return createHash('sha256').update(sortedJson(site)).digest('base64url').slice(0, 16);
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    part === null || typeof part !== 'object' || Array.isArray(part)
      ? part
      : Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  );
}

/**
 * Notices that another service runs with another site file: what it wrote since this service started has another
 * digest. Counts such records, and logs each other digest once a topic. While a change of the site file reaches one service
 * after another, that is expected; afterwards the services would disagree on wards, shifts or levels.
 */
export class SiteCheck {
  private readonly own: string;
  private readonly log: Logger;
  private readonly metrics: Metrics;
  private readonly since: number;
  private readonly noted = new Set<string>();

  /** @param since milliseconds since 1970: records from before may have an earlier site file */
  constructor(site: Site, log: Logger, metrics: Metrics, since = Date.now()) {
    this.own = siteDigest(site);
    this.log = log;
    this.metrics = metrics;
    this.since = since;
  }

  /** Compares records of a partition. Records without a digest are of an earlier program or another producer. */
  note(topic: string, messages: readonly KafkaMessage[]): void {
    for (const { headers, timestamp } of messages) {
      const site = headers?.[SITE_HEADER]?.toString();
      if (site === undefined || site === this.own || Number(timestamp) < this.since) continue;
      this.metrics.otherSite.inc({ topic });
      if (this.noted.has(`${topic} ${site}`)) continue;
      this.noted.add(`${topic} ${site}`);
      this.log.warn(
        { topic, site, own: this.own },
        'a service that writes this topic runs with another site file: give all services the same, and restart those that have the old one',
      );
    }
  }
}
