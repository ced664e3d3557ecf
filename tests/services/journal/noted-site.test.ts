import { expect, test } from 'vitest';
import { site } from '../../../schemas/site.ts';
import type { NotedSite } from '../../../services/journal/lines.ts';
import { formerWards } from '../../../services/journal/noted-site.ts';

test('journals of earlier versions name the night ratio otherwise', () => {
  const ward = { name: 'A', type: 'medicine', beds: 8 };
  const now = { ...ward, wardId: 'C', nightPatientsPerStaff: 8 };
  const earlier = {
    site: {
      ...site.parse({ siteId: 'h', name: 'H', wards: [now] }),
      wards: [
        { ...ward, wardId: 'A', nightPatientsPerNurse: 4, closedFrom: '2026-07-01' },
        { ...ward, wardId: 'C', nightPatientsPerNurse: 8 },
      ],
    },
    former: [{ wardId: 'B', nightPatientsPerNurse: 7.5 }],
  } as unknown as NotedSite;
  expect(formerWards(earlier, site.parse({ siteId: 'h', name: 'H', wards: [now] }))).toEqual([
    { wardId: 'B', nightPatientsPerStaff: 7.5 },
    { wardId: 'A', nightPatientsPerStaff: 4, closedFrom: '2026-06-30T22:00:00Z' },
  ]);
});
