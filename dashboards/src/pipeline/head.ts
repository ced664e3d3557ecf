import { html, type TemplateResult } from 'lit';
import type { Format } from '../format.ts';
import type { PipelineMessages } from '../i18n/messages.ts';
import { type Condition, LATE_AFTER_S } from './condition.ts';
import type { Health } from './health.ts';
import { sign } from './signs.ts';
import { span } from './span.ts';

/** How it is, to be seen at once. */
export function conditionLine(condition: Condition, messages: PipelineMessages): TemplateResult {
  return html`<p class="condition" data-condition=${condition}>
    ${sign(condition)} <b>${messages[condition]}</b>
  </p>`;
}

/** Why it is so, in one sentence. */
export function because(
  condition: Exclude<Condition, 'lost'>,
  { lagSeconds, flow, silentSources }: Pick<Health, 'lagSeconds' | 'flow' | 'silentSources'>,
  messages: PipelineMessages,
  format: Format,
): string {
  if (condition === 'silence') {
    const names = silentSources.map(({ source }) => messages[source].toLowerCase());
    return messages.silenceText(names.join(', '));
  }
  if (condition !== 'late') return messages[`${condition}Text`];
  if (lagSeconds === null) return messages.lateEmpty;
  if (lagSeconds > LATE_AFTER_S) return messages.lateLag(span(lagSeconds, messages));
  return messages.lateQueue(format.whole(flow.waiting));
}

/** What is known of the whole: how late, until when, how fast, which version, since when, for how many. */
export function facts(health: Health, messages: PipelineMessages, format: Format): TemplateResult {
  const { lagSeconds, streamTime, delay, version, startedAt, flow } = health;
  const at = (instant: string) => format.dayAndClock(Date.parse(instant));
  const seconds = (value: number) => messages.seconds(format.tenths(value));
  const rows: [string, string][] = [
    [messages.lag, lagSeconds === null ? messages.unknown : span(lagSeconds, messages)],
    [messages.streamTime, streamTime === null ? messages.unknown : at(streamTime)],
    [
      messages.delay,
      delay === null ? messages.noDelay : messages.delayOf(seconds(delay.p50), seconds(delay.p95)),
    ],
    [messages.version, version],
    [messages.running, at(startedAt)],
    [messages.clients, format.whole(flow.clients)],
  ];
  return html`<dl class="facts">
    ${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}
