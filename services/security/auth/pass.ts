/** What a caller has shown, and a session keeps: which key, or what a token said. */
export type Pass =
  | { readonly kind: 'key'; readonly id: string }
  | {
      readonly kind: 'token';
      readonly issuer: string;
      readonly subject: string;
      /** As they are written. */
      readonly grants: readonly string[];
      /** Milliseconds since 1970. */
      readonly expiresAt: number;
    };
