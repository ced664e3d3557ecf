import { expect, test } from 'vitest';
import { messages as english } from '../../../dashboards/src/i18n/en/messages.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { LARGEST_RECORD_BYTES } from '../../../pipelines/events/decode.ts';
import openapi from '../../../schemas/json/openapi.json' with { type: 'json' };
import { site } from '../../../schemas/site.ts';
import { LARGEST_SKEW_MINUTES } from '../../../schemas/ward-event.ts';

const LANGUAGES = ['sv', 'en'] as const;
const texts = { sv: swedish.reasons, en: english.reasons };

test.each(LANGUAGES)('every reason of the server is explained in %s', (language) => {
  const { reason } = openapi.components.schemas.DeadLetters.properties.letters.items.properties;
  expect(Object.keys(texts[language]).sort()).toEqual([...reason.enum].sort());
});

test.each(LANGUAGES)('the limits that the reasons name in %s are those that hold', (language) => {
  const ward = { wardId: 'A', name: 'A', type: 'A', beds: 1, nightPatientsPerNurse: 10 };
  const { maxAgeDays } = site.parse({ siteId: 's', name: 's', wards: [ward] }).switches;
  const limits: Record<string, RegExp> = {
    'too-large': new RegExp(`\\b${LARGEST_RECORD_BYTES / 1024} [kK]B\\b`),
    'from-the-future': new RegExp(`\\b${LARGEST_SKEW_MINUTES} min\\b`),
    'too-old': new RegExp(`\\b${maxAgeDays} (?:days|dygn)\\b`),
  };
  for (const [reason, limit] of Object.entries(limits)) {
    expect(texts[language][reason]?.cure).toMatch(limit);
  }
});
