import { MEDICATION_FORMS } from '../../../schemas/vocabulary.ts';
import { isAtc } from './drugs.ts';
import type { Finding } from './lines.ts';
import { IGNORED_ROUTE, namedRoute, ROUTES } from './routes.ts';
import type { Mapping } from './schema.ts';

/** Drugs by ATC codes, routes by the words of HL7, forms that the product knows. */
export function medicationMistakes({ medication }: Mapping): Finding[] {
  const { observed, unknownVolume, routes, drugs } = medication;
  const findings: Finding[] = [];
  const expect = (fits: boolean, path: (string | number)[], message: string) => {
    if (!fits) findings.push({ path: ['medication', ...path], message });
  };
  const code = 'Expected an ATC code or group in capitals, as N02AA01 or N02AA*';
  observed.forEach((pattern, index) => {
    expect(isAtc(pattern.replace(/\*$/, '')), ['observed', index], code);
  });
  if (unknownVolume !== 'list') {
    for (const [group, form] of Object.entries(unknownVolume)) {
      expect(isAtc(group.replace(/\*$/, '')), ['unknownVolume', group], code);
      const known = (MEDICATION_FORMS as readonly string[]).includes(form);
      const forms = `Expected one of ${MEDICATION_FORMS.join(', ')}`;
      expect(known, ['unknownVolume', group], forms);
    }
  }
  for (const [word, route] of Object.entries(routes)) {
    const words = [...Object.keys(ROUTES), IGNORED_ROUTE].join(', ');
    expect(namedRoute(route) !== undefined, ['routes', word], `Expected one of ${words}`);
  }
  for (const [drug, atc] of Object.entries(drugs)) {
    expect(isAtc(atc), ['drugs', drug], 'Expected an ATC code in capitals, as N02AA01');
  }
  return findings;
}
