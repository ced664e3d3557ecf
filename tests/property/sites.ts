import fc from 'fast-check';
import { type Micros, parseInstant } from '../../schemas/instant.ts';
import { type Site, site as siteSchema } from '../../schemas/site.ts';
import { WARD_IDS } from './bodies.ts';

/** Zones with a start near which their clocks change, and zones off the whole hour. */
const SCENES = [
  ['Europe/Stockholm', '2026-03-28T06:00:00Z'],
  ['Europe/Stockholm', '2026-10-24T06:00:00Z'],
  ['Europe/Stockholm', '2026-01-05T00:00:00Z'],
  ['Asia/Kolkata', '2026-01-05T00:00:00Z'],
  ['Asia/Kathmandu', '2026-06-30T12:00:00Z'],
  ['America/New_York', '2026-03-07T12:00:00Z'],
  ['America/New_York', '2026-10-31T12:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T00:00:00Z'],
  ['UTC', '2025-12-30T18:00:00Z'],
] as const;

/** Shifts at full hours and beside them, with a night that begins before or after midnight, and one shift alone. */
const SHIFTS = [
  undefined,
  ['07:00', '19:00'],
  ['06:45', '13:30', '21:15'],
  ['06:30', '22:30'],
  ['05:15', '15:00', '23:59'],
  ['07:00'],
  ['02:00 night', '10:00'],
] as const;

function shiftsOf(starts: (typeof SHIFTS)[number]) {
  return starts?.map((text, i) => {
    const [start, night] = text.split(' ');
    return { id: `shift ${i}`, start, ...(night !== undefined && { night: true }) };
  });
}

/** A site and the instant its story starts. */
export const scene: fc.Arbitrary<{ site: Site; start: Micros }> = fc
  .record({
    scene: fc.constantFrom(...SCENES),
    ratios: fc.array(fc.constantFrom(10, 7, 1, 0.1, 12.345, 8.5, 3.3, 100), {
      minLength: 2,
      maxLength: 4,
    }),
    model: fc.constantFrom('vi-1', 'vi-2', 'vi-2'),
    shifts: fc.constantFrom(...SHIFTS).map(shiftsOf),
    switches: fc.record(
      {
        assumeAlertWhenNotRecorded: fc.boolean(),
        assumeAirWhenNotRecorded: fc.boolean(),
        observationCounting: fc.constantFrom('sets' as const, 'values' as const),
        defaultFunctionLevel: fc.integer({ min: 1, max: 4 }),
        productiveShare: fc.constantFrom(1, 0.8),
        silentStayDays: fc.constantFrom(1, 1, 2, 30),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ scene: [timeZone, start], ratios, ...settings }) => ({
    start: parseInstant(start),
    site: siteSchema.parse({
      siteId: 'random',
      name: 'Random',
      timeZone,
      wards: ratios.map((nightPatientsPerStaff, i) => ({
        wardId: WARD_IDS[i],
        name: `Ward ${i}`,
        type: 'medicine',
        beds: 20,
        nightPatientsPerStaff,
      })),
      ...settings,
    }),
  }));
