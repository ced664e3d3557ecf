/**
 * Names of the coding systems that the built-in tables use: HL7 table 0396, the URIs of FHIR, the OIDs, and plain ones.
 * A name proves nothing: some feeds say LOINC and send ids of their own.
 */
const NAMES = {
  loinc: ['LN', 'LOINC', 'http://loinc.org', 'urn:oid:2.16.840.1.113883.6.1'],
  sct: [
    ...['SCT', 'SCT2', 'SNM3', 'SNOMED', 'SNOMED CT', 'SNOMED-CT', 'SNOMEDCT'],
    ...['http://snomed.info/sct', 'urn:oid:2.16.840.1.113883.6.96'],
  ],
  mdc: ['MDC', 'urn:iso:std:iso:11073:10101', 'urn:oid:2.16.840.1.113883.6.24'],
  atc: [
    ...['ATC', 'WC', 'http://www.whocc.no/atc', 'urn:oid:2.16.840.1.113883.6.73'],
    'urn:oid:1.2.752.129.2.2.3.1.1',
  ],
  hl70162: ['HL70162', '0162', 'http://terminology.hl7.org/CodeSystem/v2-0162'],
} as const;

const CANONICAL = new Map<string, string>(
  Object.entries(NAMES).flatMap(([name, spellings]) =>
    spellings.flatMap((spelling) => {
      const lower = spelling.toLowerCase();
      return [
        [lower, name],
        [lower.replace(/^urn:oid:/, ''), name],
      ] as [string, string][];
    }),
  ),
);

/** One name for each coding system: `loinc`, `sct`, `mdc`, `atc`, `hl70162`, or the source's own in small letters. */
export function systemOf(name: string): string {
  const lower = name.trim().normalize('NFC').toLowerCase();
  return CANONICAL.get(lower) ?? lower;
}
