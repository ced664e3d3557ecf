import type { JudgementWords } from '../sv/judgement.ts';

const JUDGEMENTS = [
  'far lighter than the score',
  'lighter',
  'somewhat lighter',
  'as the score says',
  'somewhat heavier',
  'heavier',
  'far heavier than the score',
];

export const judgement: JudgementWords = {
  judgementTitle: 'Own judgement',
  judgementHelp:
    'How heavy is the ward now, beside the score? The judgement is kept beside the score and never changes it.',
  judgementScale: 'The ward is',
  judgementWord: (value) => JUDGEMENTS[value + 3] ?? '',
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
  notYours: 'The charge nurse makes the judgement.',
  judgementHistory: 'The last 7 days',
  noHistory: 'No judgements in the last 7 days.',
  scoreThen: (load) => `load ${load} %`,
  needThen: (need) => `${need} required`,
  presentThen: (staff) => `${staff} present`,
  noScoreThen: 'the score of the hour is not shown',
};
