import type { UnplacedList, UnplacedReason } from '../../../../schemas/unplaced.ts';

/** Texts of a list of stays and events that found no place in the score. */
export interface ListTexts {
  readonly title: string;
  /** What it is. */
  readonly what: string;
  readonly fix: string;
}

const lists: Record<UnplacedList, ListTexts> = {
  'presumed-left': {
    title: 'Vistelser som avslutats automatiskt',
    what: 'Inget har kommit om patienten på flera dygn, och vistelsen räknas inte längre.',
    fix: 'Skicka utskrivningen. En ny händelse öppnar vistelsen igen.',
  },
  'silent-stays': {
    title: 'Pågående vistelser utan händelser i 48 timmar',
    what: 'Vistelsen räknas, men inget har kommit om patienten på två dygn.',
    fix: 'Har patienten lämnat avdelningen? Skicka utskrivningen. Kontrollera annars avdelningens överföring.',
  },
  'moves-without-effect': {
    title: 'Flyttar utan verkan',
    what: 'En utskrivning eller permission utan pågående vistelse, eller en ankomst som en annan har ersatt.',
    fix: 'Skicka inskrivningen som saknas, eller skicka flytten igen som felregistrerad (entered-in-error).',
  },
  'orphan-events': {
    title: 'Händelser utan vistelse',
    what: 'Patienten har aldrig skrivits in, eller så ligger händelsen utanför vistelsen.',
    fix: 'Skicka inskrivningen. Kontrollera om källorna har olika pseudonymer för samma patient.',
  },
};

const reasons: Record<UnplacedReason, string> = {
  silent: 'inga händelser',
  'no-stay': 'ingen pågående vistelse',
  'before-arrival': 'före ankomsten',
  overridden: 'ersatt av en annan',
  'away-already': 'redan på permission',
  'not-away': 'inte på permission',
  'never-admitted': 'aldrig inskriven',
  'outside-stay': 'utanför vistelsen',
};

/** Messages of the stays and events that found no place in the score. */
export const unplaced = {
  unplaced: 'Vistelser och händelser att kontrollera',
  unplacedHelp:
    'De påverkar behovet: en patient som är kvar i systemet räknas, en händelse utan vistelse räknas inte. Listorna visar pseudonymer, och varje visning loggas.',
  unplacedElsewhere: 'Räknas i en annan tjänst: se dess /metrics.',
  unplacedLists: lists,
  unplacedReasons: reasons,
  unplacedNone: 'Inga',
  unplacedFix: 'Gör så här:',
  unplacedShow: 'Visa',
  unplacedHide: 'Dölj',
  unplacedShown: (shown: string, all: string) => `De ${shown} senaste av ${all} visas.`,
  encounter: 'Pseudonym',
  reasonColumn: 'Skäl',
  eventColumn: 'Händelse',
  occurred: 'Inträffade',
  sender: 'Avsändare, id',
  unknownWard: 'okänd',
};
