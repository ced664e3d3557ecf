import type { Snapshot, Tick, WardNow } from '../../../schemas/ward-now.ts';

/** What the messages so far add up to. Instants in ms; `…At` by this device's clock. */
export interface Board {
  /** In the order of the site file. */
  readonly wards: ReadonlyMap<string, WardNow>;
  readonly streamTime: number | null;
  /** When stream time last moved. */
  readonly movedAt: number;
  /** What to add to this device's clock to have the server's. */
  readonly offset: number;
}

export const EMPTY_BOARD: Board = { wards: new Map(), streamTime: null, movedAt: 0, offset: 0 };

/** Replaces every ward. */
export function withSnapshot(board: Board, { streamTime, wards }: Snapshot, at: number): Board {
  return {
    ...withStreamTime(board, streamTime, at),
    wards: new Map(wards.map((ward) => [ward.wardId, ward])),
  };
}

/** Replaces one ward where it stands. */
export function withWard(board: Board, ward: WardNow): Board {
  return { ...board, wards: new Map(board.wards).set(ward.wardId, ward) };
}

export function withTick(board: Board, { streamTime, now }: Tick, at: number): Board {
  return { ...withStreamTime(board, streamTime, at), offset: Date.parse(now) - at };
}

/**
 * The time it is in the data: stream time, going on at the pace of the clock since it last moved.
 * Thus inputs age also when their source falls silent, and a replay of past days is not hours old.
 */
export function dataTime({ streamTime, movedAt }: Board, at: number): number | null {
  return streamTime === null ? null : streamTime + at - movedAt;
}

function withStreamTime(board: Board, text: string | null, at: number): Board {
  const streamTime = text === null ? null : Date.parse(text);
  return streamTime === board.streamTime ? board : { ...board, streamTime, movedAt: at };
}
