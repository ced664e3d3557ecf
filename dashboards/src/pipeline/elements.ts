import { PipelineScreen } from './screen.ts';

export const Screen = PipelineScreen;
export const elements = { 'pipeline-screen': PipelineScreen };
