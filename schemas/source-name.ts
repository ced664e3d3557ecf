import { z } from 'zod';

/** Where the inputs of a ward come from. */
const SOURCE_NAMES = ['moves', 'vitals', 'function', 'care', 'staffing'] as const;
export const sourceName = z.enum(SOURCE_NAMES);
export type SourceName = z.output<typeof sourceName>;

/** A source that nothing came from for longer than it ever does at this hour; see BALANCE.md, Freshness. */
export const silentSource = z
  .strictObject({
    source: sourceName,
    since: z.iso.datetime().meta({
      description: 'When the last of it was recorded; of staffing the first hour that lacks it',
    }),
  })
  .meta({ id: 'SilentSource' });
export type SilentSource = z.output<typeof silentSource>;
