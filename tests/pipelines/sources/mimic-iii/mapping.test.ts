import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { importMimicIii } from '../../../../pipelines/sources/mimic-iii/import.ts';
import type { WireEvent } from '../../../../schemas/ward-event.ts';

/** Raw rows of two stays, 126949 (CareVue) and 139932 (MetaVision); expectations read off by hand. */
const directory = join(import.meta.dirname, '../../../fixtures/mimic-iii-demo/tables');
let events: WireEvent[];
let byId: Map<string, WireEvent>;

beforeAll(async () => {
  ({ events } = await importMimicIii({ directory }));
  byId = new Map(events.map((event) => [event.id, event]));
});

const ofRow = (row: number) => events.filter(({ id }) => id.split(':')[0] === `${row}`);

describe('observations', () => {
  it.each([
    [6830029, 'heart-rate', 99, '/min'],
    [85887373, 'respiratory-rate', 13, '/min'],
    [6830020, 'spo2', 100, '%'],
    [203563369, 'systolic-bp', 70, 'mmHg'],
    [6830039, 'diastolic-bp', 75, 'mmHg'],
    [6830037, 'temperature', 37.5, '°C'], // 99.5 °F
    [85887445, 'temperature', 35.89, '°C'], // 96.599998474121094 °F
    [85888295, 'temperature', 35.5, '°C'], // 35.5 °C as charted
    [85887298, 'blood-glucose', 8.2, 'mmol/L'], // 148 mg/dL / 18.016
    [85890897, 'weight', 119.6, 'kg'], // 119.59999847412109
    [1907561, 'urine-output', 5, 'mL'],
    [85887384, 'pain', 8, undefined], // "8-Severe"
    [272945058, 'pain', 0, undefined], // "None"
    [85887498, 'pain', 0, undefined], // pain present: "No"
  ])('row %s is %s %s', (row, code, value, unit) => {
    const expected = { type: 'observation', code, value, ...(unit === undefined ? {} : { unit }) };
    expect(byId.get(`${row}:${code}`)).toMatchObject(expected);
  });

  it.each([
    [85887338, 'A'], // E4 V5 M6, total 15
    [85888242, 'U'], // E1, tube, M1
    [85889665, 'V'], // E3, tube, M1
    [85891767, 'P'], // E2, tube, M5
    [272939664, 'P'], // MetaVision: E1, tube, M5
    [272940146, 'P'], // MetaVision: E2, tube, M4
  ])('the Glasgow Coma Scale of row %s is %s', (row, value) => {
    expect(byId.get(`${row}:consciousness`)).toMatchObject({ code: 'consciousness', value });
  });

  it('give oxygen by flow, fraction and device', () => {
    expect(byId.get('85887355:supplemental-oxygen')).toMatchObject({ value: 3, unit: 'L/min' });
    expect(byId.get('85888146:supplemental-oxygen')).toMatchObject({ value: true }); // fraction 1
    expect(byId.get('272966718:supplemental-oxygen')).toMatchObject({ value: true }); // face tent, none, other
  });

  it('give function levels', () => {
    expect(byId.get('85887415:function.mobility')).toMatchObject({ value: 4 }); // two persons
    expect(byId.get('272966561:function.mobility')).toMatchObject({ value: 1 }); // independent
    expect(byId.get('85892262:function.hygiene')).toMatchObject({ value: 3 }); // bath done
    expect(byId.get('272941715:function.nutrition')).toMatchObject({ value: 3 }); // tube feeding
    expect(byId.get('272946003:function.elimination')).toMatchObject({ value: 3 }); // incontinent
  });

  it('add the Braden subscales up', () => {
    expect(byId.get('85887325:braden')).toMatchObject({ instrument: 'braden', total: 11 });
    // 2 + 3 + 1 + 2 + 2 + 2
    expect(byId.get('272939652:braden')).toMatchObject({ instrument: 'braden', total: 12 });
  });
});

describe('medications', () => {
  it.each([
    ['118903 and 118902', 118902, 'infusion', 1.58], // propofol drip with its solution
    ['118949', 118949, 'infusion', 7.5], // morphine drip
    ['118954', 118954, 'short-infusion', 50], // 20 mEq potassium in 50 ml over one hour
    ['119289', 119289, 'short-infusion', 250], // vancomycin in 250 ml
    ['118991', 118991, 'infusion', 500], // fluid bolus
    ['118912', 118912, 'injection', undefined], // hydralazine
    ['118911', 118911, 'injection', undefined], // subcutaneous insulin
    ['118977', 118977, 'injection', undefined], // heparin prophylaxis
    ['118926', 118926, 'oral', undefined], // famotidine, not intravenous
    ['118897', 118897, 'oral', 60], // gastric medication
    ['118965', 118965, 'transfusion', 375],
    ['3387755', 3387755, 'transfusion', 375],
    ['16378914', 16378914, 'vasoactive', undefined], // norepinephrine
    ['16378908', 16378908, 'iv-insulin', undefined], // 2 U/h
    ['525604', 525604, 'infusion', 100], // D5W
  ])('row %s is its form', (_, row, form, volumeMl) => {
    const event = byId.get(`${row}`);
    expect(event).toMatchObject({ type: 'medication', form });
    expect(event !== undefined && 'volumeMl' in event ? event.volumeMl : undefined).toBe(volumeMl);
  });

  it.each([
    ['the solution of another row', 118903],
    ['rewritten', 118898],
    ['stopped', 119702],
    ["D/C'd", 2153521],
    ['stopped', 4171505],
    ['food', 118901],
    ['water or flushes', 118908],
    ['given in the operating room', 119045],
    ['given before admission', 3756951],
    ['of amount zero', 2152814],
  ])('rows that are %s give none', (_, row) => {
    expect(ofRow(row)).toEqual([]);
  });
});

describe('tasks', () => {
  it.each([
    ['203563649:tracheal-suction', 'tracheal-suction'], // suctioned through the tube
    ['256608437:suction', 'suction'], // above the cuff
    ['235329196:dressing.simple', 'dressing.simple'],
    ['85887929:catheter-insertion', 'catheter-insertion'],
    ['8644:procedure', 'procedure'],
    ['8677:lab-sample', 'lab-sample'],
  ])('%s', (id, code) => {
    expect(byId.get(id)).toMatchObject({ type: 'task', code });
  });

  it('take one sample for all results of one time', () => {
    const samples = events.filter(({ source }) => source === 'mimic-iii/labevents');
    expect(samples.map(({ id }) => id)).toEqual([
      '6259129:lab-sample',
      '20227637:lab-sample',
      '20227660:lab-sample',
    ]);
  });
});

describe('care needs', () => {
  it('start and stop with a line', () => {
    expect(byId.get('8641:central-line.start')).toMatchObject({
      occurredAt: '2147-10-03T20:40:00Z',
      recordedAt: '2147-10-03T20:40:00Z',
    });
    expect(byId.get('8641:central-line.stop')).toMatchObject({
      occurredAt: '2147-10-07T00:00:00Z',
      recordedAt: '2147-10-07T00:16:00Z',
    });
  });

  it.each([
    '85887469:isolation.start',
    '272966586:palliative.start',
    '85887381:urinary-catheter.start',
    '272951878:tracheostomy.start',
    '272957785:feeding-tube.start',
    '1908692:drain.start',
  ])('%s', (id) => {
    expect(byId.get(id)).toMatchObject({ type: 'care-need.start' });
  });
});
