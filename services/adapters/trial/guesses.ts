import { sameWord } from '../mapping/words.ts';

/** What names of codes often mean, in Swedish and English: the first that fits. A guess to decide on, never used as it stands. */
const GUESSES: readonly (readonly [RegExp, string | readonly [string, string]])[] = [
  [/news|poäng|score|summa|total/, 'ignore'],
  [/systol|\bsys\b|_sys\b|\bsbp\b/, 'systolic-bp'],
  [/diastol|\bdia\b|_dia\b|\bdbp\b/, 'diastolic-bp'],
  [/blodtryck|blood pressure|\bbt\b|\bbp\b|\bnibp\b/, ['systolic-bp', 'diastolic-bp']],
  [
    /syrgas|syretillförsel|oxygen (?:flow|therapy|delivery)|^oxyl$|\bo2[ -]?(?:flow|flöde)/,
    'supplemental-oxygen',
  ],
  [/satur|spo2|\bsat\b|sat_o2|pox\b/, 'spo2'],
  [/andning|respirat|resp[_ ]?rate|\baf\b|\brr\b/, 'respiratory-rate'],
  [/puls|pulse|hjärtfrekvens|heart[_ ]?rate|\bhr\b/, 'heart-rate'],
  [/temp/, 'temperature'],
  [/medvet|consciousness|\bacvpu\b|\bavpu\b|\brls\b/, 'consciousness'],
  [/smärt|\bpain\b|\bvas\b|\bnrs\b/, 'pain'],
  [/glukos|glucose|blodsocker/, 'blood-glucose'],
  [/\bvikt\b|weight/, 'weight'],
  [/urinkateter|\bkad\b|urinary catheter/, 'care-need:urinary-catheter'],
  [/\bcvk\b|central (?:venous )?(?:line|catheter)/, 'care-need:central-line'],
  [/isolering|isolation/, 'care-need:isolation'],
  [/sugning|suction/, 'task:suction'],
];

/** What a code could mean by its name; `null` if the name says nothing known. */
export function guessOf(name: string): string | readonly [string, string] | null {
  const word = sameWord(name);
  return GUESSES.find(([pattern]) => pattern.test(word))?.[1] ?? null;
}
