/** What is stored cannot be opened with this program or these settings. Nothing of it was changed. */
export class StateMismatch extends Error {
  override name = 'StateMismatch';
}
