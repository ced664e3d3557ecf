import { expect, test } from 'vitest';
import { z } from 'zod';
import { site } from '../../schemas/site.ts';
import { ODD, REFUSED } from './ward-ids.ts';

const read = (wardId: string) =>
  site.safeParse({
    siteId: 'x',
    name: 'x',
    wards: [{ wardId, name: 'x', type: 'x', beds: 9, nightPatientsPerStaff: 8 }],
  });

test.each(REFUSED)(
  '%j is no ward id, and the error names the reason and what is allowed',
  (id, why) => {
    const { error } = read(id);
    expect(z.prettifyError(error!)).toMatch(/Expected a ward id of letters, digits/);
    expect(error!.issues[0]!.message).toContain(why);
    expect(error!.issues[0]!.path).toEqual(['wards', 0, 'wardId']);
  },
);

test.each(ODD)('%j is one', (id) => {
  expect(read(id).data?.wards.map(({ wardId }) => wardId)).toEqual([id]);
});
