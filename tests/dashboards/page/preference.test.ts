import { expect, test } from 'vitest';
import { LANGS } from '../../../dashboards/src/i18n/languages.ts';
import { keepPreference, readPreference } from '../../../dashboards/src/page/preference.ts';

function store() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

test('the first value is the default, also of nonsense', () => {
  expect(readPreference('lang', LANGS, '', store())).toBe('sv');
  expect(readPreference('lang', LANGS, '?lang=de', null)).toBe('sv');
});

test('a choice is kept, and the address goes before it', () => {
  const kept = store();
  expect(keepPreference('lang', 'en', '', kept)).toBe('');
  expect(readPreference('lang', LANGS, '', kept)).toBe('en');
  expect(readPreference('lang', LANGS, '?lang=sv', kept)).toBe('sv');
});

test('a choice corrects a contrary address and leaves the rest of it', () => {
  expect(keepPreference('lang', 'en', '?order=deviation&lang=sv', null)).toBe(
    '?order=deviation&lang=en',
  );
  expect(keepPreference('lang', 'en', '?order=deviation', null)).toBe('?order=deviation');
});
