/** What the tests use of the reference for units, which comes without types. */
declare module '@lhncbc/ucum-lhc' {
  interface Conversion {
    readonly status: 'succeeded' | 'failed' | 'error';
    readonly toVal: number;
  }
  interface Utils {
    convertUnitTo(
      from: string,
      value: number,
      to: string,
      options?: { readonly molecularWeight: number },
    ): Conversion;
  }
  export const UcumLhcUtils: { getInstance(): Utils };
}
