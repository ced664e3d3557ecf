import type { ReasonWords } from '../reasons.ts';

export const reasons: ReasonWords = {
  'malformed-json': {
    name: 'Trasig JSON',
    cure: 'Går inte att läsa som JSON. Rätta avsändaren och skicka på nytt.',
  },
  'invalid-utf8': {
    name: 'Fel teckenkodning',
    cure: 'Inte UTF-8. Rätta avsändaren och skicka på nytt.',
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
  'too-old': {
    name: 'För gammal',
    cure: 'Inträffade mer än 400 dygn (eller sjukhusets egen gräns) före registreringen: oftast fel år. Rätta avsändaren, eller höj maxAgeDays i avdelningsfilen och spela om.',
  },
  'forbidden-source': {
    name: 'Fel avsändarsystem',
    cure: 'Nyckeln får inte skicka för det här källsystemet. Ge nyckeln rätt källa i behörighetsfilen och spela om, eller rätta källan och skicka på nytt.',
  },
  'closed-ward': {
    name: 'Stängd avdelning',
    cure: 'Inträffade efter att avdelningen stängdes (closedFrom i avdelningsfilen). Rätta avsändaren, eller ändra datumet, starta om servern och läs in igen.',
  },
  'unknown-ward': {
    name: 'Okänd avdelning',
    cure: 'Finns inte i serverns avdelningsfil. Lägg till den där, starta om servern och spela om.',
  },
};
