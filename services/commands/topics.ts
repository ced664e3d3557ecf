import type { Command } from 'commander';
import { createLog } from '../platform/log.ts';
import { textTable } from '../platform/text-table.ts';
import { KAFKA_ENVIRONMENT } from '../transport/kafka/settings.ts';
import type { TopicState } from '../transport/kafka/topic-state.ts';
import { kafkaSettingsOf } from './running.ts';

/** `topics`: what Kafka holds, and how far it is read. */
export function topicsCommand(program: Command): void {
  program
    .command('topics')
    .summary('topics of Kafka, and how far scorers and API replicas are behind')
    .description(
      `Shows every partition of the topics: what Kafka holds of it, and the lag of each group that reads it. ${KAFKA_ENVIRONMENT.join(', ')} say how Kafka is reached.`,
    )
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }, command: Command) => {
      const settings = kafkaSettingsOf(command);
      const { topicState } = await import('../transport/kafka/topic-state.ts');
      const state = await topicState(settings, createLog('error'));
      process.stdout.write(options.json ? `${JSON.stringify(state)}\n` : table(state));
    });
}

const HEAD = ['topic', 'partition', 'first', 'next', 'held', 'group', 'read to', 'lag'];

function table(topics: readonly TopicState[]): string {
  const rows = topics.flatMap(({ topic, partitions }) =>
    partitions.flatMap(({ partition, first, next, groups }) => {
      const place = [topic, partition, first, next, next - first].map(String);
      if (groups.length === 0) return [[...place, '–', '', '']];
      return groups.map(({ group, readTo, lag }) => {
        return [...place, group, readTo === null ? '–' : String(readTo), String(lag)];
      });
    }),
  );
  const missing = topics.filter(({ partitions }) => partitions.length === 0);
  const notes = missing.map(({ topic }) => `${topic} is not there\n`);
  return `${textTable(HEAD, rows, [0, 5])}\n${notes.join('')}`;
}
