import type { Charting } from './charting.ts';
import { MAPPING, REASON_NOT_USED, rulesByItem } from './items.ts';
import {
  instantOf,
  leadingNumber,
  type MappingResult,
  type Row,
  readRows,
  type Source,
  stamp,
} from './rows.ts';

const NO_RULE = 'no counterpart in the event vocabulary';

/** Reads `chartevents` in one pass; rows flagged as errors are no events. */
export async function readChart(source: Source, charting: Charting): Promise<void> {
  const rules = rulesByItem('chartevents');
  const columns = [
    'itemid',
    'charttime',
    'storetime',
    'value',
    'valuenum',
    'error',
    'stopped',
  ] as const;
  for await (const { row, admission } of readRows(source, 'chartevents', columns)) {
    const itemid = Number(row.itemid);
    const ofItem = rules.get(itemid);
    if (row.error === '1') {
      source.tally.notMapped('chartevents', 'flagged as an error', itemid);
    } else if (ofItem === undefined) {
      source.tally.notMapped('chartevents', REASON_NOT_USED.get(itemid) ?? NO_RULE, itemid);
    } else {
      const text = row.value.trim();
      const charted: Row = {
        ...stamp(source, admission, 'chartevents', {
          id: row.row_id,
          time: row.charttime,
          stored: row.storetime,
        }),
        itemid,
        text,
        number: row.valuenum === '' ? leadingNumber(text) : Number(row.valuenum),
        discontinued: row.stopped === "D/C'd",
      };
      count(source, 'chartevents', itemid, charting.take(charted, ofItem));
    }
  }
}

/** Reads `outputevents`: urine is an observation, and fluid from a tube says that it is in place. */
export async function readOutputs(source: Source, charting: Charting): Promise<void> {
  const rules = rulesByItem('outputevents');
  const columns = ['itemid', 'charttime', 'storetime', 'value', 'stopped', 'iserror'] as const;
  for await (const { row, admission } of readRows(source, 'outputevents', columns)) {
    const itemid = Number(row.itemid);
    const ofItem = rules.get(itemid);
    if (row.iserror === '1') {
      source.tally.notMapped('outputevents', 'flagged as an error', itemid);
    } else if (ofItem === undefined) {
      source.tally.notMapped('outputevents', REASON_NOT_USED.get(itemid) ?? NO_RULE, itemid);
    } else {
      const out: Row = {
        ...stamp(source, admission, 'outputevents', {
          id: row.row_id,
          time: row.charttime,
          stored: row.storetime,
        }),
        itemid,
        text: row.value,
        number: leadingNumber(row.value),
        discontinued: row.stopped === "D/C'd",
      };
      count(source, 'outputevents', itemid, charting.take(out, ofItem));
    }
  }
}

/**
 * Reads `procedureevents_mv`. A line is opened on the chart when it is placed and stored again until
 * it is taken out, so its start is recorded at the start, and its end when the row was last stored.
 */
export async function readProcedures(source: Source, charting: Charting): Promise<void> {
  const table = 'procedureevents_mv';
  const rules = rulesByItem(table);
  const columns = ['itemid', 'starttime', 'endtime', 'storetime', 'statusdescription'] as const;
  for await (const { row, admission } of readRows(source, table, columns)) {
    const itemid = Number(row.itemid);
    const ofItem = rules.get(itemid);
    if (MAPPING.inputs.notHappened.has(row.statusdescription)) {
      const reason = `procedure ${row.statusdescription.toLowerCase()}`;
      source.tally.notMapped(table, reason, itemid);
    } else if (ofItem === undefined) {
      source.tally.notMapped(table, REASON_NOT_USED.get(itemid) ?? NO_RULE, itemid);
    } else if (ofItem[0]?.rule === 'interval') {
      const { code } = ofItem[0];
      const times = { id: row.row_id, stored: '' };
      const start = stamp(source, admission, table, { ...times, time: row.starttime });
      const end = stamp(source, admission, table, { ...times, time: row.endtime });
      const recordedAt = Math.max(instantOf(admission, row.storetime), end.occurredAt);
      charting.needs.span(code, start, { ...end, recordedAt });
      source.tally.mapped(table, `care-need ${code}`);
    } else {
      const times = { id: row.row_id, time: row.starttime, stored: row.storetime };
      const done = stamp(source, admission, table, times);
      const charted = { ...done, itemid, text: row.itemid, number: null, discontinued: false };
      count(source, table, itemid, charting.take(charted, ofItem));
    }
  }
}

function count(
  { tally }: Source,
  table: 'chartevents' | 'outputevents' | 'procedureevents_mv',
  itemid: number,
  result: MappingResult,
): void {
  if ('used' in result) tally.mapped(table, result.used);
  else tally.notMapped(table, result.unused, itemid);
}
