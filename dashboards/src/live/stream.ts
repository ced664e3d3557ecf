/** The messages of `GET /v1/stream`. */
export const STREAM_MESSAGES = ['snapshot', 'ward', 'tick'] as const;
export type StreamMessage = (typeof STREAM_MESSAGES)[number];

/** `EventSource.CLOSED`: it will not try again by itself. */
export const CLOSED = 2;

export type Listener = (event: { readonly data?: string }) => void;

/** The part of an `EventSource` that is used. */
export interface Stream {
  readonly readyState: number;
  addEventListener(type: string, listener: Listener): void;
  close(): void;
}
