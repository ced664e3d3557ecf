import type { EventColumn } from '../../schemas/event-batch.ts';
import { looksPersonal } from '../../schemas/identity-number.ts';
import { isPlainText } from '../../schemas/plain-text.ts';
import type { EventRules } from './event-rules.ts';
import { MOST_ITEMS } from './event-shape.ts';

const CODE = /^[!-~]{1,64}$/;
const isCode = (word: string) => CODE.test(word);
const STATUSES = ['final', 'amended', 'entered-in-error'];
const ROLES = ['rn', 'na'];
const BASES = ['planned', 'actual'];

/** What a word of a column must be; only of a text that clearly is it. */
export const wordRules = ({ wards }: EventRules) =>
  ({
    source: (word) => /^[!-~]{1,128}$/.test(word),
    status: (word) => STATUSES.includes(word),
    code: isCode,
    form: isCode,
    instrument: isCode,
    items: areItems,
    role: (word) => ROLES.includes(word),
    basis: (word) => BASES.includes(word),
    bed: (word) => isText(word, 32),
    unit: (word) => isText(word, 32),
    text: (word) => isText(word, 64),
    ward_id: (word) => isPlain(word, 64) && wards.has(word),
  }) satisfies Partial<Record<EventColumn, (word: string) => boolean>>;

/** True for the JSON of items with few and harmless names. */
function areItems(text: string): boolean {
  try {
    const items: unknown = JSON.parse(text);
    if (typeof items !== 'object' || items === null || Array.isArray(items)) return false;
    const pairs = Object.entries(items);
    return (
      pairs.length <= MOST_ITEMS &&
      pairs.every(([name, value]) => isCode(name) && name !== '__proto__' && Number.isFinite(value))
    );
  } catch {
    return false;
  }
}

function isText(word: string, limit: number): boolean {
  return isPlain(word, limit) && !looksPersonal(word);
}

function isPlain(word: string, limit: number): boolean {
  return word.length > 0 && word.length <= limit && isPlainText(word);
}
