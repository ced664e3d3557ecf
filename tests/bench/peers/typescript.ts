/**
 * The model `vi-2` as a program would have it that keeps events in maps and walks through each stay hour by hour. Written
 * for the comparison alone: it reads sound events, one after another, knows neither late models nor restarts, and
 * rounds whole micro-minutes. Nothing of it is shared with the pipelines but the published NEWS2 table.
 */
import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { dayTime } from '../../../schemas/shifts.ts';
import type { Site } from '../../../schemas/site.ts';
import { benchSite } from '../hospital.ts';

type Micros = number;
interface Event {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly status?: string;
  readonly encounterId?: string;
  readonly wardId?: string;
  readonly code?: string;
  readonly form?: string;
  readonly value?: number | boolean | string;
  readonly minutes?: number;
  readonly volumeMl?: number;
  readonly age?: number;
  readonly pregnant?: boolean;
  at: Micros;
  recorded: Micros;
}
interface Stay {
  readonly wardId: string;
  readonly from: Micros;
  until: Micros;
  /** When the chain of stays began that it belongs to. */
  readonly runFrom: Micros;
  readonly arrivedBy: 'admission' | 'transfer';
  leftBy: 'transfer' | 'discharge' | null;
  /** A move from the stay before begins it. */
  readonly isJoined: boolean;
}
interface Piece {
  readonly wardId: string;
  readonly from: Micros;
  readonly until: Micros;
}
interface Discharge {
  readonly at: Micros;
  /** The patient arrives on another ward at the same instant. */
  readonly isFollowed: boolean;
}

const MINUTE = 60e6;
const HOUR = 60 * MINUTE;
const OPEN = Number.POSITIVE_INFINITY;
const S = [59, 76, 112, 151];
const A = [0, 55, 144, 276];
const hourOf = (at: Micros) => Math.floor(at / HOUR) * HOUR;
const rounded = (numerator: number, denominator: number) =>
  Math.floor((2 * numerator + denominator) / (2 * denominator));

const NEWS2 = JSON.parse(
  readFileSync(new URL('../../../pipelines/scoring/models/news2.json', import.meta.url), 'utf8'),
).parameters as Record<
  string,
  { decimals: number; bands: [number | null, number | null, number][] }
>;
const PLAUSIBLE: Record<string, [number, number]> = {
  'respiratory-rate': [0, 80],
  spo2: [30, 100],
  'systolic-bp': [20, 350],
  'heart-rate': [0, 300],
  temperature: [25, 45],
};
const COUNTED = [
  ...[
    'respiratory-rate',
    'spo2',
    'supplemental-oxygen',
    'systolic-bp',
    'diastolic-bp',
    'heart-rate',
  ],
  ...['temperature', 'consciousness', 'pain', 'blood-glucose', 'weight', 'urine-output'],
  ...['fluid-balance', 'neuro-check'],
];
const AREAS = [
  'function.hygiene',
  'function.nutrition',
  'function.elimination',
  'function.mobility',
];

/** Columns of a row as `scoreFile` writes them. */
export const COLUMNS = [
  ...['encounter_id', 'ward_id', 'hour', 'presence_us', 'base', 'general_care', 'special_care'],
  ...['surveillance', 'churn', 'one_to_one', 'escort', 'minutes', 'minutes_low', 'minutes_high'],
  ...['news2', 'news2_low', 'news2_high', 'a_level', 'a_level_low', 'a_level_high'],
  ...['s_level_raw', 's_level'],
];

/** Scores a file of sound events, and writes the rows as CSV. @returns seconds of reading, scoring and writing */
export async function scoreFile({ file, to }: { file: string; to: string }) {
  const site = benchSite;
  const seconds: Record<string, number> = {};
  let began = performance.now();
  const lap = (name: string) => {
    seconds[name] = (performance.now() - began) / 1000;
    began = performance.now();
  };
  const versions = new Map<string, Event>();
  let events = 0;
  let now = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const event = JSON.parse(line) as Event & { occurredAt: string; recordedAt: string };
    event.at = Date.parse(event.occurredAt) * 1000;
    event.recorded = Date.parse(event.recordedAt) * 1000;
    now = Math.max(now, event.recorded);
    events++;
    const key = `${event.source} ${event.id}`;
    const known = versions.get(key);
    if (known === undefined || counts(event, known)) versions.set(key, event);
  }
  const encounters = new Map<string, Event[]>();
  for (const event of versions.values()) {
    if (event.encounterId === undefined || event.status === 'entered-in-error') continue;
    const own = encounters.get(event.encounterId);
    if (own === undefined) encounters.set(event.encounterId, [event]);
    else own.push(event);
  }
  lap('read');
  const out = createWriteStream(to);
  out.write(`${COLUMNS.join(',')}\n`);
  let rows = 0;
  const day = daysOf(site);
  for (const [encounterId, own] of encounters) {
    const found = rowsOf(encounterId, own, now, site, day);
    rows += found.length;
    if (found.length > 0) out.write(`${found.map((row) => row.join(',')).join('\n')}\n`);
  }
  lap('score');
  out.end();
  await finished(out);
  lap('write');
  return { events, rows, seconds };
}

/** Whether a version of an event goes before another: the later, then a removal, then an amendment. */
function counts(event: Event, known: Event): boolean {
  const standing = ({ status }: Event) =>
    status === 'entered-in-error' ? 2 : status === 'amended' ? 1 : 0;
  return event.recorded - known.recorded > 0
    ? true
    : event.recorded === known.recorded && standing(event) > standing(known);
}

/** By hour: whether it is of the day, and of how many hours a day. */
function daysOf(site: Site) {
  const { from, length } = dayTime(site.shifts)!;
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: site.timeZone,
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  const known = new Map<Micros, { isDay: boolean; hours: number }>();
  return (hour: Micros) => {
    let found = known.get(hour);
    if (found === undefined) {
      const [h, m] = clock
        .format(hour / 1000)
        .split(':')
        .map(Number) as [number, number];
      const since = (h * 60 + m - from + 1440) % 1440;
      found = { isDay: since < length, hours: Math.floor((length - (since % 60) + 59) / 60) };
      known.set(hour, found);
    }
    return found;
  };
}

function rowsOf(
  encounterId: string,
  events: Event[],
  now: Micros,
  site: Site,
  dayAt: ReturnType<typeof daysOf>,
): (string | number)[][] {
  events.sort((a, b) => a.at - b.at || a.recorded - b.recorded || (key(a) < key(b) ? -1 : 1));
  const { stays, pieces, discharges } = movesOf(events.filter(isMove));
  if (stays.length === 0) return [];
  const silentAt = events.at(-1)!.at + site.switches.silentStayDays * 24 * HOUR;
  const past = events.filter((event) => !isMove(event) && event.at < now);
  const needs = needsOf(past, discharges);
  const endOfNow = hourOf(now) + HOUR;

  // presence, cut at the hours
  const present = new Map<Micros, Map<string, Piece[]>>();
  for (const piece of pieces) {
    const end = Math.min(piece.until, piece.until === OPEN ? silentAt : OPEN, endOfNow);
    for (let hour = hourOf(piece.from); hour < end; hour += HOUR) {
      const cut = { ...piece, from: Math.max(piece.from, hour), until: Math.min(end, hour + HOUR) };
      if (cut.from >= cut.until) continue;
      const wards = present.get(hour) ?? new Map<string, Piece[]>();
      wards.set(piece.wardId, [...(wards.get(piece.wardId) ?? []), cut]);
      present.set(hour, wards);
    }
  }
  // coming and going
  const churn = new Map<Micros, Map<string, number>>();
  const cost = (wardId: string, hour: Micros, minutes: number) => {
    const wards = churn.get(hour) ?? new Map<string, number>();
    wards.set(wardId, (wards.get(wardId) ?? 0) + minutes * 1e6);
    churn.set(hour, wards);
  };
  for (const { wardId, from, until, arrivedBy, leftBy } of withoutSlips(stays)) {
    const half = (arrivedBy === 'admission' ? 45 : 22.5) / 2;
    const hour = hourOf(from);
    cost(wardId, hour, half);
    if (until >= hour + HOUR) cost(wardId, hour + HOUR, half);
    if (until !== OPEN) cost(wardId, hourOf(until), leftBy === 'discharge' ? 30 : 15);
  }
  // escorts, also at the door
  const escorts = new Map<string, number>();
  for (const { type, code, at, minutes = 0 } of past) {
    if (type !== 'task' || code !== 'escort') continue;
    const left = stays.findLast(
      ({ until, from }, index) =>
        at >= from && at >= until && at <= Math.min(until + HOUR, stays[index + 1]?.from ?? OPEN),
    );
    const stay = left ?? stays.find(({ from, until }) => at >= from && at < until);
    if (stay === undefined) continue;
    const place = `${stay.wardId} ${hourOf(Math.min(at, stay.until))}`;
    escorts.set(place, (escorts.get(place) ?? 0) + minutes);
  }

  // hour by hour
  const rows: (string | number)[][] = [];
  const known = new Map<string, { value: number; at: Micros }>();
  const observed: { minute: Micros; code: string }[] = [];
  const done: Event[] = [];
  let age: number | undefined;
  let pregnant: boolean | undefined;
  let next = 0;
  let raw: { hour: Micros; level: number; run: Micros }[] = [];
  const hours = new Map<Micros, Micros>();
  for (const { from, until, runFrom } of stays) {
    const last = hourOf(Math.min(until === OPEN ? silentAt : until, now));
    for (let hour = hourOf(from); hour <= last; hour += HOUR) {
      hours.set(hour, hourOf(Math.max(runFrom, hours.get(hour) ?? 0)));
    }
  }
  for (const [hour, run] of [...hours].sort(([a], [b]) => a - b)) {
    const evaluated = Math.min(hour + HOUR, now);
    for (; next < events.length && events[next]!.at < evaluated; next++) {
      const event = events[next]!;
      const { type, code = '', at } = event;
      if (type === 'admission') {
        age = event.age ?? age;
        pregnant = event.pregnant ?? pregnant;
      } else if (type === 'task' || type === 'medication') done.push(event);
      else if (type === 'observation') {
        if (COUNTED.includes(code))
          observed.push({ minute: Math.floor(at / MINUTE) * MINUTE, code });
        const value = scoredValue(event);
        if (value !== null) known.set(code, { value, at });
      }
    }
    const isActive = (code: string) =>
      needs.some((need) => need.code === code && need.from < evaluated && need.until >= evaluated);
    const level = sLevelOf(observed, done, isActive('central-line'), evaluated);
    raw = [...raw.filter((each) => each.hour >= hour - 3 * HOUR), { hour, level, run }];
    const sLevel = Math.max(...raw.filter((each) => each.run === run).map((each) => each.level));

    const within = (code: string, reach: number) => {
      const found = known.get(code);
      return found !== undefined && found.at >= evaluated - reach * HOUR ? found.value : null;
    };
    const early = earlyWarning(within, known.get('spo2-scale')?.value ?? 1, site);
    const unscored = (age !== undefined && age < 16) || pregnant === true;
    const unwatched = unscored || isActive('palliative');
    const a = aLevels(within, site.switches.defaultFunctionLevel);
    const { isDay, hours: dayHours } = dayAt(hour);

    const wards = new Set([
      ...(present.get(hour)?.keys() ?? []),
      ...(churn.get(hour)?.keys() ?? []),
    ]);
    for (const wardId of wards) {
      const here = present.get(hour)?.get(wardId) ?? [];
      const presence = here.reduce((sum, { from, until }) => sum + until - from, 0);
      const overlap = (code: string) =>
        needs
          .filter((need) => need.code === code)
          .flatMap((need) =>
            here.map(({ from, until }) => Math.min(until, need.until) - Math.max(from, need.from)),
          )
          .filter((length) => length > 0);
      const base = overlap('isolation').length > 0 ? 123 : 33;
      const night = site.wards.find((ward) => ward.wardId === wardId)!.nightPatientsPerStaff;
      // 60/R of an hour, half of it by the norms of a day against the 164 of an A2/S2 patient
      const perNight = (weight: number) =>
        rounded(presence * weight * 1000, 60 * 2 * 164 * Math.round(night * 1000));
      const perDay = (weight: number) => rounded(presence * weight, 3600 * dayHours);
      const norm = (weight: number) => (isDay ? perDay(weight) : perNight(weight));
      const surveillance = (sets: number) => {
        const surplus = isDay ? S[sLevel - 1]! - S[0]! : 0;
        const perHour = Math.max(0, Math.max(0, sets - 5) * 502 * dayHours - surplus * 2400);
        return rounded(presence * perHour, 3600 * 100 * 24 * dayHours);
      };
      const parts = {
        base: isDay ? perDay(base) : perNight(164 + base),
        special: norm(S[sLevel - 1]!),
        churn: churn.get(hour)?.get(wardId) ?? 0,
        oneToOne: rounded(
          overlap('one-to-one').reduce((sum, one) => sum + one, 0),
          60,
        ),
        escort: Math.round((escorts.get(`${wardId} ${hour}`) ?? 0) * 1e6),
      };
      const fixed = parts.base + parts.special + parts.churn + parts.oneToOne + parts.escort;
      const watched = surveillance(unwatched ? 0 : setsOf(early.low, early.hasThree));
      const watchedHigh = surveillance(unwatched ? 0 : setsOf(early.high, early.hasThreeHigh));
      const [point, low, high] = a.map((one) => norm(A[one - 1]!)) as [number, number, number];
      const score = (value: number | null) => (unscored || value === null ? '' : value);
      rows.push([
        ...[encounterId, wardId, hour, presence, parts.base, point, parts.special],
        ...[watched, parts.churn, parts.oneToOne, parts.escort],
        ...[fixed + point + watched, fixed + low + watched, fixed + high + watchedHigh],
        ...[score(early.score), score(early.low), score(early.high), ...a, level, sLevel],
      ]);
    }
  }
  return rows.filter((row) => (row[3] as number) > 0 || (row[8] as number) > 0);
}

const key = ({ source, id }: Event) => `${source} ${id}`;
const isMove = ({ type }: Event) =>
  ['admission', 'transfer', 'discharge', 'leave.start', 'leave.end'].includes(type);

/** Stays and presence by the moves, in order; moves of one instant are decided by what they are. */
function movesOf(moves: readonly Event[]) {
  const stays: Stay[] = [];
  const pieces: Piece[] = [];
  const discharges: Discharge[] = [];
  let stay: Stay | null = null;
  let since: Micros | null = null;
  const leave = (at: Micros) => {
    if (stay !== null && since !== null && since < at) {
      pieces.push({ wardId: stay.wardId, from: since, until: at });
    }
    since = null;
  };
  const end = (at: Micros, by: 'transfer' | 'discharge') => {
    leave(at);
    if (stay !== null) Object.assign(stay, { until: at, leftBy: by });
  };
  const discharge = (at: Micros, isFollowed: boolean) => {
    end(at, 'discharge');
    if (stay !== null) discharges.push({ at, isFollowed });
    stay = null;
  };
  const arrive = ({ type, wardId, at }: Event) => {
    const before: Stay | null = stay;
    if (before !== null && (before as Stay).wardId === wardId) {
      leave(at);
    } else {
      if (before !== null) end(at, 'transfer');
      stay = {
        ...{ wardId: wardId!, from: at, until: OPEN, leftBy: null, isJoined: before !== null },
        runFrom: before === null ? at : (before as Stay).runFrom,
        arrivedBy: type === 'admission' && before === null ? 'admission' : 'transfer',
      };
      stays.push(stay);
    }
    since = at;
  };
  for (const group of instantsOf(moves)) {
    const { at } = group[0]!;
    if (group.some(({ type }) => type === 'leave.end')) {
      leave(at);
      since = stay === null ? null : at;
    }
    const arrival = group
      .filter(({ type }) => type === 'admission' || type === 'transfer')
      .toSorted(
        (a, b) => a.recorded - b.recorded || (a.type + a.wardId < b.type + b.wardId ? -1 : 1),
      )
      .at(-1);
    const leaves = group.some(({ type }) => type === 'discharge');
    const isFollowed =
      leaves && stay !== null && arrival !== undefined && (stay as Stay).wardId !== arrival.wardId;
    if (isFollowed) discharge(at, true);
    if (arrival !== undefined) arrive(arrival);
    if (leaves && !isFollowed) discharge(at, false);
    if (group.some(({ type }) => type === 'leave.start')) leave(at);
  }
  const open = stay as Stay | null;
  if (open !== null && since !== null)
    pieces.push({ wardId: open.wardId, from: since, until: OPEN });
  return { stays, pieces, discharges };
}

/** Moves in order, those of one instant together. */
function instantsOf(moves: readonly Event[]): Event[][] {
  const groups = new Map<Micros, Event[]>();
  for (const move of moves) groups.set(move.at, [...(groups.get(move.at) ?? []), move]);
  return [...groups.values()];
}

/** The stays that coming and going is counted by: without those of less than ten minutes between two transfers. */
function withoutSlips(stays: readonly Stay[]): Stay[] {
  const kept: Stay[] = [];
  let before: Stay | undefined;
  for (const stay of stays) {
    const { isJoined, leftBy, from, until, wardId } = stay;
    if (isJoined && leftBy === 'transfer' && until < from + 10 * MINUTE) continue;
    if (isJoined && before?.wardId === wardId) Object.assign(kept.at(-1)!, { until, leftBy });
    else kept.push({ ...stay });
    before = stay;
  }
  return kept;
}

/** Care needs, from a start to the next stop or discharge. */
function needsOf(events: readonly Event[], discharges: readonly Discharge[]) {
  const needs: { code: string; from: Micros; until: Micros }[] = [];
  for (const code of ['isolation', 'one-to-one', 'central-line', 'palliative']) {
    const changes = events
      .filter((event) => event.code === code && event.type.startsWith('care-need'))
      .map((event) => ({ ...event, turn: 2, starts: event.type === 'care-need.start' }));
    const sound = changes.filter((one) =>
      changes.every(
        (other) =>
          other.at !== one.at || other.recorded !== one.recorded || other.starts === one.starts,
      ),
    );
    const steps = [
      ...sound.map(({ at, turn, recorded, starts }) => ({ at, turn, recorded, starts })),
      ...discharges.map(({ at, isFollowed }) => {
        return { at, turn: isFollowed ? 1 : 3, recorded: OPEN, starts: false };
      }),
    ].sort((a, b) => a.at - b.at || a.turn - b.turn || a.recorded - b.recorded);
    steps.forEach(({ at, starts }, index) => {
      const until = steps[index + 1]?.at ?? OPEN;
      if (starts && until > at) needs.push({ code, from: at, until });
    });
  }
  return needs;
}

function scoredValue({ code, value }: Event): number | null {
  if (code === 'consciousness') return 'ACVPU'.indexOf(String(value)) + 1;
  if (code === 'supplemental-oxygen') return value === true || Number(value) > 0 ? 1 : 0;
  const number = Number(value);
  const [low, high] = PLAUSIBLE[code!] ?? [-OPEN, OPEN];
  return Number.isFinite(number) && number >= low && number <= high ? number : null;
}

function points(parameter: string, value: number | null): number | null {
  if (value === null) return null;
  const { decimals, bands } = NEWS2[parameter]!;
  return bands.find(
    ([, to]) => to === null || value < Number((to + 0.5 / 10 ** decimals).toFixed(decimals + 1)),
  )![2];
}

type Within = (code: string, hours: number) => number | null;

function earlyWarning(within: Within, scale: number, { switches }: Site) {
  const vital = (code: string) => within(code, 24);
  const spo2 = vital('spo2');
  const oxygen =
    vital('supplemental-oxygen') ?? (switches.assumeAirWhenNotRecorded && spo2 !== null ? 0 : null);
  const alert = vital('consciousness') ?? (switches.assumeAlertWhenNotRecorded ? 1 : null);
  const saturation = (isOnOxygen: boolean) => {
    if (scale !== 2) return points('spo2_scale_1', spo2);
    return points(isOnOxygen ? 'spo2_scale_2_oxygen' : 'spo2_scale_2_air', spo2);
  };
  const others = [
    points('respiratory_rate', vital('respiratory-rate')),
    points('systolic_bp', vital('systolic-bp')),
    points('heart_rate', vital('heart-rate')),
    alert === null ? null : alert === 1 ? 0 : 3,
    points('temperature', vital('temperature')),
  ];
  const all = [...others, saturation(oxygen === 1)];
  const atMost = [...others, saturation(oxygen !== 0)].map((one) => one ?? 3);
  const sum = (some: readonly (number | null)[]) => some.reduce<number>((a, b) => a + (b ?? 0), 0);
  const low = sum(all) + 2 * (oxygen ?? 0);
  const isWhole = oxygen !== null && all.every((one) => one !== null);
  return {
    ...{ score: isWhole ? low : null, low, high: sum(atMost) + (oxygen === 0 ? 0 : 2) },
    ...{ hasThree: all.includes(3), hasThreeHigh: atMost.includes(3) },
  };
}

function setsOf(score: number, hasThree: boolean): number {
  if (score >= 7) return 48;
  if (score >= 5 || hasThree) return 24;
  return score >= 1 ? 5 : 2;
}

/** The point level, the least and the greatest. */
function aLevels(within: Within, otherwise: number): number[] {
  const areas = AREAS.map((code) => within(code, 168));
  const scores: [string, number][] = [
    ['barthel', 35],
    ['barthel-extended', 15],
    ['mmse', 16],
  ];
  const isDependent = (ifMissing: boolean) =>
    scores.some(([code, limit]) => {
      const score = within(code, 168);
      return score === null ? ifMissing : score <= limit;
    });
  const level = (missing: number, dependent: boolean) => {
    const at = (least: number) => areas.filter((area) => (area ?? missing) >= least).length;
    if (at(4) >= 2 && dependent) return 4;
    return at(3) >= 2 ? 3 : at(2) >= 2 ? 2 : 1;
  };
  return [
    level(otherwise, isDependent(false)),
    level(1, isDependent(false)),
    level(4, isDependent(true)),
  ];
}

/** Special care of an hour for itself. */
function sLevelOf(
  observed: readonly { minute: Micros; code: string }[],
  done: readonly Event[],
  hasCentralLine: boolean,
  evaluated: Micros,
): number {
  const sets = new Map<Micros, Set<string>>();
  for (let i = observed.length - 1; i >= 0; i--) {
    const { minute, code } = observed[i]!;
    if (minute < evaluated - 12 * HOUR) break;
    const codes = sets.get(minute);
    if (codes === undefined) sets.set(minute, new Set([code]));
    else codes.add(code);
  }
  const minutes = [...sets];
  const setsOfTwo = minutes.filter(
    ([minute, codes]) => minute >= evaluated - 8 * HOUR && codes.size >= 2,
  ).length;
  const setsOfThree = minutes.filter(([, codes]) => codes.size >= 3).length;
  const recent: Event[] = [];
  for (let i = done.length - 1; i >= 0 && done[i]!.at >= evaluated - 24 * HOUR; i--) {
    recent.push(done[i]!);
  }
  const tasks = (...codes: string[]) =>
    recent.filter(({ type, code }) => type === 'task' && codes.includes(code!)).length;
  const doses = (hours: number, ...forms: string[]) =>
    recent.filter(
      ({ type, form, at }) =>
        type === 'medication' && at >= evaluated - hours * HOUR && forms.includes(form!),
    );
  const volume = doses(16, 'infusion', 'short-infusion').reduce(
    (sum, { volumeMl = 0 }) => sum + Math.round(volumeMl * 1e6),
    0,
  );
  const invasive =
    setsOfThree >= 6 || tasks('tracheal-suction') > 4
      ? 3
      : setsOfTwo >= 4 ||
          tasks('suction') > 3 ||
          hasCentralLine ||
          tasks('tube-insertion', 'catheter-insertion') >= 1
        ? 2
        : 1;
  const short = (hours: number) => doses(hours, 'short-infusion').length;
  const medication =
    short(24) >= 5 ||
    doses(24, 'transfusion').length >= 3 ||
    doses(24, 'iv-insulin', 'vasoactive', 'observed').length > 0
      ? 3
      : volume >= 1000e6 ||
          short(16) >= 2 ||
          doses(24, 'transfusion', 'cytotoxic').length > 0 ||
          tasks('inhalation') >= 3
        ? 2
        : 1;
  const [complex, simple] = [tasks('dressing.complex'), tasks('dressing.simple')];
  const wound = complex >= 2 || simple >= 3 ? 3 : complex === 1 || simple === 2 ? 2 : 1;
  const areas = [invasive, medication, wound];
  return areas.filter((area) => area === 3).length >= 2 ? 4 : Math.max(...areas);
}
