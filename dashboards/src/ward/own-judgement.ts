import type { JudgementView } from '../../../schemas/read-api.ts';
import type { TabStore } from '../page/usable-screens.ts';

/** Which judgement was left in this tab last. Its value and note are on the server. */
export interface KeptJudgement {
  readonly wardId: string;
  readonly id: string;
  readonly occurredAt: string;
}

const KEY = 'vardintensitet.judgement';

/** Keeps it for the tab, so that it can be changed after a reload; `null` forgets it. */
export function keepJudgement(kept: KeptJudgement | null, store: TabStore | null): void {
  try {
    if (kept === null) store?.removeItem(KEY);
    else store?.setItem(KEY, JSON.stringify(kept));
  } catch {
    // a browser that denies it goes without
  }
}

/** Returns the kept judgement as the server has it, `null` if it is of another ward or no longer there. */
export function keptJudgement(
  wardId: string,
  known: readonly JudgementView[],
  store: TabStore | null,
): (JudgementView & { readonly id: string }) | null {
  const kept = read(store);
  if (kept === null || kept.wardId !== wardId) return null;
  const judgement = known.find((each) => each.occurredAt === kept.occurredAt);
  return judgement === undefined ? null : { ...judgement, id: kept.id };
}

function read(store: TabStore | null): KeptJudgement | null {
  try {
    const kept = JSON.parse(store?.getItem(KEY) ?? 'null') as KeptJudgement | null;
    return typeof kept?.id === 'string' ? kept : null;
  } catch {
    return null;
  }
}
