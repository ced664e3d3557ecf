import { expect, test } from 'vitest';
import { parseInstant } from '../../../schemas/instant.ts';
import type { StoredExtract } from '../../../services/adapters/adapter.ts';
import { groupsOf } from '../../../services/adapters/groups.ts';
import { interpretGroup } from '../../../services/adapters/interpret-group.ts';
import type { Mapping } from '../../../services/adapters/mapping/schema.ts';
import { border, mappingWith, message, read, segment } from './hl7v2/messages.ts';
import { CHANNEL, extractsOf, fixture, MAPPING } from './tables/made-up.ts';

const NOW = parseInstant('2026-03-03T00:00:00Z');
const PLACES = { places: { A: 'A', B: 'B' } };

const adt = (trigger: string, time: string, place: string, visit: string, ...more: string[]) =>
  message(
    `ADT^${trigger}`,
    segment('EVN', { 2: time, 6: time }),
    segment('PID', { 3: 'P1' }),
    segment('PV1', { 2: 'I', 3: place, 19: visit, 44: time }),
    ...more,
  );

function stored(messages: readonly string[], using: Mapping): StoredExtract[] {
  return messages.flatMap((text, at) =>
    read(text, using).extracts.map((extract) => {
      return { ...extract, sequence: at, channel: 'hl7', receivedAt: NOW + at };
    }),
  );
}

function interpreted(messages: readonly string[], using: Mapping) {
  return groupsOf(stored(messages, using), using).map((group) =>
    interpretGroup(group, { mapping: using, border, now: NOW }),
  );
}

const types = (found: { events: readonly { type: string }[] }) =>
  found.events.map(({ type }) => type).toSorted();

test('a merged visit is interpreted with the visit it is merged into', () => {
  const using = mappingWith({}, PLACES);
  const merge = adt('A50', '202603021200', 'A', 'V2', segment('MRG', { 1: 'P1', 5: 'V1' }));
  const before = [adt('A01', '202603020800', 'A', 'V1'), adt('A02', '202603021000', 'B', 'V2')];
  expect(interpreted(before, using)).toHaveLength(2);
  const [united, ...others] = interpreted([...before, merge], using);
  expect(others).toEqual([]);
  expect(types(united!)).toEqual(['admission', 'transfer']);
  const ids = united!.events.map((event) => 'encounterId' in event && event.encounterId);
  expect(new Set(ids)).toEqual(new Set([border.pseudonym('visit', '', 'V2')]));
});

test('records that say the same are one, received when the first of them was', () => {
  const using = mappingWith({}, PLACES);
  const one = adt('A01', '202603020800', 'A', 'V1');
  const [group] = groupsOf(stored([one, one], using).toReversed(), using);
  expect(group!.extracts.map(({ receivedAt }) => receivedAt)).toEqual([NOW]);
});

test('the visits of a patient are looked at together only where numbers are left out', () => {
  const leave = adt('A03', '202603021000', 'A', '');
  const messages = [adt('A01', '202603020800', 'A', 'V1'), leave];
  const [visit, patient] = interpreted(messages, mappingWith({}, PLACES));
  expect(types(visit!)).toEqual([]);
  expect(visit!.notes).toMatchObject([{ reason: 'no-visit-number', count: 1 }]);
  expect(types(patient!)).toEqual(['admission']);
  const using = mappingWith({ visitNumberMissing: 'open-visit' }, PLACES);
  expect(interpreted(messages, using).map(types)).toEqual([['admission', 'discharge']]);
});

test('rows of tables are read with all rows of their visit', async () => {
  const { tables } = CHANNEL;
  const extracts = await extractsOf(await fixture('vardkontakter.csv'), tables[0]!);
  const found = groupsOf(extracts, MAPPING).map((group) =>
    interpretGroup(group, { mapping: MAPPING, border, now: parseInstant('2026-11-01T00:00:00Z') }),
  );
  expect(found.flatMap(types).toSorted()).toEqual(['admission', 'admission', 'discharge']);
});
