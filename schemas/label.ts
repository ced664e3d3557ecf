import { z } from 'zod';
import { isPlainLines, NO_OVERRIDE, overridesDirection } from './plain-text.ts';

/** A name that people read, without control characters and without those that override the direction of text. */
export const label = z
  .string()
  .min(1)
  .check((context) => {
    const isPlain = isPlainLines(context.value);
    if (isPlain && !overridesDirection(context.value)) return;
    const message = isPlain
      ? NO_OVERRIDE
      : 'Expected well-formed Unicode without control characters';
    context.issues.push({ code: 'custom', message, input: context.value });
  });
