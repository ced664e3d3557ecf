import { nothing, type TemplateResult } from 'lit';

/** What a template says, as text; enough to find an element's attributes by. */
export function markup(value: unknown): string {
  if (value === nothing || value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(markup).join('');
  if (typeof value !== 'object' || !('strings' in value)) return String(value);
  const { strings, values } = value as TemplateResult;
  return strings.map((text, i) => text + markup(values[i])).join('');
}

/** Paths of a chart that have a class: what each draws. */
export function paths(drawn: unknown, name: string): string[] {
  const all = markup(drawn).matchAll(/<path class="([\w-]+)" d=([^>]*?) \/>/g);
  return [...all].flatMap(([, found, path]) => (found === name ? [path!] : []));
}
