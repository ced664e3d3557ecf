import type { Channel, Mapping } from './mapping/schema.ts';

/**
 * The name of the system that numbers a visit or patient: that of the mapping file if it lists one of the names that the
 * record gives, else the first of these; of a record that names none, the channel's.
 */
export function authorityOf(named: readonly string[], channel: Channel, mapping: Mapping): string {
  const given = named.filter((name) => name !== '');
  const lowered = given.map((name) => name.toLowerCase());
  for (const [ours, theirs] of Object.entries(mapping.authorities)) {
    if (theirs.some((name) => lowered.includes(name.toLowerCase()))) return ours;
  }
  return given[0] ?? channel.authority ?? '';
}
