/** What is stored cannot be opened with this program or these settings. Nothing of it was changed. */
export class IncompatibleStateError extends Error {
  override name = 'IncompatibleStateError';
}
