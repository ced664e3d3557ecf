/**
 * Swedish words of the codes in spreadsheets, by column. Other columns with text hold what the site or a sender wrote,
 * or codes of the model, which are the same in every language.
 */
export const SWEDISH_VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // identities that sites usually give; others stay as the site wrote them
  shift_id: { day: 'dag', evening: 'kväll', night: 'natt' },
  ...same(['reason', 'earlier_reason', 'final_reason'], {
    'no-events': 'inga uppgifter ännu',
    closed: 'stängd',
    'not-yet': 'ännu inte',
    'not-published-then': 'var inte känt då',
    'few-patients': 'för få patienter för att visas',
  }),
  level_basis: { agreed: 'beslutad bemanning' },
  role: { rn: 'ssk', na: 'usk' },
  basis: { planned: 'planerad', actual: 'faktisk' },
  news2_reason: { 'under-16': 'under 16 år', pregnant: 'gravid' },
  ...same(
    [
      ...['respiratory_rate', 'spo2', 'on_oxygen', 'systolic_bp', 'heart_rate', 'consciousness'],
      ...['temperature', 'hygiene', 'nutrition', 'elimination', 'mobility'],
    ].map((input) => `${input}_freshness`),
    { fresh: 'aktuell', stale: 'inaktuell', missing: 'saknas', assumed: 'antagen' },
  ),
  // a list: none of the codes is a part of another
  imputed: {
    'respiratory-rate': 'andningsfrekvens',
    spo2: 'saturation',
    'supplemental-oxygen': 'syrgas',
    'systolic-bp': 'systoliskt blodtryck',
    'heart-rate': 'puls',
    consciousness: 'medvetandegrad',
    temperature: 'kroppstemperatur',
    'function.hygiene': 'personlig hygien',
    'function.nutrition': 'nutrition',
    'function.elimination': 'elimination',
    'function.mobility': 'förflyttning',
  },
};

/** Columns with lists of codes. */
const LISTS = new Set(['imputed']);

/** SQL for a column's text with Swedish words for its codes; a text without a word stays. */
export function swedishSql(column: string, sql: string): string {
  const words = Object.entries(SWEDISH_VALUES[column] ?? {});
  if (words.length === 0) return sql;
  if (LISTS.has(column)) {
    return words.reduce((text, [code, word]) => `replace(${text}, '${code}', '${word}')`, sql);
  }
  const cases = words.map(([code, word]) => `when '${code}' then '${word}'`);
  return `case ${sql} ${cases.join(' ')} else ${sql} end`;
}

function same(
  columns: readonly string[],
  words: Readonly<Record<string, string>>,
): Record<string, Readonly<Record<string, string>>> {
  return Object.fromEntries(columns.map((column) => [column, words]));
}
