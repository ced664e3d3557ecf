import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import { createMetrics } from '../../../services/platform/metrics.ts';

const RULES = fileURLToPath(new URL('../../../services/alerts.yml', import.meta.url));
const CASES = fileURLToPath(new URL('alerts.promtool.yml', import.meta.url));

interface Rule {
  readonly alert: string;
  readonly expr: string;
}
const rules = (
  parse(readFileSync(RULES, 'utf8')) as { groups: { rules: Rule[] }[] }
).groups.flatMap((group) => group.rules);
const promtool = (...args: string[]) => promisify(execFile)('promtool', args);

/** The labels of each metric that a server has, and of the one that Prometheus makes of a scrape. */
const labels = new Map([
  ['up', ['job', 'instance']],
  ...createMetrics()
    .registry.getMetricsAsArray()
    .map((metric): [string, string[]] => [
      metric.name,
      (metric as unknown as { labelNames: string[] }).labelNames,
    ]),
]);

test.each(rules)('$alert asks for metrics and labels that there are', ({ expr }) => {
  const metrics = [...expr.matchAll(/\b(up|vardintensitet_\w+)(?:\{([^}]*)\})?/g)];
  expect(metrics).not.toEqual([]);
  for (const [, name, matchers = ''] of metrics) {
    const known = labels.get(name!);
    expect(known, name).toBeDefined();
    const matched = [...matchers.matchAll(/(\w+)(?==|!|~)/g)].map(([label]) => label);
    expect(known).toEqual(expect.arrayContaining(matched));
  }
  // what a sum or maximum is by: a label of the metric, or of the scrape
  const by = [...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, names]) => names!.split(', '));
  const there = ['instance', ...metrics.flatMap(([, name]) => labels.get(name!) ?? [])];
  for (const label of by) expect(there).toContain(label);
});

test('every rule has a case in which it fires', () => {
  const { tests } = parse(readFileSync(CASES, 'utf8')) as {
    tests: { alert_rule_test: { alertname: string; exp_alerts: unknown[] }[] }[];
  };
  const firing = tests.flatMap(({ alert_rule_test }) =>
    alert_rule_test.filter(({ exp_alerts }) => exp_alerts.length > 0),
  );
  expect(firing.map(({ alertname }) => alertname)).toEqual(rules.map(({ alert }) => alert));
});

test.skipIf(!inject('hasPromtool'))(
  'Prometheus takes the rules, and fires as the cases say',
  async () => {
    expect((await promtool('check', 'rules', RULES)).stdout).toContain(
      `${rules.length} rules found`,
    );
    expect((await promtool('test', 'rules', CASES)).stdout).toContain('SUCCESS');
  },
);
