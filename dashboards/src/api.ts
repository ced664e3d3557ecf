import { attendance } from './attendance.ts';
import { purpose } from './purpose.ts';

/** Why a request failed, as far as a screen shows it. */
export type Failure = 'signedOut' | 'forbidden' | 'notFound' | 'busy' | 'unreachable' | 'broken';

/** A request failed. `detail` is the server's explanation. */
export class ApiError extends Error {
  readonly failure: Failure;
  readonly detail: string | null;

  constructor(failure: Failure, detail: string | null = null) {
    super(failure);
    this.failure = failure;
    this.detail = detail;
  }
}

const TIMEOUT_MS = 30_000;
const FAILURES: Record<number, Failure> = {
  401: 'signedOut',
  403: 'forbidden',
  404: 'notFound',
  429: 'busy',
  503: 'busy',
};

/** Query parameters; null and undefined are left out. */
export type Query = Readonly<Record<string, string | number | null | undefined>>;

/** An address of the API. */
export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined) search.set(name, `${value}`);
  }
  return search.size === 0 ? path : `${path}?${search}`;
}

/**
 * Gets JSON from the API. The browser revalidates its cached copy.
 * @throws ApiError if the request fails; an `AbortError` if `signal` aborts
 */
export async function get<T>(url: string, signal?: AbortSignal): Promise<T> {
  return answer<T>(url, { cache: 'no-cache' }, signal);
}

/** Sends JSON and returns the response. @throws ApiError */
export async function post<T>(url: string, body: unknown): Promise<T> {
  return answer<T>(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
}

/** Deletes what is at an address and returns the response. @throws ApiError */
export async function remove<T>(url: string): Promise<T> {
  return answer<T>(url, { method: 'DELETE' });
}

async function answer<T>(url: string, init: RequestInit, signal?: AbortSignal): Promise<T> {
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  const headers = { accept: 'application/json', ...attendance(), ...purpose(), ...init.headers };
  const response = await fetch(url, {
    ...init,
    headers,
    signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ApiError('unreachable');
  });
  if (response.ok) return response.json().catch(() => Promise.reject(new ApiError('broken')));
  throw new ApiError(FAILURES[response.status] ?? 'broken', await detailOf(response));
}

/** The detail of a problem document, in English, shown beside the page's own text. */
async function detailOf(response: Response): Promise<string | null> {
  try {
    const { detail, errors } = (await response.json()) as {
      detail?: string;
      errors?: { detail: string }[];
    };
    return errors?.map((error) => error.detail).join('. ') ?? detail ?? null;
  } catch {
    return null;
  }
}
