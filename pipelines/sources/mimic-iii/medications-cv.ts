import type { WireEvent } from '../../../schemas/ward-event.ts';
import { MAPPING } from './items.ts';
import { type Form, medications } from './medications.ts';
import { leadingNumber, readRows, type Source, stamp } from './rows.ts';

const TABLE = 'inputevents_cv';
const COLUMNS = [
  'itemid',
  'charttime',
  'storetime',
  'amount',
  'amountuom',
  'rate',
  'stopped',
] as const;

/**
 * Administrations in CareVue: a drip has a row for its rate and a row for its amount, often at one
 * time; the first of them makes the event. The volume counts if the amount is one.
 */
export async function readCarevueInputs(source: Source): Promise<WireEvent[]> {
  const events: WireEvent[] = [];
  const written = new Set<string>();
  for await (const { row, admission } of readRows(source, TABLE, COLUMNS)) {
    const itemid = Number(row.itemid);
    const amount = leadingNumber(row.amount) ?? 0;
    const given = amount > 0 || (leadingNumber(row.rate) ?? 0) > 0;
    const form = formOf(itemid);
    const reason = reasonNotGiven(itemid, row.stopped, given, form);
    if (reason !== null || form === null) {
      source.tally.notMapped(TABLE, reason ?? 'no form', itemid);
      continue;
    }
    const volumeMl = amount > 0 && row.amountuom.toLowerCase() === 'ml' ? amount : null;
    const moment = `${row.hadm_id} ${row.itemid} ${row.charttime}`;
    if (volumeMl === null && written.has(moment)) {
      source.tally.mapped(TABLE, `medication ${form} (rate and amount of one drip)`);
      continue;
    }
    written.add(moment);
    const at = stamp(source, admission, TABLE, {
      id: row.row_id,
      time: row.charttime,
      stored: row.storetime,
    });
    events.push(...medications({ ...at, endedAt: at.occurredAt, form, volumeMl }));
    source.tally.mapped(TABLE, `medication ${form}`);
  }
  return events;
}

function formOf(itemid: number): Form | null {
  const { vasoactive, insulin, transfusion, oral, infusion } = MAPPING.inputs;
  if (vasoactive.has(itemid)) return 'vasoactive';
  if (insulin.has(itemid)) return 'iv-insulin';
  if (transfusion.has(itemid)) return 'transfusion';
  if (oral.has(itemid)) return 'oral';
  return infusion.has(itemid) ? 'infusion' : null;
}

function reasonNotGiven(
  itemid: number,
  stopped: string,
  given: boolean,
  form: Form | null,
): string | null {
  const { notHappened, elsewhere, enteral, additive, irrigation } = MAPPING.inputs;
  if (notHappened.has(stopped)) return `administration ${stopped.toLowerCase()}`;
  if (elsewhere.has(itemid)) return 'given before the ward or in the operating room';
  if (enteral.has(itemid)) return 'food, water or flushes: no medication';
  if (additive.has(itemid)) return 'an additive: its volume is with the fluid it runs in';
  if (irrigation.has(itemid)) return 'bladder irrigation';
  if (form === null) return 'a drug or fluid whose form is not known';
  return given ? null : 'nothing given (no amount, or rate zero)';
}
