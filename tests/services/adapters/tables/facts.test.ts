import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { formatInstant, parseInstant } from '../../../../schemas/instant.ts';
import type { Table } from '../../../../services/adapters/mapping/schema.ts';
import { readTable } from '../../../../services/adapters/tables/extract.ts';
import { factsOfTables } from '../../../../services/adapters/tables/facts.ts';
import { BORDER, CHANNEL, extractsOf, fixture, MAPPING, WRITTEN } from './made-up.ts';

const [STAYS, VALUES] = CHANNEL.tables as [Table, Table];
const csv = (...lines: string[]) => Buffer.from(`${lines.join('\n')}\n`);

async function facts(bytes: Buffer, table: Table) {
  return factsOfTables(await extractsOf(bytes, table), MAPPING);
}

describe('an extract of a warehouse', () => {
  it('states stays by their places and times, and takes back what is marked', async () => {
    const { facts: stays } = await facts(await fixture('vardkontakter.csv'), STAYS);
    const shown = stays.map((fact) => {
      if (fact.kind !== 'stay') throw new Error(fact.kind);
      const { place, from, to, recordedAt, withdrawn } = fact;
      const times = [from, to, recordedAt].map((time) =>
        time === null ? null : formatInstant(time),
      );
      return [place.unit, place.bed, ...times, withdrawn];
    });
    expect(shown).toEqual([
      [
        'Kirurgi 31A – väst',
        '12',
        '2026-03-02T07:10:00Z',
        '2026-03-04T10:00:00Z',
        '2026-03-04T10:02:00Z',
        false,
      ],
      ['Kirurgi 31A – väst', '7', '2026-10-24T20:00:00Z', null, '2026-10-24T20:05:00Z', false],
      [
        'Operation',
        'S2',
        '2026-03-02T09:00:00Z',
        '2026-03-02T11:00:00Z',
        '2026-03-02T11:01:00Z',
        false,
      ],
      ['Kirurgi 31A – väst', '3', '2026-03-02T08:00:00Z', null, '2026-03-02T08:30:00Z', true],
      ['Länkö hospis', '1', '2026-03-02T08:00:00Z', null, '2026-03-02T08:10:00Z', false],
    ]);
    expect(stays[1]).toMatchObject({ plannedDischargeAt: parseInstant('2026-10-26T09:00:00Z') });
  });

  it('states values as they are written', async () => {
    const { facts: values } = await facts(await fixture('vitalparametrar.csv'), VALUES);
    const shown = values.map((fact) => {
      if (fact.kind !== 'observation') throw new Error(fact.kind);
      return [fact.codes[0]!.code, fact.value, fact.standing];
    });
    expect(shown).toEqual([
      ['Temp', { type: 'number', text: '38,4' }, 'holds'],
      ['Blodtryck', { type: 'text', text: '140/90' }, 'holds'],
      ['Saturation', { type: 'number', text: '94' }, 'holds'],
      ['Syrgasflöde', { type: 'number', text: '2,5' }, 'holds'],
      ['Medvetandegrad', { type: 'text', text: 'Alert – A' }, 'holds'],
      ['AF', { type: 'number', text: '18' }, 'withdraws'],
      ['Puls', { type: 'none' }, 'holds'],
      ['Öra höger', { type: 'number', text: '38,5' }, 'holds'],
      ['Puls', { type: 'number', text: '80' }, 'holds'],
      ['Puls', { type: 'number', text: '80' }, 'holds'],
      ['Puls', { type: 'number', text: '82' }, 'holds'],
      ['Puls', { type: 'text', text: 'ej mätbar' }, 'holds'],
      ['Glukos', { type: 'number', text: '7,1' }, 'holds'],
      ['Vikt', { type: 'number', text: '82,35' }, 'holds'],
    ]);
    expect(values[9]).toMatchObject({ at: parseInstant('2026-10-25T00:30:00Z') });
    expect(values[10]).toMatchObject({ at: 'no-time-of-day' });
  });

  it.each([
    ['vardkontakter', STAYS],
    ['vitalparametrar', VALUES],
  ])('states the same in %s of any form', async (name, table) => {
    const file = await fixture(`${name}.csv`);
    const expected = await facts(file, table);
    const text = iconv.decode(file, 'windows-1252');
    const commas = text
      .split('\r\n')
      .map((line) =>
        line
          .split(';')
          .map((cell) => (cell.includes(',') ? `"${cell}"` : cell))
          .join(','),
      )
      .join('\r\n');
    const forms = [`\uFEFF${text}`, commas, text.replaceAll(';', '\t')].map((form) =>
      Buffer.from(form),
    );
    for (const form of [...forms, await fixture(`${name}.xlsx`)]) {
      expect(await facts(form, table)).toEqual(expected);
    }
  });

  it('keeps no identifier and no cell that is not listed', async () => {
    const stays = await extractsOf(await fixture('vardkontakter.csv'), STAYS);
    expect(JSON.stringify(stays)).not.toMatch(/90000\d|"K\d"/);
    const named = csv(
      'Rad;Kontakt-id;Sökord;Värde;Enhet;Tidpunkt;Registrerad;Makulerad',
      'V1;K1;Text;Anna Andersson ringer om läget;;2026-03-02 09:00;2026-03-02 09:04;0',
      'V2;K1;Text;19811218-9876;;Anna kl. 9;;0',
    );
    const kept = JSON.stringify(await extractsOf(named, VALUES));
    expect(kept).not.toMatch(/Anna|9876/);
  });

  it('takes the version of a row that was recorded last, in any order', async () => {
    const header = 'Rad;Kontakt-id;Sökord;Värde;Enhet;Tidpunkt;Registrerad;Makulerad';
    const rows = [
      'V1;K1;Puls;80;;2026-03-02 09:00;2026-03-02 09:04;0',
      'V1;K1;Puls;85;;2026-03-02 09:00;2026-03-02 09:20;0',
      'V1;K1;Puls;85;;2026-03-02 09:00;2026-03-02 09:10;1',
    ];
    for (const order of [rows, rows.toReversed(), [rows[1]!, rows[2]!, rows[0]!]]) {
      const { facts: values } = await facts(csv(header, ...order), VALUES);
      expect(values).toMatchObject([{ value: { text: '85' }, standing: 'holds' }]);
    }
  });

  it('has the time of the file where it has no recorded column, noted once', async () => {
    const { recorded: _, ...table } = STAYS;
    const file = await fixture('vardkontakter.csv');
    const context = { channel: CHANNEL, mapping: MAPPING, border: BORDER, writtenAt: WRITTEN };
    const read = await readTable(file, table as Table, context);
    expect(read).toMatchObject({
      notes: [{ reason: 'no-recorded-column', channel: 'extract', key: '', count: 1 }],
    });
    const { facts: stays } = await facts(file, table as Table);
    expect(stays.map(({ recordedAt }) => recordedAt)).toEqual(Array(5).fill(WRITTEN));
  });

  it('reads a column with nothing but midnights as dates', async () => {
    const rows = Array.from(
      { length: 10 },
      (_, day) => `V${day};K1;Puls;80;;2026-03-${10 + day} 00:00:00;;0`,
    );
    const header = 'Rad;Kontakt-id;Sökord;Värde;Enhet;Tidpunkt;Registrerad;Makulerad';
    const { facts: dates } = await facts(csv(header, ...rows), VALUES);
    expect(dates[0]).toMatchObject({ at: 'no-time-of-day' });
    const { facts: times } = await facts(
      csv(header, ...rows, rows[0]!.replace('V0', 'V').replace(' 00:', ' 01:')),
      VALUES,
    );
    expect(times[0]).toMatchObject({ at: parseInstant('2026-03-09T23:00:00Z') });
  });

  it('does not take a stay for open whose end cannot be read', async () => {
    const header = 'Kontakt-id;Enhet;Plats;In;Ut;Planerad ut;Ändrad;Makulerad';
    const { facts: stays, notes } = await facts(
      csv(header, 'K1;31A;1;2026-03-02 08:10;2026-03-04;;2026-03-04 11:02;0'),
      STAYS,
    );
    expect(stays).toEqual([]);
    expect(notes).toEqual([{ reason: 'no-time-of-day', channel: 'extract', key: '', count: 1 }]);
  });
});

describe('other tables', () => {
  const shared = {
    ...{ file: '*', visit: 'Besök', key: ['Rad'] },
    ...{ separator: 'auto' as const, scope: 'additions' as const },
  };

  it('state movements', async () => {
    const table: Table = {
      ...shared,
      kind: 'movements',
      act: { column: 'Typ', values: { Inskrivning: 'arrive', Utskrivning: 'leave' } },
      place: 'Enhet',
      at: 'Tid',
    };
    const channel = { ...CHANNEL, tables: [table] };
    const mapping = { ...MAPPING, channels: [channel] };
    const file = csv(
      'Rad;Besök;Typ;Enhet;Tid',
      '1;B;inskrivning;31A;2026-03-02 08:10',
      '2;B;Utskrivning;31A;2026-03-03 08:10',
      '3;B;Permission;31A;2026-03-02 18:00',
    );
    const { facts: moves, notes } = factsOfTables(await extractsOf(file, table), mapping);
    expect(moves).toMatchObject([
      {
        kind: 'movement',
        act: 'arrive',
        at: parseInstant('2026-03-02T07:10:00Z'),
        place: { unit: '31A' },
      },
      { kind: 'movement', act: 'leave', place: null, priorPlace: { unit: '31A' } },
    ]);
    expect(notes).toEqual([
      { reason: 'trigger-without-meaning', channel: 'extract', key: 'Permission', count: 1 },
    ]);
  });

  it('state values of a wide table, none for an empty cell', async () => {
    const table: Table = {
      ...shared,
      kind: 'values',
      layout: 'wide',
      at: 'Tid',
      columns: { Puls: 'Puls', Temp: 'Temp' },
    };
    const { facts: values } = await facts(
      csv('Rad;Besök;Tid;Puls;Temp', '1;B;2026-03-02 08:10;80;'),
      table,
    );
    expect(values).toMatchObject([
      {
        codes: [{ system: 'local', code: 'Puls' }, {}, { system: 'product' }],
        value: { text: '80' },
        standing: 'holds',
      },
      { codes: [{ code: 'Temp' }, {}, {}], value: { type: 'nothing' }, standing: 'withdraws' },
    ]);
  });

  it('state medications and needs', async () => {
    const medications: Table = {
      ...shared,
      kind: 'medications',
      ...{ drug: 'ATC', route: 'Väg', start: 'Start', end: 'Slut', amount: 'Mängd', unit: 'Enhet' },
      status: { column: 'Status', given: ['Given'] },
    };
    const header = 'Rad;Besök;ATC;Väg;Start;Slut;Mängd;Enhet;Status';
    const rows = [
      '1;B;J01CR05;iv;2026-03-02 08:10;2026-03-02 08:40;0,1;l;Given',
      '2;B;N02BE01;po;2026-03-02 08:10;;;;Ej given',
    ];
    expect((await facts(csv(header, ...rows), medications)).facts).toMatchObject([
      {
        drugs: [{ code: 'J01CR05' }, {}],
        end: parseInstant('2026-03-02T07:40:00Z'),
        amount: '0,1',
        standing: 'given',
      },
      { routes: [{ code: 'po' }, {}], end: null, standing: 'not-given' },
    ]);
    const needs: Table = { ...shared, kind: 'needs', code: 'Behov', from: 'Från', to: 'Till' };
    const open = csv('Rad;Besök;Behov;Från;Till', '1;B;CVK;2026-03-02 08:10;');
    expect((await facts(open, needs)).facts).toMatchObject([
      {
        kind: 'observation',
        at: parseInstant('2026-03-02T07:10:00Z'),
        until: null,
        value: { value: true },
      },
    ]);
  });
});
