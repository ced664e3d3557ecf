import { availableParallelism } from 'node:os';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { PATIENCE, TEST_PATIENCE } from './tests/support/patience.ts';

/** What each kind of test needs; all other tests are unit tests, which need nothing. */
const KINDS = {
  /** Servers, command lines, state on disk, long properties; some need Python's clients, one promtool. */
  integration: [
    'tests/{fuzz,process,property}/**/*.test.ts',
    'tests/services/*.test.ts',
    'tests/services/{api,client,clock,commands,journal,processes,scorer,security,server,state}/**/*.test.ts',
    'tests/**/*.property.test.ts',
    'tests/services/adapters/**/*.process.test.ts',
  ],
  /** A Kafka broker. */
  kafka: ['tests/kafka/**/*.test.ts'],
  /** Chromium, and the built dashboards. */
  e2e: ['tests/e2e/**/*.test.ts'],
};

/** Minutes long, on request alone; `cut-short.test.ts` holds the same states without processes. */
const ON_REQUEST =
  process.env.STATE_KILLS === undefined ? ['tests/process/state-commands-kill.test.ts'] : [];

/** Files that take long though they are short: they run first, so that the others do not end up waiting for one. */
const LONG = /schemathesis|property|fuzz|faults|three-brokers/;

/** Sorts as Vitest does, the largest files first, and what takes long before them. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

function project(
  name: string,
  include: string[],
  test: TestProjectInlineConfiguration['test'] = {},
): TestProjectInlineConfiguration {
  return { extends: true, test: { name, include, ...test } };
}

export default defineConfig({
  test: {
    // many tests wait for processes: a file more than there are processors keeps these busy
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    testTimeout: TEST_PATIENCE,
    hookTimeout: TEST_PATIENCE,
    expect: { poll: { timeout: PATIENCE } },
    projects: [
      project('unit', ['tests/**/*.test.ts'], { exclude: Object.values(KINDS).flat() }),
      project('integration', KINDS.integration, {
        exclude: ON_REQUEST,
        globalSetup: [
          'tests/support/built-cli.ts',
          'tests/services/api/global-setup.ts',
          'tests/services/server/global-setup.ts',
        ],
      }),
      project('kafka', KINDS.kafka, {
        globalSetup: ['tests/support/built-cli.ts', 'tests/kafka/global-setup.ts'],
      }),
      project('e2e', KINDS.e2e),
    ],
  },
});
