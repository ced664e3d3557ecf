import { html, type TemplateResult } from 'lit';
import type { Format } from '../format.ts';
import type { PipelineMessages } from '../i18n/messages.ts';
import { loadStatus } from '../page/load-status.ts';
import type { Resource } from '../page/resource.ts';
import { scrollTable, tableRow } from '../scroll-table.ts';

/** A month that is over, as a file. */
export interface Snapshot {
  readonly file: string;
  readonly month: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}
export interface SnapshotList {
  readonly snapshots: readonly Snapshot[];
}

/** Months as files, each to be fetched. */
export function snapshotTable(
  list: Resource<SnapshotList>,
  messages: PipelineMessages,
  format: Format,
): TemplateResult {
  if (list.value === null) return html`${loadStatus(list, messages)}`;
  const { snapshots } = list.value;
  if (snapshots.length === 0) return html`<p>${messages.noSnapshots}</p>`;
  return html`<p class="soft">${messages.snapshotsHelp}</p>
    ${scrollTable({
      label: messages.snapshots,
      name: 'snapshots',
      columns: [messages.month, messages.rows, messages.size, messages.hash, messages.download],
      rows: snapshots.map(({ file, month, rows, bytes, sha256 }) =>
        tableRow([
          month,
          format.whole(rows),
          messages.kilobytes(format.whole(bytes / 1000)),
          html`<code>${sha256.slice(0, 12)}</code>`,
          html`<a
            href="/v1/snapshots/${encodeURIComponent(file)}"
            download
            aria-label="Parquet ${month}"
            >Parquet</a
          >`,
        ]),
      ),
    })}`;
}
