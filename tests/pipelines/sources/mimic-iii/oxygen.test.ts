import { describe, expect, it } from 'vitest';
import { supplementalOxygen } from '../../../../pipelines/sources/mimic-iii/oxygen.ts';

describe('supplemental oxygen', () => {
  it('is the flow where one is charted', () => {
    expect(supplementalOxygen({ device: true, flow: 3 })).toBe(3);
    expect(supplementalOxygen({ device: false, flow: 2 })).toBe(2);
  });

  it('is judged by the inspired fraction, also on a ventilator', () => {
    expect(supplementalOxygen({ device: true, fraction: 0.4 })).toBe(true);
    expect(supplementalOxygen({ device: true, fraction: 0.21 })).toBe(false);
  });

  it('is judged by the device where nothing else is charted', () => {
    expect(supplementalOxygen({ device: true })).toBe(true);
    expect(supplementalOxygen({ device: false })).toBe(false);
    expect(supplementalOxygen({})).toBeNull();
  });
});
