import { InputError } from '../../platform/input-error.ts';
import type { Mapping } from '../mapping/schema.ts';
import type { AdapterJournal } from './journal.ts';

/**
 * The source is part of an event's identity, and a channel says how its records are read.
 * @throws InputError if the journal has records of a channel, or events that stand of a source, which the mapping lacks
 */
export async function assertSources(journal: AdapterJournal, mapping: Mapping): Promise<void> {
  const { channels, sources } = await journal.read(async (connection) => ({
    channels: await connection.rows<{ name: string }>(
      'select distinct channel as name from extract order by name',
    ),
    sources: await connection.rows<{ name: string }>(
      `select source as name from
        (select source, arg_max(event, sequence) as event from published where refused is null
          group by source, id)
        where event->>'status' <> 'entered-in-error' group by source order by source`,
    ),
  }));
  const lost = channels.filter(({ name }) => !mapping.channels.some((each) => each.name === name));
  if (lost.length > 0) {
    throw new InputError(
      `The journal has records of the channel ${lost[0]!.name}, which the mapping file lacks. Keep the channel until its records are gone`,
    );
  }
  const gone = sources.filter(({ name }) => !mapping.channels.some((each) => each.source === name));
  if (gone.length > 0) {
    throw new InputError(
      `Events of the source ${gone[0]!.name} stand, and no channel of the mapping file has it. The source is part of what identifies an event: keep its name`,
    );
  }
}
