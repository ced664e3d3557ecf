import { common } from './common.ts';
import { pipeline } from './pipeline.ts';
import { planner } from './planner.ts';
import { reasons } from './reasons.ts';
import { wall } from './wall.ts';
import { ward } from './ward.ts';

export const messages = { common, wall, ward, planner, pipeline, reasons };

/** Every text of the screens, by screen; each language has all of them, with the same parameters. */
export type Messages = typeof messages;
