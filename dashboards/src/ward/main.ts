import { ChartFigure } from '../charts/chart-figure.ts';
import { SignIn } from '../page/sign-in.ts';
import { WardJudgements } from './judgements.ts';
import { PatientList } from './patient-list.ts';
import { WardScreen } from './screen.ts';
import { PatientWhy } from './why.ts';

customElements.define('chart-figure', ChartFigure);
customElements.define('sign-in', SignIn);
customElements.define('patient-why', PatientWhy);
customElements.define('ward-patients', PatientList);
customElements.define('ward-judgements', WardJudgements);
customElements.define('ward-screen', WardScreen);
