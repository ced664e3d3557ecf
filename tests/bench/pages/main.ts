import { parseArgs } from 'node:util';
import { builtDashboards } from '../../../services/commands/running.ts';
import { openBrowser } from '../../e2e/chromium.ts';
import { machineText, publish } from '../results.ts';
import { firstDraw } from './drawing.ts';
import { type Check, checks, LIMITS } from './limits.ts';
import { PageServer } from './server.ts';
import { startOfAll } from './start.ts';
import { updates } from './updating.ts';
import { liveThroughDay } from './wall-day.ts';
import type { Held } from './watched.ts';
import { weights } from './weight.ts';

const FULL = { runs: 9, updates: 60, dayUpdates: 10_000, hours: 24 };
const SMOKE = { runs: 3, updates: 10, dayUpdates: 1_000, hours: 2.4 };

const say = (message: string) => process.stderr.write(`${message}\n`);

/** Measures how soon the wall is there, what the app weighs, how fast it draws, and that it does not grow. */
async function main(plan: typeof FULL) {
  const folder = builtDashboards();
  const server = await PageServer.start(folder);
  const browser = await openBrowser();
  try {
    say('npm start, until the wall is alive');
    const start = await startOfAll(browser);
    say('what the app weighs');
    const weight = await weights(browser, server, folder);
    say(`${plan.runs} first draws`);
    const drawing = await firstDraw(browser, server, plan.runs);
    say(`${plan.updates} updates of a ward, and of all`);
    const updated = await updates(browser, server, plan.updates);
    say(`${plan.hours} hours on the wall with ${plan.dayUpdates} updates`);
    const day = await liveThroughDay(browser, server, plan.dayUpdates, plan.hours);
    const machine = machineText();
    return { machine, chromium: browser.version(), plan, start, weight, drawing, updated, day };
  } finally {
    await browser.close();
    await server.stop();
  }
}

export type Report = Awaited<ReturnType<typeof main>>;

function reportText({
  machine,
  chromium,
  plan,
  start,
  weight,
  drawing,
  updated,
  day,
}: Report): string {
  const ms = (value: number) => value.toFixed(1);
  const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1);
  const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1);
  const held = (name: string, { heapBytes, nodes, listeners }: Held) =>
    `| ${name} | ${(heapBytes / 1e6).toFixed(2)} | ${nodes} | ${listeners} |`;
  const [warm, half, end] = day.held;
  return [
    `Measured on ${machine}, Chromium ${chromium} without a screen. The built pages from a bare server with a made-up hospital of 40 wards and 48 hours, 1920 × 1080. Milliseconds are of processor time, from Chromium’s trace; scripting has microtasks and garbage collection in it.`,
    '',
    '| `npm start` with an empty folder | seconds | limit |',
    '| --- | ---: | ---: |',
    `| until its link | ${seconds(start.linkMs)} | |`,
    `| until the wall is live in Chromium, all ${start.wards} wards with their load | ${seconds(start.wallMs)} | ${LIMITS.startMs / 1000} |`,
    '',
    '| the whole app, each file once | files | kB, gzip | limit |',
    '| --- | ---: | ---: | ---: |',
    ...weight.wall.map(
      ({ what, files, bytes }) =>
        `| ${what} | ${files} | ${kilobytes(bytes)} | ${kilobytes(LIMITS.wallBytes)} |`,
    ),
    ...weight.loaded.map(
      ({ what, files, bytes }) =>
        `| ${what} | ${files} | ${kilobytes(bytes)} | ${kilobytes(LIMITS.bytes)} |`,
    ),
    `| ${weight.built.what} | ${weight.built.files} | ${kilobytes(weight.built.bytes)} | |`,
    '',
    '| the wall | scripting ms | p95 | limit | all tasks ms |',
    '| --- | ---: | ---: | ---: | ---: |',
    `| first draw from nothing, median of ${plan.runs} | ${ms(drawing.wall.scriptMs)} | | ${LIMITS.drawMs} | ${ms(drawing.wall.taskMs)} |`,
    `| the same text by \`innerHTML\` on a bare page | ${ms(drawing.bare.scriptMs)} | | | ${ms(drawing.bare.taskMs)} |`,
    ...updated.map(
      ({ what, scriptMs, scriptP95Ms, taskMs }, index) =>
        `| ${what} | ${ms(scriptMs)} | ${ms(scriptP95Ms)} | ${index === 0 ? '' : LIMITS.updateMs} | ${ms(taskMs)} |`,
    ),
    '',
    `| ${plan.hours} hours on the wall in ${day.seconds.toFixed(0)} s: ${day.updates} messages, ${day.beats} draws by the second | heap MB | nodes | listeners |`,
    '| --- | ---: | ---: | ---: |',
    held('after a warm-up', warm),
    held('half way', half),
    held('at the end', end),
    '',
  ].join('\n');
}

const { values } = parseArgs({ options: { smoke: { type: 'boolean', default: false } } });
const report = await main(values.smoke ? SMOKE : FULL);
await publish('pages', { figures: report, text: reportText(report), isWhole: !values.smoke });
const broken = checks(report).filter(({ isKept }: Check) => !isKept);
for (const { what } of broken) say(`BROKEN: ${what}`);
// a short run beside other work shows that it measures; its figures judge nothing
process.exitCode = broken.length === 0 || values.smoke ? 0 : 1;
