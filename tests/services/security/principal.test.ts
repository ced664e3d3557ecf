import { expect, test } from 'vitest';
import {
  grantText,
  knownGrants,
  parseGrant,
  type ROLES,
} from '../../../services/security/auth/principal.ts';
import { Scope } from '../../../services/security/auth/scope.ts';

test.each([
  ['planner', { role: 'planner', wards: '*' }],
  ['planner:31A', { role: 'planner', wards: ['31A'] }],
  ['ward_viewer:31A,36A,31A', { role: 'ward_viewer', wards: ['31A', '36A'] }],
  ['ward_viewer:*', { role: 'ward_viewer', wards: '*' }],
  ['ward_lead:31A', { role: 'ward_lead', wards: ['31A'] }],
  ['ward_lead:*', { role: 'ward_lead', wards: '*' }],
  ['wall:31A', { role: 'wall', wards: ['31A'] }],
  ['wall:*', { role: 'wall', wards: '*' }],
  ['ward_viewer:Hus 1: plan 2', { role: 'ward_viewer', wards: ['Hus 1: plan 2'] }],
  ['engineer', { role: 'engineer', wards: '*' }],
  ['sender:adt,lab,adt', { role: 'sender', wards: '*', sources: ['adt', 'lab'] }],
  ['sender:*', { role: 'sender', wards: '*', sources: '*' }],
])('%s is a grant', (text, grant) => {
  expect(parseGrant(text)).toEqual(grant);
  expect(parseGrant(grantText(parseGrant(text)))).toEqual(grant);
});

test.each([
  ['ward_viewer', 'ward_viewer:*'],
  ['ward_lead', 'ward_lead:*'],
  ['wall', 'wall:*'],
  ['', 'Expected one of'],
  ['Planner', 'Expected one of'],
  ['admin', 'Expected one of'],
  ['planner:', 'with commas between'],
  ['planner:31A,,36A', 'with commas between'],
  ['planner:31A,*', 'with commas between'],
  // a limit that nothing would keep to
  ['sender', 'sender:adt,lab, or sender:*'],
  ['sender:', 'sender:adt,lab, or sender:*'],
  ['sender:adt,', 'with commas between'],
  ['sender:adt,*', 'with commas between'],
  ['sender:journal å', 'with commas between'],
  ['sender:dashboard', 'only the server writes for'],
  ['sender:adt,Server-Clock', 'only the server writes for'],
  ['engineer:31A', 'without wards'],
  // wards that no site file can have
  ['ward_viewer:../x', 'a slash parts addresses'],
  ['planner:31A,..', 'browsers drop'],
  ['wall:31A, 36A', 'only single spaces'],
  ['ward_lead:31A\u0000', 'control and invisible'],
  [`ward_viewer:${'x'.repeat(65)}`, '64'],
])('"%s" is none', (text, message) => {
  expect(() => parseGrant(text)).toThrow(RangeError);
  expect(() => parseGrant(text)).toThrow(message);
  expect(knownGrants(['auditor', text])).toEqual([{ role: 'auditor', wards: '*' }]);
});

const scope = (texts: string[], roles: (typeof ROLES)[number][]) =>
  new Scope({ subject: 's', kind: 'key', grants: texts.map(parseGrant), expiresAt: null }, roles, [
    'A',
    'B',
    'C',
  ]);

test('a scope has the wards of the roles of a route, in the order of the site', () => {
  const both = scope(['ward_viewer:C,X', 'planner:B,C'], ['ward_viewer', 'planner']);
  expect(both.wards).toEqual([
    { wardId: 'B', treating: false },
    { wardId: 'C', treating: true },
  ]);
  expect(scope(['ward_viewer:C', 'planner'], ['ward_viewer']).wards).toHaveLength(1);
  expect(scope(['ward_viewer:C', 'planner'], ['planner']).wards).toHaveLength(3);
  expect(scope(['engineer', 'sender:*'], ['ward_viewer', 'planner']).wards).toEqual([]);
});

test('a wall is inside for sums and outside for patients; who treats is inside for both', () => {
  const { wards, patientWards } = scope(
    ['wall:A', 'ward_lead:B', 'planner'],
    ['wall', 'ward_lead', 'planner'],
  );
  expect(wards.map(({ treating }) => treating)).toEqual([true, true, false]);
  expect(patientWards.map(({ treating }) => treating)).toEqual([false, true, false]);
});

test('an unknown ward is 404 for those who see all wards; for others it is a ward they may not see', () => {
  const some = scope(['planner:A'], ['planner']);
  const all = scope(['planner'], ['planner']);
  const typeOf = (of: Scope, wardId: string) => {
    try {
      of.assertWard(wardId);
      return 'fine';
    } catch (error) {
      return (error as { problem: { status: number } }).problem.status;
    }
  };
  expect(['A', 'B', 'X'].map((wardId) => typeOf(some, wardId))).toEqual(['fine', 403, 403]);
  expect(['A', 'B', 'X'].map((wardId) => typeOf(all, wardId))).toEqual(['fine', 'fine', 404]);
});
