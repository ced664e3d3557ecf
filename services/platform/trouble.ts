/** What keeps a service from its work, without any data. */
export type Trouble = 'in use' | 'no space left' | 'storage' | 'memory' | 'database';

/** An error that has its trouble, such as those of the database. */
interface TroubleError extends Error {
  readonly trouble: Trouble;
}

/** Codes of the operating system. */
const CODES: Readonly<Record<string, Trouble>> = {
  ENOSPC: 'no space left',
  EDQUOT: 'no space left',
  EFBIG: 'storage',
  EIO: 'storage',
  EROFS: 'storage',
  EACCES: 'storage',
  EPERM: 'storage',
  EMFILE: 'storage',
  ENFILE: 'storage',
  ENOMEM: 'memory',
};

/** Returns the trouble behind an error of the database or the operating system; `null` for any other error. */
export function troubleOf(error: unknown): Trouble | null {
  if (error instanceof Error && 'trouble' in error) return (error as TroubleError).trouble;
  const { syscall, code = '' } = error as NodeJS.ErrnoException;
  return syscall === undefined ? null : (CODES[code] ?? null);
}
