import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Micros } from '../../schemas/instant.ts';
import { type ClockConfirmed, clockConfirmed } from '../clock/clock-confirmed.ts';
import { problemAnswers } from '../http/problem-schema.ts';

/** The clock of a server, as senders and operators use it. */
export interface ClockOfServer {
  /** Reports the recording times of events from a sender on another machine. */
  hear(sender: string, recordedAt: readonly Micros[]): void;
  /** Confirms that the clock of the machine is right. */
  confirm(): Promise<ClockConfirmed>;
}

/** The route by which an operator confirms that the clock of the machine is right. */
export const clockRoutes: FastifyPluginAsyncZod<{ readonly clock: ClockOfServer }> = async (
  app,
  { clock },
) => {
  app.post(
    '/v1/clock/confirm',
    {
      schema: {
        operationId: 'confirmClock',
        summary: 'Say that the clock of the machine is right',
        description:
          'After a jump of it, which the server does not follow by itself. Where its own clock moved stream time past that, the move is taken back.',
        tags: ['Operation'],
        response: { 200: clockConfirmed, ...problemAnswers },
      },
    },
    () => clock.confirm(),
  );
};
