import type { WireEvent } from '../../../schemas/ward-event.ts';
import { type InputCategory, MAPPING } from './items.ts';
import { type Form, type Given, medications } from './medications.ts';
import { instantOf, leadingNumber, readRows, type Source, stamp } from './rows.ts';

const TABLE = 'inputevents_mv';
const COLUMNS = [
  'itemid',
  'starttime',
  'endtime',
  'storetime',
  'amount',
  'amountuom',
  'orderid',
  'ordercategoryname',
  'statusdescription',
] as const;

const SHORT = { minutes: 180, ml: 250 };
const CARRIER_ML = 50;

interface Order extends Given {
  category: InputCategory;
  items: number[];
  hasAdditive: boolean;
}

/**
 * Administrations in MetaVision: the rows of one order are its drug, its carrier fluid and its
 * additives, and make one event with the volume of the fluids.
 */
export async function readMetavisionInputs(source: Source): Promise<WireEvent[]> {
  const orders = new Map<string, Order>();
  for await (const { row, admission } of readRows(source, TABLE, COLUMNS)) {
    const itemid = Number(row.itemid);
    const category = MAPPING.inputs.categories.get(row.ordercategoryname);
    const reason = reasonNotGiven(itemid, row.statusdescription, category);
    if (reason !== null || category === undefined) {
      source.tally.notMapped(TABLE, reason ?? 'no category', itemid);
      continue;
    }
    const key = `${row.hadm_id} ${row.orderid}`;
    const order = orders.get(key) ?? {
      ...stamp(source, admission, TABLE, {
        id: row.row_id,
        time: row.starttime,
        stored: row.storetime,
      }),
      endedAt: instantOf(admission, row.endtime),
      form: 'infusion',
      volumeMl: null,
      category,
      items: [],
      hasAdditive: false,
    };
    orders.set(key, order);
    order.items.push(itemid);
    const amount = leadingNumber(row.amount);
    if (row.amountuom.toLowerCase() !== 'ml') order.hasAdditive = true;
    else if (amount !== null) order.volumeMl = (order.volumeMl ?? 0) + amount;
    source.tally.mapped(TABLE, 'medication');
  }
  return [...orders.values()].flatMap((order) => medications({ ...order, form: formOf(order) }));
}

function reasonNotGiven(
  itemid: number,
  status: string,
  category: InputCategory | undefined,
): string | null {
  const { notHappened, elsewhere, enteral, oral } = MAPPING.inputs;
  if (notHappened.has(status)) return `administration ${status.toLowerCase()}`;
  if (elsewhere.has(itemid)) return 'given before the ward or in the operating room';
  if (category === undefined) return 'given before the ward, or an unknown order category';
  const isFood = enteral.has(itemid) || (category === 'enteral' && !oral.has(itemid));
  return isFood ? 'food, water or flushes: no medication' : null;
}

function formOf(order: Order): Form {
  const { inputs } = MAPPING;
  const has = (items: ReadonlySet<number>) => order.items.some((item) => items.has(item));
  const ml = order.volumeMl ?? 0;
  switch (order.category) {
    case 'drip':
      if (has(inputs.vasoactive)) return 'vasoactive';
      return has(inputs.insulin) ? 'iv-insulin' : 'infusion';
    case 'fluid': {
      const isAdmixture = order.hasAdditive || has(inputs.piggyback);
      const minutes = (order.endedAt - order.occurredAt) / 60_000;
      return isAdmixture && minutes <= SHORT.minutes && ml <= SHORT.ml
        ? 'short-infusion'
        : 'infusion';
    }
    case 'bolus':
      return ml <= SHORT.ml ? 'short-infusion' : 'infusion';
    case 'prophylaxis':
      return ml >= CARRIER_ML ? 'short-infusion' : 'injection';
    case 'oral':
      return has(inputs.injected) ? 'injection' : 'oral';
    case 'enteral':
      return 'oral';
    default:
      return order.category;
  }
}
