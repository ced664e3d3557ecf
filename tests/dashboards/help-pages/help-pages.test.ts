import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { GUIDE, PARTS } from '../../../dashboards/help-pages/contents.ts';
import { anchorOf, render } from '../../../dashboards/help-pages/markdown.ts';
import { addressOf, helpPages } from '../../../dashboards/help-pages/page.ts';
import { sourcesOf } from '../../../dashboards/help-pages/plugin.ts';
import { helpAddress } from '../../../dashboards/src/help-address.ts';
import { messages as english } from '../../../dashboards/src/i18n/en/messages.ts';
import { LANGS } from '../../../dashboards/src/i18n/languages.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { site } from '../../../schemas/site.ts';
import { RETIRED } from '../i18n/retired.ts';

const DASHBOARDS = fileURLToPath(new URL('../../../dashboards', import.meta.url));
const ASSETS = { style: '/assets/help.css', script: '/assets/help.js' };
const sources = { sv: sourcesOf(DASHBOARDS, 'sv'), en: sourcesOf(DASHBOARDS, 'en') };
const pages = new Map(
  LANGS.flatMap((language) => [...helpPages(language, sources[language], ASSETS)]),
);
const messages = { sv: swedish, en: english };

/** Addresses that are not of the help. */
const ELSEWHERE = ['/', '/favicon.svg', ASSETS.style, ASSETS.script];

/** What a page's links lead to that is not there. */
function broken(from: string, html: string, all: ReadonlyMap<string, string>): string[] {
  const links = [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, link]) => link!);
  return links.filter((link) => {
    const { pathname, hash, origin } = new URL(link, `http://help${from}`);
    if (origin !== 'http://help') return true;
    if (ELSEWHERE.includes(pathname)) return false;
    const target = all.get(pathname);
    return (
      target === undefined || (hash !== '' && !target.includes(`id="${decodeURI(hash.slice(1))}"`))
    );
  });
}

test('every file of the help is a page, in both languages', () => {
  const names = ['index', ...Object.values(PARTS).flat()].sort();
  for (const language of LANGS) expect(Object.keys(sources[language]).sort()).toEqual(names);
  // and the whole guide
  expect(pages.size).toBe(2 * (names.length + 1));
});

test.each([...pages.keys()])('every link and anchor of %s leads somewhere', (address) => {
  expect(broken(address, pages.get(address)!, pages)).toEqual([]);
});

test('a link that leads nowhere is noticed', () => {
  const all = new Map([['/help/sv/a.html', '<h1 id="så-räknas-det">']]);
  expect(broken('/help/sv/a.html', '<a href="b.html"><a href="a.html#nej">', all)).toHaveLength(2);
  expect(broken('/help/sv/a.html', '<a href="a.html#s%C3%A5-r%C3%A4knas-det">', all)).toEqual([]);
  expect(broken('/help/sv/a.html', '<a href="https://example.org/">', all)).toHaveLength(1);
});

test.each([...pages])(
  '%s has one title, whole anchors and nothing that the policy forbids',
  (_, html) => {
    expect(html.match(/<h1/g)).toHaveLength(1);
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids).not.toContain('');
    expect(new Set(ids).size).toBe(ids.length);
    expect(html).not.toMatch(/ style=| on\w+=|<style|javascript:/);
  },
);

test('the whole guide holds every chapter', () => {
  for (const language of LANGS) {
    const guide = pages.get(addressOf(language, 'guide'))!;
    for (const name of GUIDE) {
      expect(guide).toContain(`id="${anchorOf(render(sources[language][name]!).title)}"`);
    }
  }
});

test.each(['wall', 'ward', 'planner', 'pipeline', 'not-calibrated'] as const)(
  'what a screen links to is there: %s',
  (page) => {
    for (const language of LANGS) expect(pages.has(helpAddress(language, page))).toBe(true);
  },
);

describe.each(LANGS)('the help in %s is true of the program', (language) => {
  const { common, ward, planner, wall } = messages[language];
  const { thresholds } = site.parse({
    siteId: 's',
    name: 's',
    wards: [{ wardId: 'A', name: 'A', type: 'A', beds: 1, nightPatientsPerStaff: 10 }],
  });
  const text = (name: string) => sources[language][name]!.replace(/\s+/g, ' ');

  test('it has no retired word', () => {
    for (const [name, source] of Object.entries(sources[language])) {
      expect(source, name).not.toMatch(RETIRED[language]);
    }
  });

  test('limits of the states are those without a setting, each by its name', () => {
    const decimal = (value: number) => value.toFixed(1).replace('.', language === 'sv' ? ',' : '.');
    const row = (state: string) =>
      sources[language].states!.split('\n').find((line) => line.startsWith(`| **${state}`))!;
    const percent = (value: number) => `${Math.round(value * 100)} %`;
    const { shortPersons, shortShare, tightPersons, tightShare, roomPersons, roomShare } =
      thresholds;
    const short = row(language === 'sv' ? 'Saknar' : 'Short by');
    expect(short).toContain(`${decimal(shortPersons)} person`);
    expect(short).toContain(percent(shortShare));
    expect(row(common.states.tight)).toContain(`${decimal(tightPersons)} person`);
    expect(row(common.states.tight)).toContain(percent(tightShare));
    const room = row(language === 'sv' ? 'Kan avvara' : '1.2 to spare');
    expect(room).toContain(`${decimal(roomPersons)} person`);
    expect(room).toContain(percent(roomShare));
    expect(text('states')).toMatch(new RegExp(`\\b${thresholds.holdMinutes} minut`));
    for (const name of Object.keys(thresholds)) {
      if (!/^(higher|lower)/.test(name)) expect(text('states')).toContain(`\`${name}\``);
    }
  });

  test('how long values are current is what the model says', () => {
    const { weights } = JSON.parse(
      readFileSync(new URL('../../../pipelines/scoring/models/vi-2.json', import.meta.url), 'utf8'),
    ) as { weights: Record<string, { value: number }> };
    const value = (name: string) => weights[name]!.value;
    const old = text('old-and-incomplete');
    const [hours, days] = language === 'sv' ? ['timmar', 'dygn'] : ['hours', 'days'];
    expect(old).toContain(`${value('coverageFloor') * 100} %`);
    expect(old).toContain(` ${value('vitalFreshHours')} ${hours}`);
    expect(old).toContain(` ${value('vitalStaleHours')}.`);
    expect(old).toContain(` ${value('functionFreshHours')} ${hours}`);
    expect(old).toContain(` ${value('functionStaleHours') / 24} ${days}`);
  });

  test('what it names on the screens has that name there', () => {
    const named: Record<string, readonly string[]> = {
      'first-minutes': [
        common.wall,
        wall.deviation,
        wall.fixed,
        common.states['no-level'],
        common.states.old,
      ],
      'enough-staff': [ward.rightNow, ward.shiftsTitle],
      'next-week': [
        common.planner,
        planner.lendersTitle,
        planner.mine,
        planner.copy,
        planner.asKnown,
      ],
      'own-judgement': [ward.judgementTitle, ...[-3, 0, 3].map(ward.judgementWord)],
      handover: [ward.print],
      wall: [wall.kiosk, wall.turnOff, wall.deviation],
      ward: [
        ...[ward.needTitle, ward.shiftsTitle, ward.patientsTitle, ward.signal, ward.shortfall],
        planner.lendersTitle,
      ],
      planner: [
        planner.final,
        planner.asKnown,
        planner.method,
        planner.compareTitle,
        planner.historyTitle,
      ],
      pipeline: [
        messages[language].pipeline.silent,
        messages[language].pipeline.letters,
        messages[language].pipeline.wards,
      ],
      states: Object.values(common.states).filter(
        (state) =>
          ![common.states.short, common.states.room, common.states.unknown].includes(state),
      ),
      'bad-night': [common.room('').trim(), planner.lendersTitle, wall.live],
    };
    for (const [name, texts] of Object.entries(named)) {
      for (const each of texts) expect(text(name), name).toContain(each);
    }
  });
});
