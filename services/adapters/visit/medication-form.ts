import type { Form } from '../../../pipelines/sources/repeated-doses.ts';
import { isListed, isOfGroup, ofLongestGroup } from '../mapping/drugs.ts';
import type { Route } from '../mapping/routes.ts';
import type { Mapping } from '../mapping/schema.ts';

/** An administration, as far as its form depends on it. */
export interface Administration {
  readonly isBlood: boolean;
  /** `null`: the drug is not known. */
  readonly atc: string | null;
  /** `null`: the route is not known. */
  readonly route: Route | null;
  /** `null`: nothing says how long it took. */
  readonly minutes: number | null;
  /** `null`: nothing says how much fluid it was. */
  readonly volumeMl: number | null;
}

/** What an administration is published as, or what the mapping lacks to say it. */
export type FormFound =
  | { readonly form: Form }
  | { readonly task: 'inhalation' }
  | { readonly lacks: 'unmapped-route' | 'unknown-volume' }
  | { readonly nothing: true };

const SHORT = { minutes: 180, ml: 250 };
const INJECTED_BELOW_ML = 50;
const SHORT_WITHOUT_VOLUME_MINUTES = 60;
const VASOACTIVE = ['C01CA', 'H01BA01', 'H01BA06'];

/**
 * The form of an administration, by the first step that fits. The lists decide minutes of work: assumptions, until a
 * pharmacist of the site has read them.
 *
 * 1. Blood (also ATC B05A): `transfusion`
 * 2. A drug that the site observes: `observed`
 * 3. ATC L01, intravenous or injected: `cytotoxic`
 * 4. Intravenous by push: `injection`, whatever its period says
 * 5. ATC A10A, intravenous: `iv-insulin`
 * 6. ATC C01CA, H01BA01, H01BA06, intravenous: `vasoactive`
 * 7. Other intravenous: by duration and volume
 * 8. Under the skin, into a muscle: `injection`; by mouth or tube, rectal: `oral`; inhaled: the task `inhalation`
 */
export function formOf(given: Administration, { medication }: Mapping): FormFound {
  const { atc, route } = given;
  if (given.isBlood || isOfGroup(atc, 'B05A')) return { form: 'transfusion' };
  if (isListed(atc, medication.observed)) return { form: 'observed' };
  const isIntravenous = route === 'iv' || route === 'iv-push';
  if (isOfGroup(atc, 'L01') && (isIntravenous || route === 'injected'))
    return { form: 'cytotoxic' };
  if (route === 'iv-push') return { form: 'injection' };
  if (route === 'iv') {
    if (isOfGroup(atc, 'A10A')) return { form: 'iv-insulin' };
    if (VASOACTIVE.some((group) => isOfGroup(atc, group))) return { form: 'vasoactive' };
    return intravenousForm(given, medication.unknownVolume);
  }
  if (route === 'injected') return { form: 'injection' };
  if (route === 'oral') return { form: 'oral' };
  if (route === 'inhaled') return { task: 'inhalation' };
  return route === 'ignore' ? { nothing: true } : { lacks: 'unmapped-route' };
}

function intravenousForm(
  { atc, minutes, volumeMl }: Administration,
  unknownVolume: Mapping['medication']['unknownVolume'],
): FormFound {
  const isShort = minutes === null || minutes <= SHORT.minutes;
  if (volumeMl !== null) {
    if (isShort && volumeMl < INJECTED_BELOW_ML) return { form: 'injection' };
    return { form: isShort && volumeMl <= SHORT.ml ? 'short-infusion' : 'infusion' };
  }
  if (minutes !== null) {
    return { form: minutes <= SHORT_WITHOUT_VOLUME_MINUTES ? 'short-infusion' : 'infusion' };
  }
  const form = unknownVolume === 'list' ? undefined : ofLongestGroup(atc, unknownVolume);
  return form === undefined ? { lacks: 'unknown-volume' } : { form: form as Form };
}
