import { HOUR, type Hour, localTime, MINUTE, type Seconds } from './clock.ts';
import { earlyWarning, monitoringInterval } from './early-warning.ts';
import { type EventSink, observe } from './event-sink.ts';
import { charted, type Moment } from './lateness.ts';
import { hasNeed } from './needs.ts';
import { measure, type Vitals } from './vitals.ts';
import type { Patient } from './ward.ts';

/** Local hours at which a ward takes everyone's vital signs; patients at risk are seen in between. */
const ROUNDS = [2, 6, 10, 14, 18, 22, 26, 30, 34];
/** Nobody is left longer than this, however well. */
const A_SHIFT = 8 * HOUR;
const MISREAD = 0.0003;

/** Takes every set of vital signs that falls due in `[from, to)`. */
export function chartVitals(
  patient: Patient,
  from: Seconds,
  hour: Hour,
  to: Seconds,
  sink: EventSink,
): void {
  while (patient.nextVitals < to) {
    const at = Math.max(patient.nextVitals, from);
    takeVitals(patient, at, sink);
    patient.nextVitals = nextRound(patient, at, hour);
  }
}

/** Writes one set, all at the same time. One in five misses a parameter or two. */
function takeVitals(patient: Patient, at: Seconds, sink: EventSink): void {
  const { random } = patient;
  const vitals = measure(patient);
  const moment = charted(at, random);
  patient.news = risk(patient, vitals);
  const complete = random.chance(0.8);
  if (complete || random.chance(0.75)) {
    observe(sink, patient, moment, 'respiratory-rate', vitals.respiratoryRate, '/min');
  }
  observe(sink, patient, moment, 'spo2', vitals.saturation, '%');
  if (complete || random.chance(0.75)) chartOxygen(patient, vitals, moment, sink);
  if (complete || random.chance(0.92)) {
    observe(sink, patient, moment, 'systolic-bp', vitals.systolic, 'mmHg');
    observe(sink, patient, moment, 'diastolic-bp', vitals.diastolic, 'mmHg');
  }
  observe(sink, patient, moment, 'heart-rate', vitals.heartRate, '/min');
  if (complete || random.chance(0.5)) {
    const slip = random.chance(MISREAD) ? 10 : 1;
    const degrees = Math.round(vitals.temperature * 10 * slip) / 10;
    observe(sink, patient, moment, 'temperature', degrees, '°C');
  }
  if (complete || random.chance(0.7)) {
    observe(sink, patient, moment, 'consciousness', vitals.consciousness, null);
  }
}

/** NEWS2, a single 3 read as 5. It is not for children: the nurse judges them by eye. */
function risk({ age, severity, lungDisease }: Patient, vitals: Vitals): number {
  if (age < 16) return Math.round(8 * severity);
  const { total, single3 } = earlyWarning(vitals, lungDisease);
  return single3 ? Math.max(5, total) : total;
}

function chartOxygen(patient: Patient, { flow }: Vitals, moment: Moment, sink: EventSink): void {
  const { random } = patient;
  if (flow > 0 && !random.chance(0.05)) {
    observe(sink, patient, moment, 'supplemental-oxygen', flow, 'L/min');
  } else if (flow === 0 && random.chance(0.1)) {
    observe(sink, patient, moment, 'supplemental-oxygen', 0, 'L/min');
  } else observe(sink, patient, moment, 'supplemental-oxygen', flow > 0, null);
}

/**
 * When the nurse comes back: by NEWS2, at the ward's rounds where the interval is long, and late
 * more often than early. Comfort, not numbers, for the palliative.
 */
function nextRound(patient: Patient, at: Seconds, hour: Hour): Seconds {
  const { random, news } = patient;
  if (hasNeed(patient, 'palliative', at)) return at + random.whole(14, 30) * HOUR;
  const interval = Math.min(A_SHIFT, monitoringInterval({ total: news, single3: false }));
  const late = interval < HOUR ? 2.4 : interval === HOUR ? 1.5 : 1.2;
  const due = at + interval * random.between(0.8, late);
  if (interval <= HOUR) return Math.round(due / MINUTE) * MINUTE;
  const midnight = localTime(hour.day, 0);
  const wanted = (due - midnight) / HOUR;
  const quiet = news < 3 ? [2, 26] : [];
  const round = ROUNDS.filter((hourOfRound) => !quiet.includes(hourOfRound)).reduce(
    (best, each) => (Math.abs(each - wanted) < Math.abs(best - wanted) ? each : best),
    34,
  );
  return Math.max(at + 2 * HOUR, midnight + round * HOUR + random.whole(-25, 50) * MINUTE);
}
