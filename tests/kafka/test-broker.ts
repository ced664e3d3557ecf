import { afterAll, beforeAll, describe, inject } from 'vitest';
import { Broker } from './broker.ts';

/** A broker for the tests of a file; of its own where there are Kafka's jars, so that it may be stopped. */
export interface TestBroker {
  readonly address: string;
  /** The broker itself, `null` where it is somebody else's. */
  readonly own: Broker | null;
}

const found = inject('kafka');

/** Tests over a real broker. Skipped, as the run says at its beginning, where there is none. */
export function describeWithKafka(name: string, tests: (broker: () => TestBroker) => void): void {
  describe.skipIf(found.kind === 'none')(name, () => {
    let broker: TestBroker | null = null;
    beforeAll(async () => {
      if (found.kind === 'address') broker = { address: found.address, own: null };
      if (found.kind === 'jars') {
        const own = await Broker.start(found.folder);
        broker = { address: own.address, own };
      }
    });
    afterAll(async () => {
      await broker?.own?.stop();
    });
    tests(() => broker!);
  });
}

/** Of a broker that is somebody else's nothing can be stopped. */
export const hasOwnBroker = found.kind === 'jars';
