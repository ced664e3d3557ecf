import { beforeEach, expect, test } from 'vitest';
import type { HubMessage } from '../../../dashboards/src/live/hub.ts';
import { type SharedEffects, sharedOr } from '../../../dashboards/src/live/shared-stream.ts';
import type { Stream } from '../../../dashboards/src/live/stream.ts';

/** A browser whose worker says what the test says. */
class Browser implements SharedEffects {
  readonly posted: string[] = [];
  failScript = () => {};
  putAway = () => {};
  takeOut = () => {};
  private look = () => {};
  private port: { onmessage: ((event: MessageEvent) => void) | null } = { onmessage: null };

  connect(onFailure: () => void) {
    this.failScript = onFailure;
    const port = {
      onmessage: null,
      postMessage: (text: string) => void this.posted.push(text),
      close: () => void this.posted.push('close'),
    };
    this.port = port;
    return port;
  }

  every(_: number, look: () => void) {
    this.look = look;
    return () => {
      this.look = () => {};
    };
  }

  onPutAway(away: () => void, back: () => void) {
    [this.putAway, this.takeOut] = [away, back];
    return () => {};
  }

  says(data: HubMessage): void {
    this.port.onmessage?.({ data } as MessageEvent);
  }

  pass(seconds: number): void {
    for (let n = 0; n < seconds; n++) this.look();
  }
}

const OWN: Stream = { readyState: 0, addEventListener: () => {}, close: () => {} };
let browser: Browser;
let open: () => Stream;
let heard: string[];
beforeEach(() => {
  browser = new Browser();
  const opener = sharedOr(() => OWN, browser);
  heard = [];
  open = () => {
    const stream = opener();
    for (const type of ['ward', 'error']) {
      stream.addEventListener(type, ({ data }) => heard.push(data ?? type));
    }
    return stream;
  };
});

test('a page joins, hears, and leaves', () => {
  const stream = open();
  browser.says({ type: 'beat' });
  browser.says({ type: 'ward', data: 'x' });
  browser.pass(9);
  expect([heard, stream.readyState]).toEqual([['x'], 1]);
  stream.close();
  browser.says({ type: 'ward', data: 'late' });
  expect(heard).toEqual(['x']);
  expect(browser.posted).toEqual(['join', 'leave', 'close']);
});

test('a worker that gives no sign of life for ten seconds is given up, and another started', () => {
  const stream = open();
  browser.says({ type: 'beat' });
  browser.pass(9);
  expect(stream.readyState).toBe(1);
  browser.pass(1);
  expect([stream.readyState, heard]).toEqual([2, ['error']]);
  expect(open()).not.toBe(OWN);
});

test('after two that never lived the page opens its own', () => {
  open();
  browser.failScript();
  expect(open()).not.toBe(OWN);
  browser.pass(10);
  expect(heard).toEqual(['error', 'error']);
  expect(open()).toBe(OWN);
});

test('an error is passed on, and a stream that is given up is closed', () => {
  const stream = open();
  browser.says({ type: 'error', isClosed: false });
  expect([stream.readyState, heard]).toEqual([1, ['error']]);
  browser.says({ type: 'error', isClosed: true });
  expect([stream.readyState, heard]).toEqual([2, ['error', 'error']]);
});

test('a page that is put away leaves, and joins when it is taken out again', () => {
  open();
  browser.putAway();
  browser.takeOut();
  expect(browser.posted).toEqual(['join', 'leave', 'join']);
});

test('a browser without shared workers opens a stream of its own', () => {
  expect(sharedOr(() => OWN, null)()).toBe(OWN);
});
