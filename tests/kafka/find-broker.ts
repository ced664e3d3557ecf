import { execFileSync } from 'node:child_process';
import { kafkaJars } from './broker.ts';

/** Which Kafka the tests have. */
export type FoundBroker =
  | { readonly kind: 'address'; readonly address: string; readonly description: string }
  | { readonly kind: 'jars'; readonly folder: string; readonly description: string }
  | { readonly kind: 'none'; readonly missing: string };

const COMPOSE_DEADLINE = 180_000;

/** A broker that is named, one of our own from Kafka's jars, or that of the compose file. */
export function findBroker(): FoundBroker {
  const named = process.env.KAFKA_BROKERS;
  if (named !== undefined) {
    return { kind: 'address', address: named, description: `${named} (KAFKA_BROKERS)` };
  }
  const jars = kafkaJars();
  if ('folder' in jars) {
    return { kind: 'jars', ...jars, description: 'Apache Kafka 4.1.1, started by each test file' };
  }
  if (startCompose()) {
    const address = 'localhost:9092';
    return { kind: 'address', address, description: `${address} (docker compose)` };
  }
  return { kind: 'none', missing: `${jars.missing}, or Docker` };
}

function startCompose(): boolean {
  try {
    execFileSync('docker', ['compose', 'up', '-d', '--wait', 'kafka'], {
      stdio: 'pipe',
      timeout: COMPOSE_DEADLINE,
    });
    return true;
  } catch {
    return false;
  }
}
