import { looksPersonal } from '../../../schemas/identity-number.ts';
import { HttpProblem } from '../../http/problem.ts';

const LONGEST = 200;

/**
 * Returns the purpose of a request from its header `purpose`; null if there is none.
 * @throws HttpProblem if it is too long, not text, or holds what looks like an identity number
 */
export function purposeOf(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  const text = decoded(Buffer.from([header].flat().join(', '), 'latin1')).trim();
  if (text.length > LONGEST || /[\p{Cc}\p{Cs}\p{Cn}]/u.test(text)) {
    const detail = `Expected text of at most ${LONGEST} characters`;
    throw new HttpProblem('invalid-request', { errors: [{ pointer: '/purpose', detail }] });
  }
  if (looksPersonal(text)) {
    const detail = 'Looks like a personal identity number; say it without';
    throw new HttpProblem('invalid-request', { errors: [{ pointer: '/purpose', detail }] });
  }
  return text === '' ? null : text;
}

/** Node reads headers as Latin-1, in which browsers send them; other clients send UTF-8. */
function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
