import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { Journal } from '../../../services/journal/journal.ts';
import { createLog } from '../../../services/platform/log.ts';
import { createMetrics } from '../../../services/platform/metrics.ts';
import { JournalEventLog } from '../../../services/transport/local/event-log.ts';
import { LocalHourLog } from '../../../services/transport/local/hour-log.ts';
import { JournalFollower } from '../../../services/transport/local/journal-follower.ts';
import { testTransport } from '../../support/transport-contract.ts';

describe('the transport in the process', () =>
  testTransport(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vi-transport-'));
    const journal = await Journal.create(join(folder, 'journal'));
    const followers = new Set<JournalFollower>();
    return {
      events: new JournalEventLog(
        async () => journal,
        () => {
          for (const each of followers) each.trigger();
        },
      ),
      async follow(consumer) {
        const [log, metrics] = [createLog('silent'), createMetrics()];
        const follower = new JournalFollower({ journal, consumer, log, metrics });
        followers.add(follower);
        follower.trigger();
        return async () => {
          if (followers.delete(follower)) await follower.stop();
        };
      },
      hours: async (scorer, serving) => ({
        log: await LocalHourLog.open({ scorer, serving }),
        arrived: async () => {},
      }),
      async close() {
        await journal.close();
        await rm(folder, { recursive: true });
      },
    };
  }));
