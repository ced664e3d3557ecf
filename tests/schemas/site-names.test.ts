import { expect, test } from 'vitest';
import { site } from '../../schemas/site.ts';

const named = (change: object) =>
  site.safeParse({
    ...{ siteId: 'h', name: 'Hospital' },
    wards: [{ wardId: 'A', name: 'A', type: 'x', beds: 4, nightPatientsPerStaff: 10, ...change }],
  });

test.each(['name', 'type', 'division'])(
  'a %s that overrides the direction of text is refused',
  (field) => {
    for (const text of ['Kirurgi \u202ered', '\u202dA']) {
      expect(named({ [field]: text }).error!.issues).toMatchObject([
        {
          path: ['wards', 0, field],
          message: 'Expected text without characters that override its direction',
        },
      ]);
    }
    expect(named({ [field]: 'قسم \u2067A\u2069' }).success).toBe(true);
  },
);
