/** Stage that every end-to-end figure is held against: scoring what is stored already. */
export const SCORING_ALONE = 'score stored events';
export const REBUILD = 'rebuild all hours';
/** What scoring is held against. */
export const ROWS_ALONE = 'write the rows again';

/** How long a stage took for how many events, and what it is held against. */
export interface Figure {
  readonly stage: string;
  readonly events: number;
  readonly seconds: number;
  /** The stage that is the limit of this one, by its name. */
  readonly limit?: string;
  /** Encounter-hours it wrote. */
  readonly encounterHours?: number;
  /** Seconds of its steps. */
  readonly steps?: Record<string, number>;
  /** Peak of a process that did nothing else. */
  readonly peakRssMb?: number;
}

/** A figure with what follows from it. */
export interface RatedFigure extends Figure {
  readonly eventsPerSecond: number;
  readonly encounterHoursPerSecond?: number;
  /** Share of its limit's speed: 1 is as fast as the limit. */
  readonly ofLimit?: number;
}

/** Speeds, and shares of the limits among the same figures. */
export function rated(figures: readonly Figure[]): RatedFigure[] {
  const speeds = new Map(figures.map((each) => [each.stage, each.events / each.seconds]));
  return figures.map((figure) => {
    const eventsPerSecond = figure.events / figure.seconds;
    const limit = figure.limit === undefined ? undefined : speeds.get(figure.limit);
    return {
      ...figure,
      eventsPerSecond,
      ...(figure.encounterHours !== undefined && {
        encounterHoursPerSecond: figure.encounterHours / figure.seconds,
      }),
      ...(limit !== undefined && { ofLimit: eventsPerSecond / limit }),
    };
  });
}
