import { MEASUREMENTS } from './measurements.ts';

/** The process of one measurement: name and input come as arguments, the result goes to the parent. */
const [name, input] = process.argv.slice(2);
const measurement = MEASUREMENTS[name as keyof typeof MEASUREMENTS] as (
  input: unknown,
) => Promise<unknown>;
const result = await measurement(JSON.parse(input!));
const peakRssMb = (process.resourceUsage().maxRSS * 1024) / 1e6;
process.send!({ result, peakRssMb }, () => process.disconnect());
