/** Why a service is not ready: codes, which the dashboards translate. */
export const UNREADY_REASONS = [
  'starting',
  'rescoring',
  'storing-fails',
  'journal',
  'scoring-fails',
  'scoring-slow',
  'publication-fails',
  'adapters',
  'reading-fails',
  'log-unreachable',
  'behind',
  'clock',
  'access-file',
  'audit',
] as const;
export type UnreadyReason = (typeof UNREADY_REASONS)[number];
