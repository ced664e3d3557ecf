import { ChartFigure } from '../charts/chart-figure.ts';
import { WardJudgements } from './judgements.ts';
import { PatientList } from './patient-list.ts';
import { WardScreen } from './screen.ts';
import { PatientWhy } from './why.ts';

export const Screen = WardScreen;
export const elements = {
  'chart-figure': ChartFigure,
  'patient-why': PatientWhy,
  'ward-judgements': WardJudgements,
  'ward-patients': PatientList,
  'ward-screen': WardScreen,
};
