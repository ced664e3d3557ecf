import { html, type TemplateResult } from 'lit';
import type { Format } from '../format.ts';
import type { PipelineWords } from '../i18n/messages.ts';
import { type Condition, LATE_AFTER_S } from './condition.ts';
import type { Health } from './health.ts';
import { sign } from './signs.ts';
import { span } from './span.ts';

/** How it is, to be seen at once. */
export function conditionLine(condition: Condition, words: PipelineWords): TemplateResult {
  return html`<p class="condition" data-condition=${condition}>
    ${sign(condition)} <b>${words[condition]}</b>
  </p>`;
}

/** Why it is so, in one sentence. */
export function because(
  condition: Exclude<Condition, 'lost'>,
  { lagSeconds, flow }: Pick<Health, 'lagSeconds' | 'flow'>,
  words: PipelineWords,
  format: Format,
): string {
  if (condition !== 'late') return words[`${condition}Text`];
  if (lagSeconds === null) return words.lateEmpty;
  if (lagSeconds > LATE_AFTER_S) return words.lateLag(span(lagSeconds, words));
  return words.lateQueue(format.whole(flow.waiting));
}

/** What is known of the whole: how late, until when, how fast, which version, since when, for how many. */
export function facts(health: Health, words: PipelineWords, format: Format): TemplateResult {
  const { lagSeconds, streamTime, delay, version, startedAt, flow } = health;
  const at = (instant: string) => format.dayAndClock(Date.parse(instant));
  const seconds = (value: number) => words.seconds(format.tenths(value));
  const rows: [string, string][] = [
    [words.lag, lagSeconds === null ? words.unknown : span(lagSeconds, words)],
    [words.streamTime, streamTime === null ? words.unknown : at(streamTime)],
    [
      words.delay,
      delay === null ? words.noDelay : words.delayOf(seconds(delay.p50), seconds(delay.p95)),
    ],
    [words.version, version],
    [words.running, at(startedAt)],
    [words.clients, format.whole(flow.clients)],
  ];
  return html`<dl class="facts">
    ${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}
