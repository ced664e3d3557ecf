const JUDGEMENTS = [
  'mycket lättare än siffran',
  'lättare',
  'något lättare',
  'stämmer',
  'något tyngre',
  'tyngre',
  'mycket tyngre än siffran',
];

/** Messages of the charge nurses’ own judgement. */
export const judgement = {
  judgementTitle: 'Egen bedömning',
  judgementHelp:
    'Hur tung är avdelningen nu, jämfört med siffran? Bedömningen sparas bredvid siffran och ändrar den aldrig.',
  judgementScale: 'Avdelningen är',
  judgementWord: (value: number) => JUDGEMENTS[value + 3] ?? '',
  note: 'Anteckning (frivillig)',
  noteHelp: (left: number) =>
    `Skriv inga namn eller personnummer, varken patienters eller personalens. ${left} tecken kvar.`,
  send: 'Spara bedömning',
  sending: 'Sparar …',
  sendChange: 'Spara ändringen',
  changeJudgement: 'Ändra',
  keepJudgement: 'Avbryt ändringen',
  takeBack: 'Ta tillbaka',
  takenBack: 'Bedömningen är tillbakatagen.',
  notTakenBack: 'Bedömningen kunde inte tas tillbaka. Försök igen.',
  chooseFirst: 'Välj först ett värde på skalan.',
  sent: (word: string) => `Bedömningen är sparad: ${word}.`,
  notTaken:
    'Bedömningen kunde inte sparas. Anteckningen får inte innehålla något som liknar ett personnummer. Din text finns kvar.',
  notSent: 'Bedömningen är inte sparad. Din text finns kvar, försök igen.',
  noJudgements: 'Bedömningar är inte påslagna på den här servern.',
  notYours: 'Bedömningen görs av ledningsansvarig sjuksköterska.',
  judgementHistory: 'De senaste 7 dagarna',
  judgedBeside: 'Siffran bredvid gäller hela timmen, med allt som har kommit in sedan dess.',
  noHistory: 'Inga bedömningar de senaste 7 dagarna.',
  scoreThen: (load: string) => `belastning ${load} %`,
  needThen: (need: string) => `behov ${need}`,
  presentThen: (staff: string) => `på plats ${staff}`,
  noScoreThen: 'siffran för timmen visas inte',
};

export type JudgementMessages = typeof judgement;
