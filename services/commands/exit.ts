/** Exit codes of every command. */
export const EXIT = {
  done: 0,
  failed: 1,
  wrongUsage: 2,
  doneWithRejected: 3,
  interrupted: 130,
} as const;
