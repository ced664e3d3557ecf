import { PipelineScreen } from './screen.ts';
import { UnplacedLists } from './unplaced-lists.ts';

export const Screen = PipelineScreen;
export const elements = {
  'pipeline-screen': PipelineScreen,
  'unplaced-lists': UnplacedLists,
};
