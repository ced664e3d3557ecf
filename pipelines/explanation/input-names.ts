import type { EncounterHour } from '../../schemas/encounter-hour.ts';
import { type BilingualText, bilingual } from './bilingual.ts';

/** Names of what may be missing or assumed, by code, as they stand inside a sentence. */
const INPUT_NAMES: Record<
  keyof EncounterHour['inputs'] | 'escort' | 'infusion-volume',
  BilingualText
> = {
  'respiratory-rate': bilingual('andningsfrekvens', 'respiratory rate'),
  spo2: bilingual('saturation', 'oxygen saturation'),
  'supplemental-oxygen': bilingual('syrgas', 'supplemental oxygen'),
  'systolic-bp': bilingual('systoliskt blodtryck', 'systolic blood pressure'),
  'heart-rate': bilingual('puls', 'heart rate'),
  consciousness: bilingual('medvetandegrad', 'level of consciousness'),
  temperature: bilingual('kroppstemperatur', 'body temperature'),
  'function.hygiene': bilingual('personlig hygien', 'personal hygiene'),
  'function.nutrition': bilingual('nutrition', 'nutrition'),
  'function.elimination': bilingual('elimination', 'elimination'),
  'function.mobility': bilingual('förflyttning', 'mobility'),
  escort: bilingual('tid för ledsagning', 'duration of escort'),
  'infusion-volume': bilingual('infusionsvolym', 'infusion volume'),
};

/** Returns the name of an input, or the code itself if it has no name. */
export function inputName(code: string): BilingualText {
  return INPUT_NAMES[code as keyof typeof INPUT_NAMES] ?? bilingual(code, code);
}
