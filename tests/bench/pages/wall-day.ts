import type { Browser } from 'playwright-core';
import { messages, NEWEST } from './hospital.ts';
import type { PageServer } from './server.ts';
import { type Held, Watched } from './watched.ts';

/** Held after the warm-up, at half of what is left, and at the end, with as many messages between. */
export interface WallDay {
  readonly updates: number;
  readonly beats: number;
  readonly seconds: number;
  readonly held: readonly [warm: Held, half: Held, end: Held];
}

/** Turns of all wards after which the messages are the same again. */
const TURNS = 5;
const PERIOD = TURNS * 40;

/**
 * Before the page's own scripts: its clock is shifted, its timer of a second is called by us, and its
 * stream, which is real, is given messages as if they had come over it.
 */
const HANDS = `
  const beats = [];
  const set = setInterval;
  window.setInterval = (call, ms, ...rest) =>
    ms === 1000 ? (beats.push(call), 0) : set(call, ms, ...rest);
  const clock = Date.now;
  let shift = 0;
  Date.now = () => clock() + shift;
  let stream = null;
  // the page follows the stream itself where the browser has no shared workers
  Reflect.deleteProperty(window, 'SharedWorker');
  window.EventSource = class extends EventSource {
    constructor(...of) { super(...of); stream = this; }
  };
  let beaten = 0;
  const dispatch = (type, data) => stream.dispatchEvent(new MessageEvent(type, { data }));
  const drawn = () => document.querySelector('live-wall').updateComplete;
  window.liveThrough = async (messages, from, to, step) => {
    for (let at = from; at < to; at++) {
      for (let left = step; left > 0; left -= 1000) {
        shift += Math.min(left, 1000);
        for (const beat of beats) beat();
        beaten += 1;
        await drawn();
      }
      const now = new Date(Date.now()).toISOString();
      if (at % 2 === 0) dispatch('tick', JSON.stringify({ streamTime: now, silentSources: [], now }));
      dispatch('ward', messages[at % messages.length].replace('${NEWEST}', now));
      await drawn();
      if (at % 20 === 0) await new Promise(requestAnimationFrame);
    }
    return beaten;
  };`;

/** A day on the wall as fast as it goes: a message every `86 400 s / updates`, and a draw every second. */
export async function liveThroughDay(
  browser: Browser,
  server: PageServer,
  updates: number,
  hours: number,
): Promise<WallDay> {
  const began = performance.now();
  const watched = await Watched.open(browser);
  const { page } = watched;
  try {
    await page.addInitScript(HANDS);
    await page.goto(server.url);
    await page.locator('ward-tile').nth(39).waitFor();
    const sent = JSON.stringify(messages(TURNS, Date.now()));
    await page.evaluate(`globalThis.sent = ${sent}; 0`);
    const step = (hours * 3_600_000) / updates;
    const pass = (from: number, to: number) =>
      page.evaluate<number>(`liveThrough(sent, ${from}, ${to}, ${step})`);
    const warm = wholePeriods(updates / 5);
    const half = wholePeriods((updates - warm) / 2);
    await pass(0, warm);
    const held: Held[] = [await watched.held()];
    await pass(warm, warm + half);
    held.push(await watched.held());
    const beats = await pass(warm + half, warm + 2 * half);
    held.push(await watched.held());
    return {
      updates: warm + 2 * half,
      beats,
      seconds: (performance.now() - began) / 1000,
      held: held as unknown as WallDay['held'],
    };
  } finally {
    await watched.close();
  }
}

/** At the ends of periods the same is shown, so that what is held can be compared. */
function wholePeriods(updates: number): number {
  return Math.max(1, Math.round(updates / PERIOD)) * PERIOD;
}
