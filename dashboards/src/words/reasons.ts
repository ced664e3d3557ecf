import type { Lang } from './languages.ts';

/** Why records are rejected, what that means and how it is mended, by the server's name of the reason. */
export type ReasonWords = Readonly<
  Record<string, { readonly name: string; readonly cure: string }>
>;

const sv: ReasonWords = {
  'malformed-json': {
    name: 'Trasig JSON',
    cure: 'Går inte att läsa som JSON. Rätta avsändaren och skicka på nytt; att spela om hjälper inte.',
  },
  'invalid-utf8': {
    name: 'Fel teckenkodning',
    cure: 'Inte UTF-8. Rätta avsändaren och skicka på nytt; att spela om hjälper inte.',
  },
  'too-large': {
    name: 'För stor post',
    cure: 'Större än 1 MiB. Rätta avsändaren: en händelse per post.',
  },
  'unknown-type': {
    name: 'Okänd händelsetyp',
    cure: 'Finns inte i schemat. Rätta avsändaren, eller uppgradera servern och spela om.',
  },
  'invalid-event': {
    name: 'Fel i fält',
    cure: 'Ett fält saknas, är okänt eller omöjligt; listan visar vilket. Rätta avsändaren och skicka på nytt.',
  },
  'from-the-future': {
    name: 'Från framtiden',
    cure: 'Mer än 5 min före sin registrering eller serverns klocka. Kontrollera avsändarens klocka och tidszon.',
  },
  'unknown-ward': {
    name: 'Okänd avdelning',
    cure: 'Finns inte i serverns avdelningsfil. Lägg till den där, starta om servern och spela om.',
  },
};

const en: ReasonWords = {
  'malformed-json': {
    name: 'Malformed JSON',
    cure: 'Cannot be read as JSON. Mend the sender and send anew; a retry does not help.',
  },
  'invalid-utf8': {
    name: 'Wrong encoding',
    cure: 'Not UTF-8. Mend the sender and send anew; a retry does not help.',
  },
  'too-large': {
    name: 'Record too large',
    cure: 'Larger than 1 MiB. Mend the sender: one event a record.',
  },
  'unknown-type': {
    name: 'Unknown type of event',
    cure: 'Not in the schema. Mend the sender, or upgrade the server and retry.',
  },
  'invalid-event': {
    name: 'Invalid field',
    cure: 'A field is missing, unknown or impossible; the list shows which. Mend the sender and send anew.',
  },
  'from-the-future': {
    name: 'From the future',
    cure: 'More than 5 min ahead of its recording or the server’s clock. Check the sender’s clock and time zone.',
  },
  'unknown-ward': {
    name: 'Unknown ward',
    cure: 'Not in the server’s site file. Add it there, restart the server and retry.',
  },
};

export const reasonWords: Record<Lang, ReasonWords> = { sv, en };
