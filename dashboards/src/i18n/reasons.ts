/** Why records are rejected, what that means and how to fix it, by the server's code of the reason. */
export type ReasonMessages = Readonly<
  Record<string, { readonly name: string; readonly cure: string }>
>;
