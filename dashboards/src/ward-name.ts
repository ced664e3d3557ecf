import type { WardNow } from '../../schemas/ward-now.ts';

/** The ward's name without the id that stands beside it already. */
export function nameBeside({ wardId, name }: Pick<WardNow, 'wardId' | 'name'>): string {
  return ` ${name} `.replaceAll(` ${wardId} `, ' ').trim();
}
