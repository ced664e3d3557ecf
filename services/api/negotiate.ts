import type { FastifyRequest } from 'fastify';
import { FORMATS, type Format } from '../../pipelines/serving/export.ts';
import { HttpProblem } from '../http/problem.ts';

export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json',
  csv: 'text/csv',
  arrow: 'application/vnd.apache.arrow.stream',
  parquet: 'application/vnd.apache.parquet',
};

/** Returns the format of `?format=`, else our first format that `Accept` allows. @throws HttpProblem */
export function formatOf(request: FastifyRequest, requested: Format | undefined): Format {
  if (requested !== undefined) return requested;
  const types = Object.values(MEDIA_TYPES);
  const taken = request.accepts().type(types);
  const format = FORMATS.find((each) => MEDIA_TYPES[each] === taken);
  if (format !== undefined) return format;
  throw new HttpProblem('not-acceptable', { detail: `Expected one of ${types.join(', ')}` });
}
