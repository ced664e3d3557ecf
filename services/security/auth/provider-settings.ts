import { z } from 'zod';
import { isLoopback } from './loopback.ts';
import { parseGrant } from './principal.ts';

const HTTPS = 'Expected an https address';

/** An address over TLS, or on this machine. */
const address = z.string().refine((text) => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}, HTTPS);

/** An address without a path. */
const origin = address
  .refine(
    (text) => !URL.canParse(text) || new URL(text).href === `${new URL(text).origin}/`,
    'Expected an address without a path: https://vard.example.org',
  )
  .transform((text) => (URL.canParse(text) ? new URL(text).origin : text));

/** One text or a list of texts. */
const texts = z.union([
  z
    .string()
    .min(1)
    .transform((one) => [one]),
  z.array(z.string().min(1)).min(1),
]);

const grantText = z.string().superRefine((text, context) => {
  try {
    parseGrant(text);
  } catch (error) {
    context.addIssue((error as Error).message);
  }
});

/** Sign-in of browsers at the provider: the authorization code flow. */
const signIn = z.strictObject({
  /** This server, as registered at the provider. */
  clientId: z.string().min(1),
  /** File with the secret of the client, beside the access file if the path is relative; a public client has none. */
  clientSecretFile: z.string().min(1).optional(),
  /** How the client shows its secret; by default as the provider says. */
  clientAuthentication: z.enum(['client_secret_basic', 'client_secret_post']).optional(),
  /** Where browsers reach this server: `https://vard.example.org`. The provider sends them back there. */
  origin,
  /** What is requested, as a list or as text with spaces; `openid` always is. */
  scopes: z
    .union([z.string().transform((text) => text.split(/[\s,]+/)), z.array(z.string())])
    .default([])
    .transform((scopes) => [...new Set(['openid', ...scopes.filter((scope) => scope !== '')])]),
  /** Ways of authentication to request (`acr_values`), best first. */
  acrValues: texts.optional(),
  /** Ways of authentication that are accepted; without it, any. */
  requiredAcr: texts.optional(),
  /** What the provider shows even if it knows the person: its sign-in, or a choice of accounts. */
  prompt: z.enum(['login', 'select_account']).optional(),
  /** Hours until a session ends in any case. */
  hours: z.number().min(0.1).max(24).default(12),
  /** Texts of the button. */
  button: z
    .strictObject({ sv: z.string().min(1).max(80), en: z.string().min(1).max(80) })
    .default({ sv: 'Logga in med sjukhuskonto', en: 'Sign in with hospital account' }),
  /** Where the provider sends a browser that signed out there too; by default to this server. */
  afterSignOut: address.optional(),
});

/** An identity provider: its tokens as bearer, its sign-in for browsers, or both. */
export const providerSettings = z
  .strictObject({
    issuer: z.string().min(1),
    /** The recipient that a bearer token must name, and the address of the keys that sign it. */
    audience: z.string().min(1).optional(),
    jwksUri: address.optional(),
    /** The claim with the grants; `realm_access.roles` is a nested claim. */
    claim: z.string().min(1).default('roles'),
    /** What each value of the claim grants; without it, values are grants themselves. */
    grants: z.record(z.string(), z.array(grantText).min(1)).optional(),
    /** Clients of the provider whose tokens are accepted (`azp`); without it, those of every client. */
    azp: texts.optional(),
    /** Longest remaining time of a token in hours: one with more is refused. */
    longestHours: z
      .number()
      .positive()
      .max(24 * 366)
      .default(24),
    signIn: signIn.optional(),
  })
  .superRefine(({ issuer, audience, jwksUri, signIn }, context) => {
    const missing = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (audience === undefined && (jwksUri !== undefined || signIn === undefined)) {
      missing('audience', 'Expected the audience of tokens, or signIn');
    }
    if (jwksUri === undefined && (audience !== undefined || signIn === undefined)) {
      missing('jwksUri', 'Expected the address of the keys for tokens, or signIn');
    }
    // its configuration is at an address below it
    if (signIn !== undefined && !address.safeParse(issuer).success) missing('issuer', HTTPS);
  });

export type ProviderSettings = z.output<typeof providerSettings>;
export type SignInSettings = z.output<typeof signIn>;
/** The settings for bearer tokens. */
export type TokenSettings = ProviderSettings & {
  readonly audience: string;
  readonly jwksUri: string;
};
