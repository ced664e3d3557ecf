import type { TestProject } from 'vitest/node';
import { noteSkipped } from '../support/skipped.ts';
import { Broker } from './broker.ts';
import { type FoundBroker, findBroker } from './find-broker.ts';

declare module 'vitest' {
  interface ProvidedContext {
    kafka: FoundBroker;
    /** Of the broker that test files share; empty where there is none. */
    kafkaAddress: string;
  }
}

/** Finds out once which Kafka the tests may use, says so in one line, and starts one where it can. */
export default async function setup(
  project: TestProject,
): Promise<(() => Promise<void>) | undefined> {
  const found = findBroker();
  project.provide('kafka', found);
  project.provide('kafkaAddress', found.kind === 'address' ? found.address : '');
  if (found.kind === 'none') {
    noteSkipped('Kafka', `${found.missing}; or set KAFKA_BROKERS`);
    return undefined;
  }
  console.warn(`Kafka for the tests: ${found.description}`);
  if (found.kind === 'address') return undefined;
  const broker = await Broker.start(found.folder);
  project.provide('kafkaAddress', broker.address);
  const kill = () => broker.kill();
  process.once('exit', kill);
  return async () => {
    process.off('exit', kill);
    await broker.stop();
  };
}
