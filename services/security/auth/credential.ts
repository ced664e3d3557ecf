/** The credential of a caller, which a session stores: the id of a key, or the claims of a token. */
export type Credential = { readonly kind: 'key'; readonly id: string } | TokenCredential;

/** What the identity provider says of a caller. */
export interface TokenCredential {
  readonly kind: 'token';
  readonly issuer: string;
  readonly subject: string;
  /** In text form. */
  readonly grants: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}
