import { getNodeValue, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { z } from 'zod';
import type { Site } from '../../../schemas/site.ts';
import { channelMistakes } from './channel-rules.ts';
import { codeMistakes } from './code-rules.ts';
import {
  type Finding,
  lineAt,
  type Mistake,
  mistakeAt,
  type Path,
  repeatedNames,
} from './lines.ts';
import { medicationMistakes } from './medication-rules.ts';
import { placeMistakes } from './place-rules.ts';
import { type Mapping, mapping as schema } from './schema.ts';

/** A mapping that can be used, or every mistake of its file with its line. */
export type Checked =
  | { readonly mapping: Mapping; readonly mistakes: readonly [] }
  | { readonly mapping: null; readonly mistakes: readonly Mistake[] };

/**
 * Checks the text of a mapping file.
 * @param site the wards that places and channels may name; `null`: not checked
 */
export function checkMapping(text: string, site: Site | null): Checked {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [error] = errors;
  if (error !== undefined || tree === undefined) {
    const message = `No JSON: ${error === undefined ? 'the file is empty' : inWords(error)}`;
    return failed([{ line: lineAt(text, error?.offset ?? 0), at: '', message }]);
  }
  const repeated = repeatedNames(tree).map(({ path, offset }) => ({
    line: lineAt(text, offset),
    at: path.join('/'),
    message: 'Expected each name once',
  }));
  const parsed = schema.safeParse(getNodeValue(tree));
  const findings = parsed.success
    ? findingsOf(parsed.data, site)
    : parsed.error.issues.flatMap((issue) => issueFindings(issue));
  const mistakes = [
    ...repeated,
    ...findings.map(({ path, message }) => mistakeAt(text, tree, path, message)),
  ];
  if (parsed.success && mistakes.length === 0) return { mapping: parsed.data, mistakes: [] };
  return failed(mistakes);
}

function failed(mistakes: readonly Mistake[]): Checked {
  return { mapping: null, mistakes: mistakes.toSorted((a, b) => a.line - b.line) };
}

function findingsOf(mapping: Mapping, site: Site | null): Finding[] {
  const wards = site === null ? null : new Set(site.wards.map(({ wardId }) => wardId));
  return [
    ...placeMistakes(mapping, wards),
    ...codeMistakes(mapping),
    ...medicationMistakes(mapping),
    ...channelMistakes(mapping, wards),
  ];
}

type Issue = z.core.$ZodIssue;

/** What zod finds. Of a value that may have several forms, what is wrong with the form that fits best. */
function issueFindings(issue: Issue): Finding[] {
  const { path } = issue;
  const at = path as Path;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...at, key], message: 'No setting of this name' }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const deepest = Math.max(...issue.errors.map(depthOf));
    const best = issue.errors.filter((issues) => depthOf(issues) === deepest);
    if (deepest > 0) {
      return best[0]!.flatMap((inner) =>
        issueFindings({ ...inner, path: [...path, ...inner.path] }),
      );
    }
    const messages = best.flatMap((issues) => issues.map(({ message }) => message));
    return [{ path: at, message: [...new Set(messages)].join(', or ') }];
  }
  return [{ path: at, message: issue.message }];
}

function depthOf(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.length));
}

/** `CommaExpected` as `comma expected`. */
function inWords({ error }: ParseError): string {
  return printParseErrorCode(error)
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
}
