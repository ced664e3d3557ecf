import type { Messages } from '../sv/messages.ts';
import { common } from './common.ts';
import { pipeline } from './pipeline.ts';
import { planner } from './planner.ts';
import { reasons } from './reasons.ts';
import { wall } from './wall.ts';
import { ward } from './ward.ts';

export const messages: Messages = { common, wall, ward, planner, pipeline, reasons };
