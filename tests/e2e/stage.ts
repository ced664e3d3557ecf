import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { builtDashboards } from '../../services/commands/running.ts';
import { Served, type ServedOptions } from '../services/api/served.ts';
import { openBrowser } from './chromium.ts';
import { Visit, type Wishes } from './visit.ts';

/** A server and a browser for the tests of a file, whose visits end with nothing that went wrong. */
export interface Stage {
  readonly served: Served;
  visit(wishes?: Wishes): Promise<Visit>;
}

/** Folder of the dashboards that are tested, where it is not the one that is served. */
const { DASHBOARDS = builtDashboards() } = process.env;

/** Sets the stage before the tests of a file, and clears it after them. */
export function stage(options: ServedOptions): Stage {
  let browser: Browser;
  let served: Served;
  let visits: Visit[] = [];
  beforeAll(async () => {
    [browser, served] = await Promise.all([
      openBrowser(),
      Served.of({ ...options, dashboards: DASHBOARDS }),
    ]);
    await served.listen();
  });
  afterEach(async () => {
    const problems = visits.flatMap((visit) => visit.problems);
    await Promise.all(visits.map((visit) => visit.end()));
    visits = [];
    expect(problems).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await served?.stop();
  });
  return {
    get served() {
      return served;
    },
    async visit(wishes) {
      const visit = await Visit.begin(browser, served, wishes);
      visits.push(visit);
      return visit;
    },
  };
}
