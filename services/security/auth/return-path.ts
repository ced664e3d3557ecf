import { ruleOf } from './policy.ts';

const ANYWHERE = 'http://here.invalid';

/**
 * Returns where a page wants to go after a sign-in: the path of a screen of this server with its query; `/` for
 * everything else, such as another site.
 */
export function returnPath(text: string | undefined): string {
  // browsers read a backslash as a slash, and leave out control characters
  if (text === undefined || !/^\/(?![/\\])[!-[\]-~]*$/.test(text) || !URL.canParse(text, ANYWHERE))
    return '/';
  const { origin, pathname, searchParams } = new URL(text, ANYWHERE);
  const isPage =
    ruleOf('GET', pathname)?.rule === 'public' && !/^\/(login|v1|health)(\/|$)/.test(pathname);
  if (origin !== ANYWHERE || !isPage) return '/';
  searchParams.delete('sign-in');
  return searchParams.size === 0 ? pathname : `${pathname}?${searchParams}`;
}

/** The path of a screen that says why nobody is signed in. */
export function refusedPath(reason: string, path = '/'): string {
  return `${path}${path.includes('?') ? '&' : '?'}sign-in=${reason}`;
}
