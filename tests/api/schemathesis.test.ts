import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Served } from './served.ts';

const python = inject('python');
const DEADLINE = 240_000;
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'response_headers_conformance',
  'missing_required_header',
  'ignored_auth',
  'unsupported_method',
  'allow_header_conformance',
];

describe.skipIf(python === null)('Schemathesis', () => {
  let served: Served;
  let origin: string;
  beforeAll(async () => {
    served = await Served.start();
    origin = await served.listen();
  });
  afterAll(() => served?.stop());

  test('finds nothing that is not as the document says', { timeout: DEADLINE }, async () => {
    const { authorization } = served.headers;
    const args = [
      ...[
        '-m',
        'schemathesis.cli',
        'run',
        `${origin}/v1/openapi.json`,
        '--header',
        `Authorization: ${authorization}`,
      ],
      ...['--checks', CHECKS.join(), '--phases', 'examples,coverage,fuzzing'],
      ...['--max-examples', '20', '--seed', '20261025', '--continue-on-failure'],
      // a stream of events has no end that could be waited for
      ...['--exclude-path', '/v1/stream', '--request-timeout', '10', '--warnings', 'off'],
    ];
    const found = await promisify(execFile)(python!, args, { cwd: served.folder }).catch((e) => e);
    expect(`${found.stdout}${found.stderr}`).toMatch(/No issues found/);
    expect((await served.inject('/health/ready')).statusCode).toBe(200);
  });
});
