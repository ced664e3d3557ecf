import { MEASUREMENTS } from './measurements.ts';
import { MEDICATIONS } from './medications.ts';
import type { Order } from './order.ts';
import { TASKS } from './tasks.ts';

/** Every order of the hospital, by name. */
export const ORDERS = { ...MEDICATIONS, ...MEASUREMENTS, ...TASKS } as const satisfies Record<
  string,
  Order
>;

export type OrderName = keyof typeof ORDERS;
