import type { TestProject } from 'vitest/node';
import { type FoundBroker, findBroker } from './find-broker.ts';

declare module 'vitest' {
  interface ProvidedContext {
    kafka: FoundBroker;
  }
}

/** Finds out once which Kafka the tests may use, and says so in one line. */
export default function setup(project: TestProject): void {
  const found = findBroker();
  project.provide('kafka', found);
  if (found.kind === 'none') {
    const line = `SKIPPED: tests of Kafka. They need ${found.missing}; or set KAFKA_BROKERS.`;
    if (process.env.CI === 'true') throw new Error(line);
    console.warn(line);
  } else console.warn(`Kafka for the tests: ${found.description}`);
}
