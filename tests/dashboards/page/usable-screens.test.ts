import { expect, test } from 'vitest';
import {
  clearTab,
  keepScreens,
  landingOf,
  readScreens,
} from '../../../dashboards/src/page/usable-screens.ts';
import { memoryStore } from '../memory-store.ts';

test('the screens are kept for the tab until nobody is signed in', () => {
  const store = memoryStore();
  expect(readScreens(store)).toBeNull();
  keepScreens(['wall', 'planner'], store);
  expect(readScreens(store)).toEqual(['wall', 'planner']);
  keepScreens(null, store);
  expect(readScreens(store)).toBeNull();
  expect(store.kept.size).toBe(0);
});

test.each([
  ['{', null],
  ['"wall"', null],
  ['["wall",1,null]', ['wall']],
])('what is kept as %s is read as %o', (text, screens) => {
  const store = memoryStore();
  store.kept.set('vardintensitet.screens', text);
  expect(readScreens(store)).toEqual(screens);
});

test.each([
  ['/', ['pipeline'], '/pipeline'],
  ['/', ['planner', 'pipeline'], '/planner'],
  ['/', ['wall', 'pipeline'], null],
  ['/', [], null],
  ['/', null, null],
  // a link that somebody sent: the page says what is wrong
  ['/planner', ['pipeline'], null],
])('at %s a user of %o lands at %s', (pathname, screens, landing) => {
  expect(landingOf(pathname, screens)).toBe(landing);
});

test('a browser that keeps nothing goes without', () => {
  const denied = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  const store = { getItem: denied, setItem: denied, removeItem: denied, clear: denied };
  expect(readScreens(store)).toBeNull();
  keepScreens(['wall'], store);
  keepScreens(null, store);
  clearTab(store);
  expect(readScreens(null)).toBeNull();
});
