/**
 * Milliseconds until what a test waits for counts as never to come. No test depends on how fast the machine is: a
 * limit is there to end what hangs, and no load reaches it.
 */
export const PATIENCE = 300_000;

/** Milliseconds until a test that still runs counts as one that hangs. */
export const TEST_PATIENCE = 4 * PATIENCE;
