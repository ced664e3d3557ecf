import { pino } from 'pino';
import { expect, test } from 'vitest';
import { logOpened, OWN_LOG, Scorer } from '../../../services/scorer/scorer.ts';
import { admit, siteWith } from '../../support/scenario.ts';

test.each([
  [true, 0],
  [false, 1],
])(
  'plans that are kept: %s; a scorer scores, and its log has %i lines about them',
  async (keepsPlans, lines) => {
    const scorer = await Scorer.open(':memory:', siteWith(), OWN_LOG, { threads: 1, keepsPlans });
    try {
      const written: string[] = [];
      logOpened(pino({}, { write: (line: string) => written.push(line) }), scorer);
      expect(written.filter((line) => line.includes('planned at each run'))).toHaveLength(lines);
      expect(written).toHaveLength(lines);
      await scorer.publish([admit('8')]);
      expect((await scorer.score()).hours).toBe(1);
    } finally {
      await scorer.close();
    }
  },
);
