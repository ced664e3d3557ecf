/** Pages of the help in the order they are listed, by part; each is a file of that name in every language. */
export const PARTS = {
  guide: ['first-minutes', 'bad-night', 'enough-staff', 'next-week', 'own-judgement', 'handover'],
  screens: ['wall', 'ward', 'planner', 'pipeline'],
  facts: [
    'states',
    'not-calibrated',
    'old-and-incomplete',
    'calculation',
    'wrong-figure',
    'limits',
  ],
} as const;
export type Part = keyof typeof PARTS;
export type HelpPage = (typeof PARTS)[Part][number];

/** Chapters of the guide as one page, to print. */
export const GUIDE = [...PARTS.guide, 'states', 'not-calibrated', 'old-and-incomplete', 'limits'];

/** The page that lists the others. */
export const START = 'index';
/** The page that holds the chapters of the guide. */
export const WHOLE_GUIDE = 'guide';
