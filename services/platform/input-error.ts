/** Invalid input of a user. The message says what is wrong, where, and how to fix it. */
export class InputError extends Error {
  override name = 'InputError';
}
