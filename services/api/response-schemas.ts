import { z } from 'zod';
import { problemAnswers } from '../http/problem-schema.ts';
import { MEDIA_TYPES } from './negotiate.ts';

const utc = z.iso.datetime();
const bytes = (description: string) => z.string().meta({ format: 'binary', description });

/** The media types of answers with rows, for the documentation. */
export function contentOf(json: z.ZodType) {
  return {
    [MEDIA_TYPES.json]: { schema: json },
    [MEDIA_TYPES.csv]: {
      schema: z.string().meta({
        description:
          'UTF-8 with BOM, CRLF; headings and codes in Swedish words, or names as those of JSON with `_` and codes as there where `dialect` is `intl`; nested columns flat',
      }),
    },
    [MEDIA_TYPES.arrow]: { schema: bytes('Arrow IPC stream; nested columns flat') },
    [MEDIA_TYPES.parquet]: { schema: bytes('Parquet, zstd; nested columns flat') },
  };
}

/** The schema of a page of rows, for validation and documentation. */
export function pageResponse<T extends z.ZodType, H extends z.ZodRawShape>(
  id: string,
  item: T,
  head: H,
  description: string,
) {
  const page = z
    .strictObject({
      ...head,
      from: utc.meta({ description: 'Start of the first hour' }),
      to: utc.meta({ description: 'End of the last hour' }),
      asKnownAt: utc.nullable().meta({ description: 'As in the request; null for final values' }),
      items: z.array(item).meta({ description: 'Rows of this page' }),
      next: z.string().nullable().meta({
        format: 'uri-reference',
        description: 'Address of the page that follows; null at the end',
      }),
    })
    .meta({ id });
  return { 200: { description, content: contentOf(page) }, ...problemAnswers };
}
