/** Milliseconds without input after which the page counts as unattended. */
const AWAY_MS = 60_000;
const INPUTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'];

let lastInput = Date.now();

/** Records when somebody uses the page. */
export function attend(page: EventTarget): void {
  for (const name of INPUTS) {
    page.addEventListener(name, () => (lastInput = Date.now()), { passive: true, capture: true });
  }
}

/** Headers of requests that the page sends while nobody uses it: they do not prolong a session. */
export function attendance(now = Date.now()): Record<string, string> {
  return now - lastInput > AWAY_MS ? { 'x-unattended': '1' } : {};
}
