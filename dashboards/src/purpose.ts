/** The screen that sends a request, for the audit: `wall`, `ward`, `planner` or `pipeline`. */
export function purposeOf(path: string): string {
  return path === '/' ? 'wall' : path.slice(1).replace(/\.html$/, '');
}

/** The header that carries the screen. */
export function purpose(path: string = location.pathname): Record<string, string> {
  return { purpose: purposeOf(path) };
}
