import { type SourceAge, sourceAges } from '../../pipelines/serving/queries.ts';
import type { ServingStore } from '../../pipelines/serving/store.ts';
import type { SilentSource, SourceName } from '../../schemas/source-name.ts';
import type { StandingWard, WardNow } from '../../schemas/ward-now.ts';
import type { Metrics } from '../platform/metrics.ts';

/** Stream time between two looks, in milliseconds: limits are half an hour and more. */
const STEP = 5 * 60_000;
/** Times its limit from which the silence of the hospital's moves is a dead feed and no quiet one. */
const DEAD = 2;
/** How long (ms) after news of the past it looks again whenever something was stored: the rest of a history follows. */
const FOLLOWS = 60_000;
/** How long it rests, in times of the last look: a history that is loaded moves stream time fast. */
const REST = 9;

/**
 * Watches how old each source is, by stream time: which are silent in the hospital, and which wards are old because
 * nothing came of their patients' moves, or of anybody's. Looks beside the publications: every five minutes of stream time, when
 * staffing came, and while a history is taken over.
 */
export class SourceWatch {
  private readonly serving: ServingStore;
  private ages: readonly SourceAge[] = [];
  /** What it looked at last, and is to look at: a step of stream time, and the news that came. */
  private lookedAt: string | null = null;
  private due: string | null = null;
  /** Publications of history that it knows, and until when (ms) more of them may follow. */
  private histories = 0;
  private followsUntil = 0;
  private looking: Promise<void> | null = null;
  private resting: NodeJS.Timeout | undefined;
  private isStopped = false;
  private readonly onLook: () => void;
  private readonly onFailure: (error: Error) => void;
  private readonly now: () => number;

  /**
   * @param onLook is called when it has looked
   * @param onFailure is called when it could not; it tries again at the next step
   * @param now milliseconds since any instant
   */
  constructor(
    serving: ServingStore,
    onLook: () => void,
    onFailure: (error: Error) => void,
    now: () => number,
  ) {
    this.serving = serving;
    this.now = now;
    this.onLook = onLook;
    this.onFailure = onFailure;
  }

  /** Looks again soon if stream time has come to another step, or news came that changes ages at once. */
  follow(streamTime: string | null): void {
    if (streamTime === null) return;
    const { changes, news } = this.serving;
    const now = this.now();
    if (news.history !== this.histories) this.followsUntil = now + FOLLOWS;
    this.histories = news.history;
    const count = now < this.followsUntil ? changes : news.history;
    this.due = `${Math.floor(Date.parse(streamTime) / STEP)} ${news.staffing} ${count}`;
    this.look();
  }

  /** Waits for the look that is running; there is no other. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.resting);
    await this.looking;
  }

  private look(): void {
    if (this.isStopped || this.looking !== null || this.resting !== undefined) return;
    if (this.due === this.lookedAt) return;
    this.lookedAt = this.due;
    const began = performance.now();
    this.looking = this.read().finally(() => {
      this.looking = null;
      if (this.isStopped) return;
      const rest = REST * (performance.now() - began);
      this.resting = setTimeout(() => {
        this.resting = undefined;
        this.look();
      }, rest).unref();
    });
  }

  private async read(): Promise<void> {
    try {
      const { sql, parameters } = sourceAges();
      this.ages = await this.serving.queryPool.rows<SourceAge>(sql, parameters);
      this.onLook();
    } catch (error) {
      this.onFailure(error as Error);
    }
  }

  /** Sources that are silent in the hospital, as everybody may see it. */
  silent(): SilentSource[] {
    return this.silentOf(null);
  }

  /** Sources that are silent on a ward, as those see it who do not treat there. */
  silentOf(wardId: string | null): SilentSource[] {
    return this.ages.flatMap(({ treating, source, silentSince, ...age }) => {
      const isMeant = !treating && age.wardId === wardId && silentSince !== null;
      return isMeant ? { source, since: silentSince } : [];
    });
  }

  /** The age (s) from which a source of a ward is silent, as those see it who do not treat there; `null` if it has none. */
  limitOf(wardId: string, source: SourceName): number | null {
    const age = this.ages.find(
      (age) => !age.treating && age.wardId === wardId && age.source === source,
    );
    return age?.limitSeconds ?? null;
  }

  /** Whether it has looked at the step that stream time is in. */
  get isCurrent(): boolean {
    return this.looking === null && this.due === this.lookedAt;
  }

  /**
   * Returns the wards, those as `old` whose moves are silent while nothing comes of any ward's moves, whatever else is
   * known of them. Where other wards' moves come the feed lives, and a ward may be quiet. Where nothing comes for more than twice
   * the limit of the hospital the feed is dead, and every ward is old, also one that is often quiet for longer.
   */
  judge(wards: readonly StandingWard[]): StandingWard[] {
    const old = { inside: this.withoutMoves(true), outside: this.withoutMoves(false) };
    const judged = (ward: WardNow, isOld: (wardId: string) => boolean): WardNow =>
      ward.state !== null && isOld(ward.wardId) ? { ...ward, state: 'old' } : ward;
    return wards.map(({ inside, outside }) => ({
      inside: judged(inside, old.inside),
      outside: judged(outside, old.outside),
    }));
  }

  /** Sets the gauges of ages, as those see them who do not treat: operators belong to no treating unit. */
  gauge({ sourceAge, wardSourceAge, sourceSilent }: Metrics): void {
    sourceAge.reset();
    wardSourceAge.reset();
    for (const { treating, wardId, source, ageSeconds, silentSince } of this.ages) {
      if (treating) continue;
      if (wardId === null) sourceSilent.set({ source }, silentSince === null ? 0 : 1);
      if (ageSeconds === null) continue;
      if (wardId === null) sourceAge.set({ source }, ageSeconds);
      else wardSourceAge.set({ ward: wardId, source }, ageSeconds);
    }
  }

  private withoutMoves(treating: boolean): (wardId: string) => boolean {
    const silent = this.ages.filter(
      (age) => age.treating === treating && age.source === 'moves' && age.silentSince !== null,
    );
    const hospital = silent.find(({ wardId }) => wardId === null);
    if (hospital === undefined) return () => false;
    if (hospital.ageSeconds! > DEAD * hospital.limitSeconds!) return () => true;
    const wardIds = new Set(silent.map(({ wardId }) => wardId));
    return (wardId) => wardIds.has(wardId);
  }
}
