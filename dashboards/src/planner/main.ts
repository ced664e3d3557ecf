import { ChartFigure } from '../charts/chart-figure.ts';
import { SignIn } from '../page/sign-in.ts';
import { ComparePanel } from './compare-panel.ts';
import { GapsPanel } from './gaps-panel.ts';
import { HeatTable } from './heat-table.ts';
import { HeatmapPanel } from './heatmap-panel.ts';
import { HistoryPanel } from './history-panel.ts';
import { PlannerScreen } from './screen.ts';

customElements.define('chart-figure', ChartFigure);
customElements.define('sign-in', SignIn);
customElements.define('heat-table', HeatTable);
customElements.define('heatmap-panel', HeatmapPanel);
customElements.define('compare-panel', ComparePanel);
customElements.define('history-panel', HistoryPanel);
customElements.define('gaps-panel', GapsPanel);
customElements.define('planner-screen', PlannerScreen);
