import { WarehouseError } from '../../pipelines/warehouse/warehouse-error.ts';

/** What keeps a service from its work, in words that hold nothing of the data. */
export type Trouble = WarehouseError['trouble'];

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

/** The trouble behind an error of the database or the operating system; `null` where it is of neither. */
export function troubleOf(error: unknown): Trouble | null {
  if (error instanceof WarehouseError) return error.trouble;
  const { syscall, code = '' } = error as NodeJS.ErrnoException;
  return syscall === undefined ? null : (CODES[code] ?? null);
}
