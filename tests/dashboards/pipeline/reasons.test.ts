import { expect, test } from 'vitest';
import { reasonWords } from '../../../dashboards/src/words/reasons.ts';
import openapi from '../../../schemas/json/openapi.json' with { type: 'json' };

test.each(['sv', 'en'] as const)('every reason of the server is explained in %s', (language) => {
  const { reason } = openapi.components.schemas.DeadLetters.properties.letters.items.properties;
  expect(Object.keys(reasonWords[language]).sort()).toEqual([...reason.enum].sort());
});
