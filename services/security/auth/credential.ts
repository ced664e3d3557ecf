import { z } from 'zod';

/** What the identity provider says of a caller. */
const tokenCredential = z.object({
  kind: z.literal('token'),
  issuer: z.string(),
  subject: z.string(),
  /** In text form. */
  grants: z.array(z.string()),
  /** Milliseconds since 1970. */
  expiresAt: z.number(),
});
export type TokenCredential = z.output<typeof tokenCredential>;

/** The credential of a caller, which a session stores: the id of a key, or the claims of a token. */
export const credential = z.union([
  z.object({ kind: z.literal('key'), id: z.string() }),
  tokenCredential,
]);
export type Credential = z.output<typeof credential>;
