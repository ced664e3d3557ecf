/**
 * Says in one line which tests are skipped, and how to get what they need.
 * @throws where `CI=true`: everything is to be there
 */
export function noteSkipped(tests: string, needs: string): void {
  const line = `SKIPPED: tests of ${tests}. They need ${needs}`;
  if (process.env.CI === 'true') throw new Error(line);
  console.warn(line);
}
