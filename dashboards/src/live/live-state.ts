import type { SilentSource } from '../../../schemas/source-name.ts';
import type { Snapshot, Tick, WardNow } from '../../../schemas/ward-now.ts';

/** What the messages so far add up to. Instants in ms; `…At` by this device's clock. */
export interface LiveState {
  /** In the order of the site file. */
  readonly wards: ReadonlyMap<string, WardNow>;
  readonly streamTime: number | null;
  /** Sources that nothing came from for longer than ever at this hour. */
  readonly silentSources: readonly SilentSource[];
  /** When stream time last moved. */
  readonly movedAt: number;
  /** What to add to this device's clock to have the server's. */
  readonly offset: number;
}

export const EMPTY_STATE: LiveState = {
  wards: new Map(),
  streamTime: null,
  silentSources: [],
  movedAt: 0,
  offset: 0,
};

/** Replaces every ward. */
export function withSnapshot(
  state: LiveState,
  { streamTime, silentSources, wards }: Snapshot,
  at: number,
): LiveState {
  return {
    ...withStreamTime(state, streamTime, at),
    silentSources,
    wards: new Map(wards.map((ward) => [ward.wardId, ward])),
  };
}

/** Replaces one ward where it stands. */
export function withWard(state: LiveState, ward: WardNow): LiveState {
  return { ...state, wards: new Map(state.wards).set(ward.wardId, ward) };
}

export function withTick(
  state: LiveState,
  { streamTime, silentSources, now }: Tick,
  at: number,
): LiveState {
  return {
    ...withStreamTime(state, streamTime, at),
    silentSources,
    offset: Date.parse(now) - at,
  };
}

/**
 * The time it is in the data: stream time, going on at the pace of the clock since it last moved.
 * Thus inputs age also when their source falls silent, and a replay of past days is not hours old.
 */
export function dataTime({ streamTime, movedAt }: LiveState, at: number): number | null {
  return streamTime === null ? null : streamTime + at - movedAt;
}

function withStreamTime(state: LiveState, text: string | null, at: number): LiveState {
  const streamTime = text === null ? null : Date.parse(text);
  return streamTime === state.streamTime ? state : { ...state, streamTime, movedAt: at };
}
