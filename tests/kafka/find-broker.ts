import { kafkaJars } from './broker.ts';

/** Which Kafka the tests have. */
export type FoundBroker =
  | { readonly kind: 'address'; readonly address: string; readonly description: string }
  | { readonly kind: 'jars'; readonly folder: string; readonly description: string }
  | { readonly kind: 'none'; readonly missing: string };

/** A broker that is named, or one of our own from Kafka's jars. That of the compose file wants a login. */
export function findBroker(): FoundBroker {
  const named = process.env.KAFKA_BROKERS;
  if (named !== undefined) {
    return { kind: 'address', address: named, description: `${named} (KAFKA_BROKERS)` };
  }
  const jars = kafkaJars();
  if ('folder' in jars) {
    return { kind: 'jars', ...jars, description: 'Apache Kafka 4.1.1, started for them' };
  }
  return { kind: 'none', missing: jars.missing };
}
