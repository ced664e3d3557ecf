import fc from 'fast-check';
import { expect, test } from 'vitest';
import { site as siteSchema } from '../../../schemas/site.ts';
import { ODD, wardIds } from '../../schemas/ward-ids.ts';
import { Served } from '../api/served.ts';

const FROM = '2026-01-05T08:00:00Z';
const RANGE = `from=${FROM}&to=2026-01-05T09:00:00Z`;

function siteOf(ids: readonly string[]) {
  return siteSchema.parse({
    siteId: 'x',
    model: 'vi-1',
    name: 'x',
    wards: ids.map((wardId) => {
      return { wardId, name: 'x', type: 'x', beds: 9, nightPatientsPerStaff: 8 };
    }),
  });
}

/** Every id that a site may have can be granted, listed and opened; one key sees one ward alone. */
async function expectReachable(ids: readonly string[]): Promise<void> {
  const roles = ['ward_viewer', 'planner'] as const;
  const keys = Object.fromEntries(
    roles.flatMap((role) => ids.map((id, n) => [`${role}-${n}`, [`${role}:${id}`]])),
  );
  const served = await Served.of({ site: siteOf(ids), deliveries: [], now: FROM, keys });
  try {
    for (const role of roles) {
      for (const [n, id] of ids.entries()) {
        const authorization = `Bearer ${served.keys.get(`${role}-${n}`)}`;
        const ask = (url: string) => served.inject(url, { authorization });
        const path = encodeURIComponent(id);
        const { wards } = JSON.parse((await ask('/v1/site')).body);
        expect(wards.map((ward: { wardId: string }) => ward.wardId)).toEqual([id]);
        const urls = [
          `/v1/wards/${path}/intensity?${RANGE}`,
          `/v1/wards/${path}/changes?${RANGE}&asKnownAt=${FROM}`,
          `/v1/heatmap?${RANGE}&wards=${path}`,
          `/v1/compare?${RANGE}&wards=${path}`,
          `/v1/judgements?${RANGE}&wards=${path}`,
          `/v1/export/ward-hours?${RANGE}&wards=${path}`,
        ];
        if (role === 'ward_viewer') urls.push(`/v1/wards/${path}/encounters`);
        for (const url of urls)
          expect([id, url, (await ask(url)).statusCode]).toEqual([id, url, 200]);
        const { items } = JSON.parse((await ask(urls[0]!)).body);
        expect(items[0]!.wardId).toBe(id);
        const other = ids.find((each) => each !== id)!;
        const theirs = `/v1/wards/${encodeURIComponent(other)}/intensity?${RANGE}`;
        expect([id, other, (await ask(theirs)).statusCode]).toEqual([id, other, 403]);
      }
    }
  } finally {
    await served.stop();
  }
}

test('odd ids that work today work in every way', async () => {
  await expectReachable(ODD);
});

test('so does any id that a site may have', async () => {
  const ids = fc.uniqueArray(wardIds, { minLength: 6, maxLength: 6 });
  await fc.assert(fc.asyncProperty(ids, expectReachable), {
    numRuns: Number(process.env.RUNS ?? 3),
  });
});
