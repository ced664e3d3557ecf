import { z } from 'zod';
import { isPlainLines } from './plain-text.ts';

/** A name that people read, without control characters. */
export const label = z
  .string()
  .min(1)
  .check((context) => {
    if (isPlainLines(context.value)) return;
    const message = 'Expected well-formed Unicode without control characters';
    context.issues.push({ code: 'custom', message, input: context.value });
  });
