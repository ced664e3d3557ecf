import { expect, test } from 'vitest';
import { LANGS } from '../../dashboards/src/i18n/languages.ts';
import { helpedWord } from '../../dashboards/src/state-help.ts';
import { STATES } from '../../dashboards/src/status.ts';
import { markup } from './markup.ts';

test.each(LANGS)('that a ward is not calibrated leads to what that means, in %s', (language) => {
  const link = markup(helpedWord('ej kalibrerad', 'no-level', language));
  expect(link).toContain(`href=/help/${language}/not-calibrated.html `);
  expect(link).toContain('>ej kalibrerad</a>');
});

test('every other state is its word alone', () => {
  for (const state of STATES.filter((each) => each !== 'no-level')) {
    expect(helpedWord('ord', state, 'sv')).toBe('ord');
  }
});
