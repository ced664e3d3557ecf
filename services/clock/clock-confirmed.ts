import { z } from 'zod';

/** The result of a confirmation. */
export const clockConfirmed = z
  .strictObject({
    time: z.iso.datetime().meta({ description: 'What the server goes by now' }),
    offsetSeconds: z.number().meta({
      description: 'How far the clock was ahead of what the server went by; 0 where it was trusted',
    }),
    isRewound: z.boolean().meta({
      description: "Ticks of the server's own clock lay ahead, and were taken back",
    }),
  })
  .meta({ id: 'ClockConfirmed' });
export type ClockConfirmed = z.output<typeof clockConfirmed>;
