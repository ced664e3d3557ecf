import type { Provides } from '../adapter.ts';
import { meaningOf } from './codes.ts';
import type { Finding } from './lines.ts';
import type { Channel, Mapping, MllpChannel, RosterMap, TableChannel } from './schema.ts';
import { PRODUCT_SYSTEM } from './targets.ts';

/** Channels have their own names and addresses, name wards of the site, and provide each kind for a ward once. */
export function channelMistakes(mapping: Mapping, wards: ReadonlySet<string> | null): Finding[] {
  const { channels } = mapping;
  return channels.flatMap((channel, index) => {
    const before = channels.slice(0, index);
    const findings = [
      ...sharedMistakes(channel, before, wards),
      ...providerMistakes(channel, before),
      ...(channel.kind === 'mllp' ? listenerMistakes(channel, before) : []),
      ...(channel.kind === 'table' ? tableMistakes(channel, mapping) : []),
      ...(channel.kind === 'roster' ? rosterMistakes(channel.roster, wards) : []),
    ];
    return findings.map(({ path, message }) => ({ path: ['channels', index, ...path], message }));
  });
}

const WARD = 'Expected a ward of the site file';

function sharedMistakes(
  channel: Channel,
  before: readonly Channel[],
  wards: ReadonlySet<string> | null,
): Finding[] {
  const findings: Finding[] = [];
  if (before.some(({ name }) => name === channel.name)) {
    findings.push({ path: ['name'], message: 'Expected each name of a channel once' });
  }
  channel.wards?.forEach((ward, index) => {
    if (wards?.has(ward) === false) findings.push({ path: ['wards', index], message: WARD });
  });
  return findings;
}

/** Two channels that provide a kind for one ward would count the same value twice. */
function providerMistakes(channel: Channel, before: readonly Channel[]): Finding[] {
  return channel.provides.flatMap((kind) => {
    const other = before.find(
      (one) => one.provides.includes(kind) && isForSame(one, channel, kind),
    );
    if (other === undefined) return [];
    const message = `Expected one channel for ${kind} of a ward: ${other.name} provides them too`;
    return [{ path: ['provides'], message }];
  });
}

/** Planned and actual staffing are two: both may be there. */
function isForSame(a: Channel, b: Channel, kind: Provides): boolean {
  const isOtherBasis =
    kind === 'staffing' && a.kind === 'roster' && b.kind === 'roster' && a.basis !== b.basis;
  if (isOtherBasis) return false;
  if (a.wards === undefined || b.wards === undefined) return true;
  return a.wards.some((ward) => b.wards!.includes(ward));
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

function listenerMistakes(channel: MllpChannel, before: readonly Channel[]): Finding[] {
  const { host, port, plain, tls, allow } = channel;
  const findings: Finding[] = [];
  const isTaken = before.some((one) => one.kind === 'mllp' && one.port === port && port !== 0);
  if (isTaken) findings.push({ path: ['port'], message: 'Expected a port of its own' });
  const isOpen = !LOOPBACK.has(host) && tls === undefined;
  if (isOpen && !(plain && allow !== undefined && allow.length > 0)) {
    const message =
      'Expected `tls`, or `plain` with the addresses in `allow`, to listen on other addresses than loopback';
    findings.push({ path: ['host'], message });
  }
  return findings;
}

function tableMistakes({ tables }: TableChannel, mapping: Mapping): Finding[] {
  return tables.flatMap((table, index): Finding[] => {
    const findings: Finding[] = [];
    if ((table.scope === 'complete') !== (table.period !== undefined)) {
      const message = 'Expected `period` with scope complete, and only then';
      findings.push({ path: ['scope'], message });
    }
    if (table.kind === 'values') {
      const { layout, code, value, columns = {} } = table;
      if (layout === 'long' && (code === undefined || value === undefined)) {
        findings.push({
          path: ['layout'],
          message: 'Expected `code` and `value` with layout long',
        });
      }
      if (layout === 'wide' && Object.keys(columns).length === 0) {
        findings.push({ path: ['layout'], message: 'Expected `columns` with layout wide' });
      }
      for (const [column, name] of Object.entries(columns)) {
        if (isKnown(name, mapping)) continue;
        const message = 'Expected a code of the product, or one that `codes` lists';
        findings.push({ path: ['columns', column], message });
      }
    }
    return findings.map(({ path, message }) => ({ path: ['tables', index, ...path], message }));
  });
}

function isKnown(code: string, mapping: Mapping): boolean {
  const codings = ['local', '', PRODUCT_SYSTEM].map((system) => ({ system, code, display: '' }));
  return meaningOf(codings, mapping) !== null;
}

function rosterMistakes(roster: RosterMap, wards: ReadonlySet<string> | null): Finding[] {
  if (wards === null) return [];
  const listed = Object.entries(roster.wards).flatMap(([name, ward]) =>
    ward === 'ignore' || wards.has(ward)
      ? []
      : [{ path: ['roster', 'wards', name], message: `${WARD}, or ignore` }],
  );
  const lent = Object.entries(roster.activities).flatMap(([name, activity]) =>
    typeof activity === 'string' || wards.has(activity.elsewhere)
      ? []
      : [{ path: ['roster', 'activities', name], message: WARD }],
  );
  return [...listed, ...lent];
}
