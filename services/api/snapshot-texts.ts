import type { WardReader } from '../../pipelines/serving/queries.ts';
import type { WardStream } from './ward-stream.ts';

/**
 * Makes the text of each snapshot once: clients with the same access share the text until a ward
 * changes.
 */
export class SnapshotTexts {
  private readonly stream: WardStream;
  private readonly texts = new Map<string, string>();
  private version = '';

  constructor(stream: WardStream) {
    this.stream = stream;
  }

  of(readers: readonly WardReader[]): string {
    const { stream, texts } = this;
    if (stream.version !== this.version) {
      this.version = stream.version;
      texts.clear();
    }
    const key = JSON.stringify(readers);
    const known = texts.get(key);
    if (known !== undefined) return known;
    const text = JSON.stringify(stream.snapshot(readers));
    texts.set(key, text);
    return text;
  }
}
