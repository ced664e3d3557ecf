import { afterAll, beforeAll, describe, inject } from 'vitest';
import { Broker } from './broker.ts';

/** A broker for the tests of a file. */
export interface TestBroker {
  readonly address: string;
  /** The broker itself, `null` where it is not of this file alone. */
  readonly own: Broker | null;
}

const found = inject('kafka');
const shared: TestBroker = { address: inject('kafkaAddress'), own: null };

/**
 * Tests over the real broker that all files share; topics have a prefix of their own. Skipped, as the run says at its
 * beginning, where there is none.
 */
export function describeWithKafka(name: string, tests: (broker: () => TestBroker) => void): void {
  describe.skipIf(found.kind === 'none')(name, () => tests(() => shared));
}

/** Tests over a broker that they may stop, where there are Kafka's jars; elsewhere over the one there is. */
export function describeWithOwnKafka(
  name: string,
  tests: (broker: () => TestBroker) => void,
): void {
  describe.skipIf(found.kind === 'none')(name, () => {
    let broker = shared;
    beforeAll(async () => {
      if (found.kind !== 'jars') return;
      const own = await Broker.start(found.folder);
      broker = { address: own.address, own };
    });
    afterAll(async () => {
      await broker.own?.stop();
    });
    tests(() => broker);
  });
}

/** Of a broker that is somebody else's nothing can be stopped. */
export const hasOwnBroker = found.kind === 'jars';
