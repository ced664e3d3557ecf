/** What the user gave cannot be used; the message says what, where and how to mend it. */
export class InputError extends Error {
  override name = 'InputError';
}
