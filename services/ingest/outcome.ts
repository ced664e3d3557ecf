import type { RecordResult } from './commit-queue.ts';

/**
 * Collects the results for the records of a request as the text of the answer, in parts: serializing fifty thousand
 * results at once would block the event loop.
 */
export class Outcome {
  records = 0;
  private readonly counts = { accepted: 0, duplicates: 0, rejected: 0 };
  private readonly results: Buffer[] = [];

  /** Adds the results of the next records. */
  add(results: readonly RecordResult[]): void {
    const texts = results.map((result) => {
      if (result.status === 'accepted') this.counts.accepted++;
      else if (result.status === 'duplicate') this.counts.duplicates++;
      else this.counts.rejected++;
      return JSON.stringify({ index: this.records++, ...result });
    });
    if (texts.length === 0) return;
    this.results.push(Buffer.from(`${this.results.length === 0 ? '' : ','}${texts.join()}`));
  }

  /** Returns the answer: `Outcome` of the schema as JSON. */
  toJson(): Buffer {
    const head = JSON.stringify(this.counts).slice(0, -1);
    return Buffer.concat([Buffer.from(`${head},"results":[`), ...this.results, Buffer.from(']}')]);
  }
}
