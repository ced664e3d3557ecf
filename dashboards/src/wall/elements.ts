import { WardTile } from './tile.ts';
import { LiveWall } from './wall.ts';

export const Screen = LiveWall;
export const elements = { 'live-wall': LiveWall, 'ward-tile': WardTile };
