import type { Act, Order } from './order.ts';

const EVERY_HOUR = Array.from({ length: 24 }, (_, hour) => hour);
const EVERY_TWO_HOURS = EVERY_HOUR.filter((hour) => hour % 2 === 0);
const WORKING_HOURS = [8, 9, 10, 11, 12, 13, 14, 15];
/** Patients are taken to the theatre and the examinations of the day before the shift changes. */
const BEFORE_TWO = [7, 8, 9, 10, 11, 12, 13];

/** What is done. `turning` and `fall-prevention` are codes the models do not know. */
export const TASKS = {
  blood: { share: 0.9, hours: [6], chance: 0.68, act: task('lab-sample') },
  dressing: { share: 0.2, hours: [10, 15], chance: 0.4, act: task('dressing.simple') },
  wound: { share: 0.05, hours: [10, 18], chance: 0.45, act: task('dressing.complex') },
  inhalation: { share: 0.1, hours: [8, 12, 16, 20], chance: 0.85, act: task('inhalation') },
  suction: { share: 0.015, hours: EVERY_HOUR, chance: 0.18, act: task('suction') },
  cannula: { share: 0, hours: EVERY_HOUR, chance: 0.25, act: task('tracheal-suction') },
  escort: { share: 0.6, hours: BEFORE_TWO, chance: 0.03, act: task('escort', [10, 45]) },
  procedure: { share: 0.5, hours: WORKING_HOURS, chance: 0.03, act: task('procedure', [10, 60]) },
  turning: { share: 0.08, hours: EVERY_TWO_HOURS, chance: 0.75, act: task('turning') },
  fall: { share: 0.02, hours: [9, 21], chance: 0.8, act: task('fall-prevention', [5, 15]) },
} as const satisfies Record<string, Order>;

function task(code: string, minutes?: readonly [number, number]): Act {
  return minutes ? { kind: 'task', code, minutes } : { kind: 'task', code };
}
