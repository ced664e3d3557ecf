import { ChartFigure } from '../charts/chart-figure.ts';
import { ComparePanel } from './compare-panel.ts';
import { GapsPanel } from './gaps-panel.ts';
import { HeatTable } from './heat-table.ts';
import { HeatmapPanel } from './heatmap-panel.ts';
import { HistoryPanel } from './history-panel.ts';
import { PlannerScreen } from './screen.ts';

export const Screen = PlannerScreen;
export const elements = {
  'chart-figure': ChartFigure,
  'compare-panel': ComparePanel,
  'gaps-panel': GapsPanel,
  'heat-table': HeatTable,
  'heatmap-panel': HeatmapPanel,
  'history-panel': HistoryPanel,
  'planner-screen': PlannerScreen,
};
