/** What keeps a service from its work, without any data. */
export type ErrorCategory = 'in use' | 'no space left' | 'storage' | 'memory' | 'database';

/** An error that has its category, such as those of the database. */
interface CategorizedError extends Error {
  readonly category: ErrorCategory;
}

/** Codes of the operating system. */
const CODES: Readonly<Record<string, ErrorCategory>> = {
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

/** Returns the category behind an error of the database or the operating system; `null` for any other error. */
export function categoryOf(error: unknown): ErrorCategory | null {
  if (error instanceof Error && 'category' in error) return (error as CategorizedError).category;
  const { syscall, code = '' } = error as NodeJS.ErrnoException;
  return syscall === undefined ? null : (CODES[code] ?? null);
}
