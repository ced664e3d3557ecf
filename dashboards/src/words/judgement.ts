import type { Lang } from './languages.ts';

const JUDGEMENTS_SV = [
  'mycket lättare än siffran',
  'lättare',
  'något lättare',
  'stämmer',
  'något tyngre',
  'tyngre',
  'mycket tyngre än siffran',
];
const JUDGEMENTS_EN = [
  'far lighter than the score',
  'lighter',
  'somewhat lighter',
  'as the score says',
  'somewhat heavier',
  'heavier',
  'far heavier than the score',
];

/** Words of the charge nurses’ own judgement, in Swedish. */
const sv = {
  judgementTitle: 'Egen bedömning',
  judgementHelp:
    'Hur tung är avdelningen nu, jämfört med siffran? Bedömningen sparas bredvid siffran och ändrar den aldrig.',
  judgementScale: 'Avdelningen är',
  judgementWord: (value: number) => JUDGEMENTS_SV[value + 3] ?? '',
  note: 'Anteckning (frivillig)',
  noteHelp: (left: number) =>
    `Skriv inga namn eller personnummer, varken patienters eller personals. ${left} tecken kvar.`,
  send: 'Spara bedömning',
  sending: 'Sparar …',
  chooseFirst: 'Välj först ett värde på skalan.',
  sent: (word: string) => `Bedömningen är sparad: ${word}.`,
  notTaken:
    'Servern tog inte emot bedömningen. Anteckningen får inte likna ett personnummer. Det du skrev finns kvar.',
  notSent: 'Bedömningen är inte sparad. Det du skrev finns kvar; försök igen.',
  noJudgements: 'Den här servern tar inte emot bedömningar än.',
  notYours: 'Bedömningar lämnas av den enhet som vårdar patienterna.',
  judgementHistory: 'Senaste 7 dagarna',
  noHistory: 'Inga bedömningar de senaste 7 dagarna.',
  scoreThen: (load: string) => `belastning ${load} %`,
  needThen: (need: string) => `behov ${need}`,
  presentThen: (staff: string) => `på plats ${staff}`,
  noScoreThen: 'siffran för timmen visas inte',
};

export type JudgementWords = typeof sv;

const en: JudgementWords = {
  judgementTitle: 'Own judgement',
  judgementHelp:
    'How heavy is the ward now, beside the score? The judgement is kept beside the score and never changes it.',
  judgementScale: 'The ward is',
  judgementWord: (value) => JUDGEMENTS_EN[value + 3] ?? '',
  note: 'Note (optional)',
  noteHelp: (left) =>
    `Write no names or personal numbers, neither of patients nor of staff. ${left} characters left.`,
  send: 'Save the judgement',
  sending: 'Saving …',
  chooseFirst: 'Choose a value on the scale first.',
  sent: (word) => `The judgement is saved: ${word}.`,
  notTaken:
    'The server did not take the judgement. The note may not look like a personal number. What you wrote is still here.',
  notSent: 'The judgement is not saved. What you wrote is still here; try again.',
  noJudgements: 'This server takes no judgements yet.',
  notYours: 'Judgements are left by the unit that treats the patients.',
  judgementHistory: 'The last 7 days',
  noHistory: 'No judgements in the last 7 days.',
  scoreThen: (load) => `load ${load} %`,
  needThen: (need) => `${need} required`,
  presentThen: (staff) => `${staff} present`,
  noScoreThen: 'the score of the hour is not shown',
};

export const judgementWords: Record<Lang, JudgementWords> = { sv, en };
