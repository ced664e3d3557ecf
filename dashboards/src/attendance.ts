/** Milliseconds without a hand on the page after which nobody counts as being there. */
const AWAY_MS = 60_000;
const INPUTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'];

let lastInput = Date.now();

/** Notes when somebody does something on the page. */
export function attend(page: EventTarget): void {
  for (const name of INPUTS) {
    page.addEventListener(name, () => (lastInput = Date.now()), { passive: true, capture: true });
  }
}

/** Headers of what the page asks by itself while nobody is there: it does not keep a session from ending. */
export function attendance(now = Date.now()): Record<string, string> {
  return now - lastInput > AWAY_MS ? { 'x-unattended': '1' } : {};
}
