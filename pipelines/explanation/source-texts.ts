import type { BilingualText } from './bilingual.ts';

const PPBV = 'PPBV (Pflegepersonalbemessungsverordnung, BGBl. 2024 I Nr. 188)';
const RCP = 'Royal College of Physicians 2017, NEWS2';

/** Sources of weights in Swedish, by the text of the model file; titles and names stay as they are cited. */
const SWEDISH: Readonly<Record<string, string>> = {
  'PPBV §12: the norms cover the day shift 06–22; spreading them evenly over its hours is our assumption':
    'PPBV §12: normerna gäller dagpasset 06–22; att de fördelas jämnt över dess timmar är vårt antagande',
  'PPBV §12 norms the day shift; that it lasts from the first day shift of the site to its night shift, with the norms spread evenly over those hours, is our assumption: no ward is held against day norms with its night staff':
    'PPBV §12 ger normer för dagpasset; att det varar från sjukhusets första dagpass till nattpasset, med normerna jämnt fördelade över de timmarna, är vårt antagande: nattbemanning jämförs aldrig med dagens norm',
  'Our assumption: by night every patient of a ward needs the same':
    'Vårt antagande: på natten har alla patienter på avdelningen samma behov',
  'Our assumption: half of a night hour goes by the patient’s norms of a day against those of an A2/S2 patient (PPBV gives no night minutes)':
    'Vårt antagande: hälften av en timme på natten följer patientens norm för dagen, jämfört med en A2/S2-patients (PPBV anger inga minuter för natten)',
  'Our assumption: every stay costs its coming and going':
    'Vårt antagande: varje vårdtid kostar sin ankomst och avgång',
  'Our assumption: a shorter stay between two transfers is a wrong click':
    'Vårt antagande: en kortare vårdtid mellan två flyttar är en felregistrering',
  'Our assumption: an escort is of the ward where the patient is at its time':
    'Vårt antagande: en ledsagning hör till avdelningen där patienten då är',
  'Our assumption: an escort is charted when the nurse is back, up to so long after the patient left':
    'Vårt antagande: en ledsagning registreras när sjuksköterskan är tillbaka, högst så lång tid efter att patienten lämnat avdelningen',
  'An A2/S2 patient: 33 + 55 + 76 by PPBV §12; that it is index 100 by day and an ordinary patient by night is our assumption':
    'En A2/S2-patient: 33 + 55 + 76 enligt PPBV §12; att det är index 100 på dagen och en vanlig patient på natten är vårt antagande',
  [`${PPBV} §12: base value`]: `${PPBV} §12: grundvärde`,
  [`${PPBV} §12: base value on a day in isolation`]: `${PPBV} §12: grundvärde för ett dygn med isoleringsvård`,
  ...Object.fromEntries(
    ['A1', 'A2', 'A3', 'A4'].map((level) => [
      `${PPBV} §12: general care ${level}, as the difference between cells`,
      `${PPBV} §12: allmän omvårdnad ${level}, som skillnaden mellan tabellens celler`,
    ]),
  ),
  ...Object.fromEntries(
    ['S1', 'S2', 'S3', 'S4'].map((level) => [
      `${PPBV} §12: special care ${level} (cell A1/${level})`,
      `${PPBV} §12: specifik omvårdnad ${level} (tabellens cell A1/${level})`,
    ]),
  ),
  'PPBV §12 gives 75 min per stay; 45 at the admission, half in the arrival hour and half in the next, is our assumption':
    'PPBV §12 ger 75 min per vårdtid; 45 vid inskrivningen, hälften i ankomsttimmen och hälften i nästa, är vårt antagande',
  'PPBV §12 gives 75 min per stay; 30 at the discharge is our assumption':
    'PPBV §12 ger 75 min per vårdtid; 30 vid utskrivningen är vårt antagande',
  'Our assumption: half of an admission, for the receiving ward':
    'Vårt antagande: hälften av en inskrivning, för den mottagande avdelningen',
  'Our assumption: half of a discharge, for the sending ward':
    'Vårt antagande: hälften av en utskrivning, för den lämnande avdelningen',
  'One nurse for one patient, by definition of the care need; that it counts beside the norm is our assumption':
    'En medarbetare för en patient, enligt definitionen av extravak; att tiden räknas utöver normen är vårt antagande',
  'Minutes of one of the nursing staff in an hour, divided by the ward’s night patients per nursing staff, registered nurses and assistants (PPBV gives no night minutes)':
    'En medarbetares minuter på en timme, delade med avdelningens patienter per medarbetare (ssk eller usk) på natten (PPBV anger inga minuter för natten)',
  'Dall’Ora et al. 2021, 16 wards: 5 min 1 s per set of vital signs':
    'Dall’Ora m.fl. 2021, 16 avdelningar: 5 min 1 s per kontroll av vitalparametrar',
  'Our assumption: five sets a day are held to be in the norm already':
    'Vårt antagande: fem kontroller per dygn ingår redan i normen',
  [`${RCP}: minimum interval 12 h at score 0`]: `${RCP}: minst var 12:e timme vid 0 poäng`,
  [`${RCP}: minimum interval 4–6 h at score 1–4, read as five a day`]: `${RCP}: minst var 4:e–6:e timme vid 1–4 poäng, tolkat som fem per dygn`,
  [`${RCP}: minimum interval 1 h at score 5–6 or a single 3`]: `${RCP}: minst varje timme vid 5–6 poäng eller 3 poäng i en parameter`,
  [`${RCP}: minimum interval continuous at score 7 or more, read as two an hour (our assumption)`]: `${RCP}: kontinuerligt vid 7 poäng eller mer, tolkat som två per timme (vårt antagande)`,
  'Our assumption': 'Vårt antagande',
  'Our assumption: Barthel, extended Barthel and MMSE count for seven days':
    'Vårt antagande: Barthel, utökat Barthel och MMSE gäller i sju dygn',
  'Our assumption: the S level is raised at once and lowered after four hours':
    'Vårt antagande: S-nivån höjs direkt och sänks efter fyra timmar',
  'Our assumption: what comes of an encounter after longer is a mistake in a year, and fills no time before it':
    'Vårt antagande: det som kommer efter längre tid har fel årtal och fyller ingen tid före sig',
  'Our assumption: below it no staffing advice is derived':
    'Vårt antagande: under den gränsen ges inga förslag om bemanning',
  [`${PPBV} §10: A4 with a Barthel index of 35 or less`]: `${PPBV} §10: A4 vid Barthelindex 35 eller lägre`,
  [`${PPBV} §10: A4 with an extended Barthel index of 15 or less`]: `${PPBV} §10: A4 vid utökat Barthelindex 15 eller lägre`,
  [`${PPBV} §10: A4 with an MMSE of 16 or less`]: `${PPBV} §10: A4 vid MMSE 16 eller lägre`,
  [`${PPBV} §10: a level needs two function areas at it`]: `${PPBV} §10: en nivå kräver två funktionsområden på den nivån`,
  [`${PPBV} §11: S4 with two areas at S3`]: `${PPBV} §11: S4 vid S3 inom två områden`,
};

/** A source of a weight in both languages; `null` for a text that no model has. */
export function sourceText(source: string): BilingualText | null {
  const sv = SWEDISH[source];
  return sv === undefined ? null : { sv, en: source };
}
