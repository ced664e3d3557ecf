import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { balanceExamples } from '../../reference/balance-examples.ts';
import { bucketOf } from './bucket-row.ts';
import { nearly } from './nearly.ts';
import { rangeOf, Stores } from './stores.ts';

describe.each(balanceExamples)('$name', ({ site, deliveries, answers }) => {
  let stores: Stores;
  beforeAll(async () => {
    stores = await Stores.open(site);
    for (const delivery of deliveries) await stores.deliver(delivery);
  });
  afterAll(() => stores.close());

  test.each(answers)(
    'by $question.grain, $question.reader, as known at $asKnownAt',
    async ({ question, asKnownAt, expected }) => {
      const rows = await stores.intensity(rangeOf(question, asKnownAt), question.grain);
      expect(rows.map(bucketOf)).toMatchObject(expected.map(nearly));
    },
  );
});
