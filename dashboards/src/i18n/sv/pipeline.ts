import type { SourceName } from '../../../../schemas/source-name.ts';
import { common } from './common.ts';
import { deadLetters } from './dead-letters.ts';
import { unplaced } from './unplaced.ts';

/** Messages of the pipeline's health. */
export const pipeline = {
  ...common,
  ...deadLetters,
  ...unplaced,
  scope: 'driftstatus',
  flowing: 'I drift',
  starting: 'Startar',
  silence: 'Källa tyst',
  late: 'Fördröjd',
  failing: 'Fel',
  lost: 'Ingen kontakt',
  flowingText: 'Inkommande uppgifter visas utan fördröjning.',
  silenceText: (sources: string) =>
    `Inget nytt från: ${sources}. Det som kommer in visas utan fördröjning.`,
  startingText: 'Läser in och räknar om lagrade uppgifter.',
  lateLag: (lag: string) => `Uppgifterna ligger ${lag} efter.`,
  lateEmpty: 'Inga data har kommit in ännu.',
  lateQueue: (records: string) =>
    `${records} ${records === '1' ? 'post' : 'poster'} väntar på att lagras.`,
  failingText: 'Ett steg misslyckas och körs om. Se serverns logg.',
  lostSince: (time: string) => `Ingen kontakt sedan ${time}`,
  oldValues: 'Uppgifterna är inte aktuella.',
  now: 'Läget nu',
  lag: 'Eftersläpning',
  streamTime: 'Data till och med',
  delay: 'Tid från händelse till skärm',
  delayOf: (p50: string, p95: string) => `${p50}, 95 % inom ${p95}`,
  noDelay: 'ingen mätning de senaste 15 min',
  version: 'Version',
  running: 'Igång sedan',
  clients: 'Anslutna skärmar',
  seconds: (n: number | string) => `${n} s`,
  minutesLong: (n: number) => `${n} min`,
  hoursLong: (n: number) => `${n} ${n === 1 ? 'timme' : 'timmar'}`,
  daysLong: (n: number) => `${n} dygn`,

  toSeeTo: 'Att åtgärda',
  wrong: {
    silences: (count: number, text: string) =>
      `${text} ${count === 1 ? 'källa är tyst' : 'källor är tysta'} på hela sjukhuset`,
    wards: (count: number, text: string) =>
      `${text} ${count === 1 ? 'avdelning' : 'avdelningar'} saknar aktuellt underlag`,
    unplaced: (count: number, text: string) =>
      `${text} ${count === 1 ? 'vistelse eller händelse' : 'vistelser och händelser'} att kontrollera`,
    letters: (count: number, text: string) =>
      `${text} ${count === 1 ? 'avvisad post' : 'avvisade poster'} i felkön`,
  },

  flow: 'Flöde',
  flowHelp: 'Antal sedan start. Takt: de senaste 30 s. Kurva: de senaste 10 min, från 0.',
  source: 'Källor',
  ingest: 'Mottagning',
  scorer: 'Beräkning',
  serving: 'Lagring',
  api: 'API',
  received: 'mottagna poster',
  accepted: 'godkända händelser',
  scoredHours: 'beräknade patienttimmar',
  publishedHours: 'publicerade patienttimmar',
  rate: (value: string) => `${value} per s`,
  noRate: 'takt okänd',
  trendOf: (what: string, low: string, high: string) =>
    `Takt för ${what} de senaste 10 minuterna: ${low}–${high} per s.`,
  waiting: 'Väntar',
  duplicates: 'Dubbletter',
  rejected: 'Avvisade',
  failures: 'Misslyckade körningar',
  elsewhere: 'Räknas i en annan tjänst: se dess /metrics.',

  wards: 'Underlag per avdelning',
  ward: 'Avdelning',
  state: 'Läge',
  newest: 'Senaste underlag',
  covered: 'Datatäckning',
  moves: 'In- och utskrivning',
  vitals: 'Vitalparametrar',
  function: 'Funktionsnivå',
  care: 'Åtgärder och läkemedel',
  staffing: 'Bemanning',
  fresh: 'Aktuellt',
  stale: 'Gamla uppgifter',
  thin: 'Ofullständigt underlag',
  missing: 'Saknas',
  withheld: 'Visas inte',
  empty: 'Tom',
  fewPatients: 'för få patienter för att visas',
  noPatients: 'inga patienter denna timme',
  limits:
    'Samma gränser som på översikten. Källa med gamla uppgifter: den är tyst, eller schema saknas för det här passet eller nästa. Avdelning med gamla uppgifter: flyttarna är tysta både där och på hela sjukhuset, eller på hela sjukhuset mer än dubbelt så länge som gränsen. Ofullständigt underlag: datatäckning under 70 %. Andelar avrundas här nedåt till hela 5 %.',
  lackingCount: (lacking: string, all: string) => `${lacking} av ${all} behöver ses över`,
  onlyLacking: 'Visa bara dem',
  order: 'Ordning',
  site: 'Avdelningsordning',
  oldest: 'Äldst först',
  noneLacking: 'Alla avdelningar har aktuellt underlag.',

  silent: 'Tysta källor',
  silentHelp:
    'En källa är tyst när inget har kommit på längre tid än vad som är vanligt vid den här tiden på dygnet. Det gäller när något dokumenterades, inte när det mättes eller gjordes. En enstaka avdelning kan vara tyst utan att något är fel.',
  silentInHospital: (source: SourceName, time: string) =>
    `Hela sjukhuset: ${source === 'staffing' ? 'saknas från' : 'inget sedan'} ${time}`,
  silentWard: (source: SourceName, wardId: string, time: string) =>
    `${wardId} (${source === 'staffing' ? 'från' : 'sedan'} ${time})`,
  silentOn: (wards: string) => `Avdelningar: ${wards}`,

  snapshots: 'Månadsfiler',
  snapshotsHelp: 'Avslutade månader i Parquet-format. Om en månad rättas skapas en ny fil.',
  noSnapshots: 'Ingen månad är avslutad ännu.',
  month: 'Månad',
  rows: 'Rader',
  size: 'Storlek',
  hash: 'SHA-256 (början)',
  download: 'Ladda ner',
  kilobytes: (n: string) => `${n} kB`,

  replays: 'Omräkning från fil',
  howToReplay: 'Servern startar ingen omräkning själv. Så räknar du om en fil med händelser:',
  legend:
    'Uppdateras var 5:e sekund. Fördröjd: mer än 2 min efter, eller fler än 5 000 poster som väntar.',
};

export type PipelineMessages = typeof pipeline;
