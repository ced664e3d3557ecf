import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Notes } from '../../../services/adapters/notes.ts';

test('notes are counted by reason, channel, key and unit', () => {
  const notes = new Notes();
  notes.add('unmapped-code', 'ward', { key: 'L|T1', display: 'Temp', unit: '°C' });
  notes.add('unmapped-code', 'ward', { key: 'L|T1', display: 'Kroppstemp', unit: '°C' });
  notes.add('unmapped-code', 'ward', { key: 'L|T1', unit: 'F' });
  notes.add('no-time', 'ward');
  expect(notes.list()).toEqual([
    { reason: 'no-time', channel: 'ward', key: '', count: 1 },
    { reason: 'unmapped-code', channel: 'ward', key: 'L|T1', unit: 'F', count: 1 },
    {
      reason: 'unmapped-code',
      channel: 'ward',
      key: 'L|T1',
      display: 'Kroppstemp',
      unit: '°C',
      count: 2,
    },
  ]);
});

test('the order of notes decides nothing', () => {
  const note = fc.record({
    key: fc.constantFrom('A', 'B'),
    display: fc.constantFrom('x', 'y', ''),
    unit: fc.constantFrom('%', 'kg'),
  });
  const listed = (all: { key: string; display: string; unit: string }[]) => {
    const notes = new Notes();
    for (const one of all) notes.add('unmapped-code', 'ward', one);
    return notes.list();
  };
  fc.assert(
    fc.property(fc.array(note), (all) => {
      expect(listed(all.toReversed())).toEqual(listed(all));
    }),
  );
});
