/** Messages of the proposal of agreed staffing. */
export const suggested = {
  levelsTitle: 'Förslag till beslutad bemanning',
  levelsHelp:
    'Vad som har varit vanligt på vardagar de senaste åtta veckorna, pass för pass, för de valda avdelningarna. Det visar hur det har varit, inte om det är tillräckligt: enhetschefen beslutar. Förslaget ändrar ingenting förrän beslutet är inlagt i avdelningsfilen.',
  levelsShow: 'Visa förslaget',
  levelsPeriod: (from: string, to: string) => `Vardagar ${from} till ${to}`,
  levelsColumns: [
    ...['Avdelning och pass', 'Ssk', 'Usk', 'På plats (p10–p90)', 'Patienter'],
    ...['Min per patient och timme', 'Normalt behov enligt norm (p10–p90)', 'Ssk-andel', 'Nivå'],
    'Underlag',
  ],
  levelsBasis: (hours: number, hoursText: string, _days: number, daysText: string) =>
    `${hoursText} ${hours === 1 ? 'timme' : 'timmar'}, ${daysText} dygn`,
  levelsFew: (hours: number, days: number) =>
    `för lite, minst ${hours} ${hours === 1 ? 'timme' : 'timmar'} från ${days} dygn behövs`,
  levelsNobody: 'oftast är ingen på plats',
  levelsFile: 'Text till avdelningsfilen',
  levelsFileHelp:
    'Ändra siffrorna till det som beslutas. Systemförvaltaren lägger in raderna under avdelningen.',
  levelsSave: 'Ladda ner som fil',
  levelsMethod:
    'Medianer över vardagstimmar med fullständigt underlag, känd bemanning och patienter; ssk och usk avrundade till halva personer. På plats och behov visas också som p10–p90. Nivån är den som raden skulle ge: personer på plats för varje person som normen räknar fram. Samma förslag ger kommandot level suggest.',
};

export type SuggestedMessages = typeof suggested;
