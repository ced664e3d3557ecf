import { ChartFigure } from '../charts/chart-figure.ts';
import { AheadPanel } from './ahead-panel.ts';
import { ComparePanel } from './compare-panel.ts';
import { GridTable } from './grid-table.ts';
import { HeatTable } from './heat-table.ts';
import { HeatmapPanel } from './heatmap-panel.ts';
import { HistoryPanel } from './history-panel.ts';
import { LevelsPanel } from './levels-panel.ts';
import { PrintedGrid } from './printed-grid.ts';
import { RosterUpload } from './roster-upload.ts';
import { PlannerScreen } from './screen.ts';

export const Screen = PlannerScreen;
export const elements = {
  'ahead-panel': AheadPanel,
  'chart-figure': ChartFigure,
  'compare-panel': ComparePanel,
  'grid-table': GridTable,
  'heat-table': HeatTable,
  'heatmap-panel': HeatmapPanel,
  'history-panel': HistoryPanel,
  'levels-panel': LevelsPanel,
  'planner-screen': PlannerScreen,
  'printed-grid': PrintedGrid,
  'roster-upload': RosterUpload,
};
