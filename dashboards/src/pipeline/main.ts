import { ChartFigure } from '../charts/chart-figure.ts';
import { SignIn } from '../page/sign-in.ts';

customElements.define('chart-figure', ChartFigure);
customElements.define('sign-in', SignIn);
