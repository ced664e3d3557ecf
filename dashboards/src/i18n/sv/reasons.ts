import type { ReasonMessages } from '../reasons.ts';

export const reasons: ReasonMessages = {
  'malformed-json': {
    name: 'Ogiltig JSON',
    cure: 'Går inte att läsa som JSON. Rätta i det avsändande systemet och skicka igen.',
  },
  'invalid-utf8': {
    name: 'Fel teckenkodning',
    cure: 'Inte UTF-8. Rätta i det avsändande systemet och skicka igen.',
  },
  'too-large': {
    name: 'För stor post',
    cure: 'Större än 64 kB. Rätta i det avsändande systemet: en händelse per post.',
  },
  'unknown-type': {
    name: 'Okänd händelsetyp',
    cure: 'Finns inte i schemat. Rätta i det avsändande systemet, eller uppgradera servern och läs in igen.',
  },
  'invalid-event': {
    name: 'Ogiltigt fält',
    cure: 'Ett fält saknas, är okänt eller har ett orimligt värde; listan visar vilket. Rätta i det avsändande systemet och skicka igen.',
  },
  'from-the-future': {
    name: 'Tid i framtiden',
    cure: 'Inträffade mer än 5 min efter registreringen, eller efter serverns klocka. Kontrollera avsändarens klocka och tidszon.',
  },
  'too-old': {
    name: 'För gammal',
    cure: 'Inträffade mer än 400 dygn (eller sjukhusets egen gräns) före registreringen: oftast fel år. Rätta i det avsändande systemet, eller höj maxAgeDays i avdelningsfilen och läs in igen.',
  },
  'forbidden-source': {
    name: 'Fel avsändarsystem',
    cure: 'Nyckeln får inte skicka för det här källsystemet. Ge nyckeln rätt källa i behörighetsfilen och läs in igen, eller rätta källan och skicka igen.',
  },
  'closed-ward': {
    name: 'Stängd avdelning',
    cure: 'Inträffade efter att avdelningen stängdes (closedFrom i avdelningsfilen). Rätta i det avsändande systemet, eller ändra datumet, starta om servern och läs in igen.',
  },
  'unknown-ward': {
    name: 'Okänd avdelning',
    cure: 'Finns inte i serverns avdelningsfil. Lägg till den där, starta om servern och läs in igen.',
  },
};
