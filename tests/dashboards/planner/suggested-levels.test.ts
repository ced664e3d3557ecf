import { expect, test } from 'vitest';
import { siteFileText } from '../../../dashboards/src/planner/suggested-levels.ts';
import type { SuggestedLevels } from '../../../schemas/read-api.ts';

type Suggestion = SuggestedLevels['items'][number];

const line = (shift: string, rn: number) => ({
  ...{ shift, rn, na: 2 },
  at: { patients: 18, minutesPerPatientHour: 11.2 },
});
const suggestion = (wardId: string, own: Suggestion['line']) =>
  ({ wardId, line: own }) as Suggestion;

test('wards are written once, with the lines that are proposed for them', () => {
  const text = siteFileText([
    suggestion('31A', line('day', 3)),
    suggestion('31A', null),
    suggestion('31A', line('night', 1.5)),
    suggestion('36A', null),
  ]);
  expect(JSON.parse(text!)).toEqual({
    wards: [{ wardId: '31A', agreed: [line('day', 3), line('night', 1.5)] }],
  });
});

test('there is no text where nothing is proposed', () => {
  expect(siteFileText([suggestion('36A', null)])).toBeNull();
});
