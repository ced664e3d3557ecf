/** Why records are rejected, what that means and how it is mended, by the server's name of the reason. */
export type ReasonWords = Readonly<
  Record<string, { readonly name: string; readonly cure: string }>
>;
