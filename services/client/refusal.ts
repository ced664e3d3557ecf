import { isLoopback } from '../security/auth/loopback.ts';
import { problemText } from './answer.ts';

/** The message for a refusal that a retry does not change, and how to fix it. */
export function refusalText(to: URL, status: number, text: string, hasKey: boolean): string {
  const { host, hostname } = to;
  if (status === 401 && hasKey) {
    return `${host} does not take this key: it is mistyped, withdrawn or expired.`;
  }
  if (status === 401) {
    const here =
      ' A server on this machine without --access keeps one: give --key-file <data>/local-key.';
    return `${host} wants a key: give --key-file FILE, or VARDINTENSITET_KEY.${isLoopback(hostname) ? here : ''}`;
  }
  if (status === 403) {
    return `${host} does not allow this with this key. To send events it needs the role sender, for dead letters engineer.`;
  }
  return `${host} refused the request: ${problemText(status, text)}. Is --to the address of a server of this program?`;
}
