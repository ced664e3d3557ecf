/** Messages of the list of rejected records. */
export const deadLetters = {
  letters: 'Felkö',
  lettersHelp:
    'Avvisade poster, med maskerade värden. De ligger kvar tills de kan tas emot eller någon avskriver dem.',
  noLetters: 'Felkön är tom.',
  noneChosen: 'Inga poster i urvalet.',
  lettersElsewhere: 'Felkön finns hos tjänsten ingest, inte här.',
  lettersShown: (shown: string, all: string, newest: string, oldest: string) =>
    `Visar ${shown} av ${all}: nyaste ${newest}, äldsta ${oldest}.`,
  lettersOf: 'Visa',
  letterStates: { open: 'Öppna', dismissed: 'Avskrivna', all: 'Alla' },
  letterReason: 'Orsak',
  allReasons: 'Alla orsaker',
  letterSource: 'Källsystem',
  allSources: 'Alla källsystem',
  unknownSource: 'okänt',
  firstSeen: (time: string) => `först mottagen ${time}`,
  eventId: 'Händelse-id',
  sentBy: 'Avsändare',
  journalPosition: 'Position i händelseloggen',
  whole: 'hela posten',
  bytes: (n: string) => `${n} byte`,
  unmasked: 'Kan inte visas, går inte att maskera.',
  more: 'Visa fler',
  replay: 'Läs in igen',
  replaying: 'Läser in igen …',
  replayAll: 'Läsa in felkön igen?',
  replayHelp: (n: string) =>
    n === '1'
      ? '1 post läses in igen. Kan den nu tas emot lämnar den felkön, annars ligger den kvar.'
      : `${n} poster läses in igen. De som nu kan tas emot lämnar felkön, övriga ligger kvar.`,
  cancel: 'Avbryt',
  replayed: (all: string, accepted: string, duplicates: string, rejected: string) =>
    [
      `${all} ${all === '1' ? 'inläst' : 'inlästa'} igen: ${accepted} ${accepted === '1' ? 'godkänd' : 'godkända'}`,
      `${duplicates} ${duplicates === '1' ? 'dubblett' : 'dubbletter'}`,
      `${rejected} ${rejected === '1' ? 'avvisad' : 'avvisade'} igen.`,
    ].join(', '),
  replayFailed: 'Inget svar från servern. Inläsningen kan ändå pågå: se listan.',
  dismiss: 'Avskriv …',
  dismissAll: (n: string) =>
    n === '1' ? 'Avskriv den enda i urvalet …' : `Avskriv alla ${n} i urvalet …`,
  dismissTitle: (count: number, n: string) =>
    count === 1 ? 'Avskriva 1 post?' : `Avskriva ${n} poster?`,
  dismissHelp:
    'Avskrivna poster lämnar felkön och läses inte in igen. De finns kvar under Avskrivna och kan öppnas igen.',
  dismissCause: 'Skäl',
  chooseCause: 'Välj skäl',
  causes: {
    'test-data': 'Testdata',
    'sent-again': 'Rättad och skickad igen',
    'not-needed': 'Ska inte läsas in',
    other: 'Annat skäl',
  },
  dismissNote: 'Anteckning',
  dismissNoteHelp: (left: number) => `Skriv inget om patienter. ${left} tecken kvar.`,
  dismissNow: 'Avskriv',
  dismissing: 'Avskriver …',
  causeFirst: 'Välj ett skäl.',
  noteFirst: 'Skriv skälet i anteckningen.',
  notDismissed:
    'Avskrivningen gick inte igenom. Kontrollera att anteckningen inte innehåller något som liknar ett personnummer.',
  dismissedBy: (time: string, by: string) => `Avskriven ${time} av ${by}:`,
  dismissed: (count: number, n: string) =>
    count === 0
      ? 'Redan avskrivet. Inget ändrades.'
      : count === 1
        ? '1 post avskriven.'
        : `${n} poster avskrivna.`,
  reopen: 'Öppna igen',
  reopened: (count: number, n: string) =>
    count === 0
      ? 'Ligger redan i felkön. Inget ändrades.'
      : count === 1
        ? '1 post ligger i felkön igen.'
        : `${n} poster ligger i felkön igen.`,
  changeFailed: 'Ändringen gick inte igenom. Försök igen.',
};

export type DeadLetterMessages = typeof deadLetters;
