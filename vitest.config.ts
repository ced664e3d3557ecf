import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/kafka/global-setup.ts', 'tests/services/api/global-setup.ts'],
    // spawned processes and real databases: two files at a time, and time enough on a slow machine
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
