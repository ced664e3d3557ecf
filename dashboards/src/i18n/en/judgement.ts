import type { JudgementMessages } from '../sv/judgement.ts';

const JUDGEMENTS = [
  'much lighter than the score',
  'lighter',
  'slightly lighter',
  'in line with the score',
  'slightly heavier',
  'heavier',
  'much heavier than the score',
];

export const judgement: JudgementMessages = {
  judgementTitle: 'Professional judgement',
  judgementHelp:
    'How heavy is the ward now, compared with the score? The judgement is saved beside the score and never changes it.',
  judgementScale: 'The ward is',
  judgementWord: (value) => JUDGEMENTS[value + 3] ?? '',
  note: 'Note (optional)',
  noteHelp: (left) =>
    `Do not enter names or personal identity numbers of patients or staff. ${left} characters left.`,
  send: 'Save judgement',
  sending: 'Saving …',
  sendChange: 'Save change',
  changeJudgement: 'Change',
  keepJudgement: 'Cancel change',
  takeBack: 'Withdraw',
  takenBack: 'The judgement is withdrawn.',
  notTakenBack: 'The judgement could not be withdrawn. Try again.',
  chooseFirst: 'Select a value on the scale first.',
  sent: (word) => `Judgement saved: ${word}.`,
  notTaken:
    'The judgement could not be saved. The note must not contain anything that looks like a personal identity number. Your text is still here.',
  notSent: 'The judgement is not saved. Your text is still here; try again.',
  noJudgements: 'Judgements are not enabled on this server.',
  notYours: 'Only the nurse in charge can enter a judgement.',
  judgementHistory: 'Last 7 days',
  judgedBeside: 'The figure beside it is of the whole hour, with all that has come in since.',
  noHistory: 'No judgements in the last 7 days.',
  scoreThen: (load) => `load ${load} %`,
  needThen: (need) => `${need} required`,
  presentThen: (staff) => `${staff} present`,
  noScoreThen: 'the score for this hour is not shown',
};
