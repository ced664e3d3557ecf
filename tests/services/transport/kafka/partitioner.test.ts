import fc from 'fast-check';
import { Partitioners } from 'kafkajs';
import { expect, test } from 'vitest';
import { partitionOf } from '../../../../services/transport/kafka/partitioner.ts';

/** With as many partitions as there are hashes without a sign, the partition is the hash. */
const HASHES = 2 ** 31;

// testMurmur2 of org.apache.kafka.common.utils.UtilsTest, Apache Kafka
test.each([
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
])('the hash of %s is that of Kafka', (key, hash) => {
  expect(partitionOf(key, HASHES)).toBe(hash & 0x7fffffff);
});

test('any key goes where the client sends it', () => {
  const partitioner = Partitioners.DefaultPartitioner();
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 50 }), (key, count) => {
      const partitionMetadata = Array.from({ length: count }, (_, partitionId) => ({
        ...{ partitionId, partitionErrorCode: 0, leader: 0, replicas: [], isr: [] },
      }));
      const expected = partitioner({ topic: '', partitionMetadata, message: { key, value: null } });
      expect(partitionOf(key, count)).toBe(expected);
    }),
    { numRuns: 1_000 },
  );
});
