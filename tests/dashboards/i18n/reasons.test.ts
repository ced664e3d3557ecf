import { expect, test } from 'vitest';
import { messages as english } from '../../../dashboards/src/i18n/en/messages.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import openapi from '../../../schemas/json/openapi.json' with { type: 'json' };

test.each(['sv', 'en'] as const)('every reason of the server is explained in %s', (language) => {
  const { reason } = openapi.components.schemas.DeadLetters.properties.letters.items.properties;
  expect(Object.keys({ sv: swedish, en: english }[language].reasons).sort()).toEqual(
    [...reason.enum].sort(),
  );
});
