import type { WeightName } from '../../schemas/model.ts';
import { type BilingualText, bilingual } from './bilingual.ts';

/** What each weight of a model is, in words. */
export const WEIGHT_NAMES: Readonly<Record<WeightName, BilingualText>> = {
  dayHours: bilingual(
    'timmar som dagens norm fördelas på',
    'hours that the norm of a day is spread over',
  ),
  nightAcuityShare: bilingual(
    'del av natten som följer dagens norm',
    'share of the night that follows the norm of the day',
  ),
  shortStayMinutes: bilingual('kortaste vårdtid som räknas', 'shortest stay that counts'),
  escortGraceMinutes: bilingual(
    'tid då en ledsagning kan registreras i efterhand',
    'time in which an escort may be charted afterwards',
  ),
  referencePatient: bilingual('norm för en A2/S2-patient', 'norm of an A2/S2 patient'),
  base: bilingual('grundvärde', 'base value'),
  baseIsolation: bilingual('grundvärde vid isoleringsvård', 'base value in isolation'),
  a1: bilingual('allmän omvårdnad A1', 'general care A1'),
  a2: bilingual('allmän omvårdnad A2', 'general care A2'),
  a3: bilingual('allmän omvårdnad A3', 'general care A3'),
  a4: bilingual('allmän omvårdnad A4', 'general care A4'),
  s1: bilingual('specifik omvårdnad S1', 'specific care S1'),
  s2: bilingual('specifik omvårdnad S2', 'specific care S2'),
  s3: bilingual('specifik omvårdnad S3', 'specific care S3'),
  s4: bilingual('specifik omvårdnad S4', 'specific care S4'),
  admission: bilingual('inskrivning', 'admission'),
  discharge: bilingual('utskrivning', 'discharge'),
  transferIn: bilingual('inflyttning från annan avdelning', 'transfer from another ward'),
  transferOut: bilingual('utflyttning till annan avdelning', 'transfer to another ward'),
  oneToOne: bilingual('extravak (1:1)', 'one-to-one care'),
  nightHour: bilingual('natt: en medarbetares timme', 'night: an hour of one of the staff'),
  minutesPerSet: bilingual(
    'tid för en kontroll av vitalparametrar',
    'time for one set of vital signs',
  ),
  setsIncluded: bilingual(
    'kontroller som ingår i normen',
    'sets of vital signs included in the norm',
  ),
  setsAtZero: bilingual('kontroller vid NEWS2 0', 'sets of vital signs at NEWS2 0'),
  setsAtLow: bilingual('kontroller vid NEWS2 1–4', 'sets of vital signs at NEWS2 1–4'),
  setsAtMedium: bilingual(
    'kontroller vid NEWS2 5–6, eller 3 poäng i en parameter',
    'sets of vital signs at NEWS2 5–6, or a single 3',
  ),
  setsAtHigh: bilingual(
    'kontroller vid NEWS2 7 eller mer',
    'sets of vital signs at NEWS2 7 or more',
  ),
  vitalFreshHours: bilingual(
    'så länge är vitalparametrar aktuella',
    'how long vital signs are current',
  ),
  vitalStaleHours: bilingual('så länge används vitalparametrar', 'how long vital signs are used'),
  functionFreshHours: bilingual(
    'så länge är funktionsnivåer aktuella',
    'how long functional levels are current',
  ),
  functionStaleHours: bilingual(
    'så länge används funktionsnivåer',
    'how long functional levels are used',
  ),
  scoreKnownHours: bilingual('så länge gäller Barthel och MMSE', 'how long Barthel and MMSE count'),
  raiseHours: bilingual(
    'så länge ligger en högre S-nivå kvar',
    'how long a higher S level is held',
  ),
  longestSilenceDays: bilingual(
    'längsta uppehåll mellan två händelser',
    'longest silence between two events',
  ),
  coverageFloor: bilingual(
    'lägsta datatäckning för förslag',
    'lowest data coverage for suggestions',
  ),
  barthelDependent: bilingual('Barthelindex för A4', 'Barthel index for A4'),
  barthelExtendedDependent: bilingual(
    'utökat Barthelindex för A4',
    'extended Barthel index for A4',
  ),
  mmseDependent: bilingual('MMSE för A4', 'MMSE for A4'),
  areasAtLevel: bilingual('områden som krävs för en A-nivå', 'areas needed for an A level'),
  areasAtS4: bilingual('områden som krävs för S4', 'areas needed for S4'),
};
