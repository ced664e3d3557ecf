import type { Format } from '../format.ts';
import type { PlannerMessages } from '../i18n/messages.ts';
import type { Help, Offer } from './help.ts';
import type { Spare } from './spare.ts';

/** Wards that a line names. */
const MOST = 5;

/** 36A: 1 usk, +1,2 → +0,2 (vid ovanligt högt behov −0,3), samma typ, även till 17A */
export function offerText(offer: Offer, messages: PlannerMessages, { signed }: Format): string {
  const { wardId, before, after, afterAtHigh, isSameType, alsoTo } = offer;
  const high = afterAtHigh === null ? '' : ` (${messages.atHigh(signed(afterAtHigh))})`;
  return [
    `${wardId}: ${lentText(offer, messages)}`,
    `${signed(before)} → ${signed(after)}${high}`,
    isSameType ? messages.sameType : messages.otherType,
    ...(alsoTo.length === 0 ? [] : [messages.alsoTo(alsoTo.join(', '))]),
  ].join(', ');
}

/** 1 ssk och 2 usk; 1 ssk i stället för usk. */
export function lentText(
  { rn, na, standIns }: Pick<Offer, 'rn' | 'na' | 'standIns'>,
  messages: PlannerMessages,
): string {
  const parts = [
    ...(rn > standIns ? [`${rn - standIns} ${messages.rn}`] : []),
    ...(na > 0 ? [`${na} ${messages.na}`] : []),
    ...(standIns > 0 ? [messages.standIn(`${standIns}`)] : []),
  ];
  return parts.join(messages.and);
}

/** 10A 1 usk, 12A 1 ssk eller usk: who can still lend, and how many; `nobody` where it is none. */
export function leftText({ left }: Help, messages: PlannerMessages): string {
  if (left.length === 0) return messages.nobody;
  const named = left
    .slice(0, MOST)
    .map((spare) => `${spare.wardId} ${spareText(spare, messages)}`)
    .join(', ');
  const more = left.length - MOST;
  return more > 0 ? `${named} ${messages.moreWards(more)}` : named;
}

/** A line each: that nobody lends, or who does and what it comes to, who lends to others, who can still lend, and who is not offered. */
export function helpLines(
  wardId: string,
  help: Help,
  messages: PlannerMessages,
  format: Format,
): string[] {
  const { offers, after, lacksRn, elsewhere, left, withheld } = help;
  const isNone = offers.length === 0 && elsewhere.length === 0 && left.length === 0;
  return [
    ...(offers.length === 0 ? [messages.nobodyLends(wardId)] : []),
    ...offers.map((offer) => offerText(offer, messages, format)),
    ...(offers.length === 0 ? [] : [messages.afterOffers(wardId, format.signed(after))]),
    // there are others to spare, and none that the ward needs
    ...(lacksRn && !isNone ? [messages.noRn(wardId)] : []),
    ...elsewhere.slice(0, MOST).map((each) => messages.elsewhere(each.wardId, each.to.join(', '))),
    ...(left.length === 0 ? [] : [`${messages.leftToLend}: ${leftText(help, messages)}`]),
    ...(isNone && withheld.length === 0 ? [messages.noLender] : []),
    ...withheld.slice(0, MOST).map(({ wardId, reason }) => messages.withheldReason[reason](wardId)),
  ];
}

function spareText({ persons, rn, na }: Spare, messages: PlannerMessages): string {
  if (rn === 0) return `${persons} ${messages.na}`;
  if (na === 0) return `${persons} ${messages.rn}`;
  if (rn === persons && na === persons) return `${persons} ${messages.either}`;
  if (rn + na === persons) return `${rn} ${messages.rn}${messages.and}${na} ${messages.na}`;
  return messages.atMost(`${persons}`, `${rn}`, `${na}`);
}
