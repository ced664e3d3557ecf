import { EVENT_COLUMNS, type EventColumn } from '../../schemas/event-batch.ts';

/** Fields whose JSON name is not the column name in camelCase. */
const OTHERS: Partial<Record<EventColumn, string>> = { from_at: 'from', to_at: 'to' };

/** The JSON field of each column. A text is in `value` or `note`: see `toWireEvent`. */
export const WIRE_NAMES = Object.fromEntries(
  (Object.keys(EVENT_COLUMNS) as EventColumn[]).map((name) => [
    name,
    OTHERS[name] ?? name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  ]),
) as Record<EventColumn, string>;
