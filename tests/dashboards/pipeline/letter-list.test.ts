import { expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as english } from '../../../dashboards/src/i18n/en/messages.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { outcomeText } from '../../../dashboards/src/pipeline/letter-list.ts';

const sv = swedish.pipeline;
const en = english.pipeline;
const format = formatOf('sv', 'Europe/Stockholm');

test.each([
  ['dismissal', 0, 'Redan avskrivet. Inget ändrades.'],
  ['dismissal', 1, '1 post avskriven.'],
  ['dismissal', 2, '2 poster avskrivna.'],
  ['reopening', 0, 'Ligger redan i felkön. Inget ändrades.'],
  ['reopening', 1, '1 post ligger i felkön igen.'],
  ['reopening', 2, '2 poster ligger i felkön igen.'],
] as const)(
  'a %s of %i records, also one that another click or tab came before',
  (of, result, text) => {
    expect(outcomeText({ of, result }, sv, format)).toBe(text);
    expect(outcomeText({ of, result }, en, format)).not.toMatch(/^0 /);
  },
);
