import { attend } from './attendance.ts';
import { ChartFigure } from './charts/chart-figure.ts';
import { LANGS, type Lang } from './i18n/languages.ts';
import { loadMessages } from './i18n/messages.ts';
import type { Page } from './page/page.ts';
import { browserStore, readPreference } from './page/preference.ts';
import { SignIn } from './page/sign-in.ts';
import { PipelineScreen } from './pipeline/screen.ts';
import { ComparePanel } from './planner/compare-panel.ts';
import { GapsPanel } from './planner/gaps-panel.ts';
import { HeatTable } from './planner/heat-table.ts';
import { HeatmapPanel } from './planner/heatmap-panel.ts';
import { HistoryPanel } from './planner/history-panel.ts';
import { PlannerScreen } from './planner/screen.ts';
import { WardTile } from './wall/tile.ts';
import { LiveWall } from './wall/wall.ts';
import { WardJudgements } from './ward/judgements.ts';
import { PatientList } from './ward/patient-list.ts';
import { WardScreen } from './ward/screen.ts';
import { PatientWhy } from './ward/why.ts';

const ELEMENTS = {
  'chart-figure': ChartFigure,
  'compare-panel': ComparePanel,
  'gaps-panel': GapsPanel,
  'heat-table': HeatTable,
  'heatmap-panel': HeatmapPanel,
  'history-panel': HistoryPanel,
  'live-wall': LiveWall,
  'patient-why': PatientWhy,
  'pipeline-screen': PipelineScreen,
  'planner-screen': PlannerScreen,
  'sign-in': SignIn,
  'ward-judgements': WardJudgements,
  'ward-patients': PatientList,
  'ward-screen': WardScreen,
  'ward-tile': WardTile,
};

/** The screen of each address. */
const SCREENS: Record<string, new () => Page> = {
  '/': LiveWall,
  '/ward': WardScreen,
  '/planner': PlannerScreen,
  '/pipeline': PipelineScreen,
};

/** Milliseconds until a failed load of the texts is retried; a wall may start before its server. */
const AGAIN = 5_000;

attend(window);
for (const [name, element] of Object.entries(ELEMENTS)) customElements.define(name, element);
await wordsArrive(readPreference('lang', LANGS, location.search, browserStore()));
const Screen = SCREENS[location.pathname] ?? LiveWall;
document.body.append(new Screen());

async function wordsArrive(language: Lang): Promise<void> {
  for (;;) {
    try {
      return await loadMessages(language);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
  }
}
