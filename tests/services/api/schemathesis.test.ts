import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { PATIENCE } from '../../support/patience.ts';
import { operations } from './document.ts';
import { Served } from './served.ts';

const python = inject('python');
const CONFIG = new URL('schemathesis.toml', import.meta.url).pathname;

const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'response_headers_conformance',
];
/** Of what is sent on purpose: no key, no such method, no header that is needed. */
const REFUSALS = [
  'ignored_auth',
  'unsupported_method',
  'allow_header_conformance',
  'missing_required_header',
];

describe.skipIf(python === null)('Schemathesis', () => {
  let served: Served;
  let origin: string;
  beforeAll(async () => {
    served = await Served.start();
    origin = await served.listen();
  });
  afterAll(() => served?.stop());

  /** What a run says. A stream of events has no end that could be waited for. */
  async function run(
    checks: readonly string[],
    before: readonly string[],
    more: readonly string[],
  ) {
    const args = [
      ...['-m', 'schemathesis.cli', ...before, 'run', `${origin}/v1/openapi.json`],
      ...['--header', `Authorization: ${served.headers.authorization}`],
      ...['--checks', checks.join(), '--exclude-path', '/v1/stream', '--seed', '20261025'],
      ...[
        '--continue-on-failure',
        '--request-timeout',
        `${PATIENCE / 1000}`,
        '--warnings',
        'off',
        ...more,
      ],
    ];
    const options = { cwd: served.folder };
    const { stdout, stderr } = await promisify(execFile)(python!, args, options).catch((e) => e);
    return `${stdout}${stderr}`;
  }

  test('finds no answer that is not as the document says', async () => {
    const phases = ['--phases', 'examples,coverage,fuzzing', '--max-examples', '3'];
    const found = await run([...CHECKS, ...REFUSALS], [], phases);
    expect(found).toMatch(/No issues found/);
    expect(found).toMatch(new RegExp(`Tested: +${operations.length - 1}\\b`));
  });

  test('finds none among answers with rows', async () => {
    const valid = ['--phases', 'fuzzing', '--mode', 'positive', '--max-examples', '10'];
    const found = await run(CHECKS, ['--config-file', CONFIG], valid);
    expect(found).toMatch(/No issues found/);
  });

  test('leaves the server healthy, and its answers unchanged', async () => {
    const { status, flow } = await served.json<{ status: string; flow: { failures: number } }>(
      '/v1/pipeline/health',
    );
    expect([status, flow.failures]).toEqual(['ok', 0]);
    const url = '/v1/wards/31A/intensity?from=2026-10-25T00:00:00Z&to=2026-10-25T03:00:00Z';
    const { items } = await served.json<{ items: { minutes: number }[] }>(url);
    expect(items.map(({ minutes }) => minutes)).toEqual([56, 56, 56]);
  });
});
