/** Fields by which versions of equal time and kind are ordered, as they are compared. */
const CONTENT = [
  ...['occurred_at', 'type', 'encounter_id', 'code', 'value', 'text', 'unit', 'ward_id', 'bed'],
  ...['age', 'pregnant', 'planned_discharge_at', 'minutes', 'form', 'volume_ml', 'instrument'],
  ...['total', 'items', 'role', 'basis', 'from_at', 'to_at', 'headcount'],
] as const;

/**
 * SQL macro that ranks the versions of an event: the greatest counts. The latest recorded; of those, a
 * removal goes before an amendment and an amendment before the original, since sources keep seconds; only
 * then a fixed order on the content decides, so that arrival never does.
 * Source: MODEL.md §1.
 */
export const VERSION_RANK = `create or replace temp macro version_rank(
  recorded_at, status, ${CONTENT.map((name) => `${name} := null`).join(', ')}
) as {
  'recorded_at': recorded_at,
  'standing': case status when 'entered-in-error' then 2 when 'amended' then 1 else 0 end,
  ${CONTENT.map((name) => `'${name}': ${name}`).join(', ')}
}`;
