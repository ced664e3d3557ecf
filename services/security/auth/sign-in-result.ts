/** Why a sign-in did not succeed, as a page is led to by `?sign-in=`: codes, which the dashboards translate. */
export type RefusedSignIn =
  | 'used-link'
  | 'wrong-link'
  /** The person or the provider declined. */
  | 'denied'
  /** The account has no role here. */
  | 'no-role'
  /** Its roles do not fit into a session. */
  | 'too-many-roles'
  /** The way of authentication is not one that is accepted. */
  | 'weak'
  /** It took too long, or the address was used before. */
  | 'expired'
  | 'unavailable'
  | 'failed';

/** A sign-in at the provider that did not succeed. */
export class SignInRefused extends Error {
  override name = 'SignInRefused';
  readonly reason: RefusedSignIn;
  /** Who the provider says it is, if that is known. */
  readonly subject: string | null;

  constructor(reason: RefusedSignIn, options: { subject?: string; cause?: unknown } = {}) {
    super(reason, { cause: options.cause });
    this.reason = reason;
    this.subject = options.subject ?? null;
  }
}
