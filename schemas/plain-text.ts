/** Characters that no keyboard makes and that other systems end or change a text at; U+FEFF is lost in reading. */
const CONTROL = /[\p{Cc}\ufeff]/u;
const CONTROL_BUT_SPACING = /[^\P{Cc}\t\n\r]|\ufeff/u;

/** The overrides of direction, which no script needs: a reader sees another text than the one that is stored. */
const OVERRIDE = /[\u202d\u202e]/;

/** What is wrong with a text that overrides its direction. */
export const NO_OVERRIDE = 'Expected text without characters that override its direction';

/** True if characters in a text override the direction that its letters have. */
export function overridesDirection(text: string): boolean {
  return OVERRIDE.test(text);
}

/**
 * True for one line of text that every system passes on as it is: well-formed Unicode without control
 * characters and byte order marks. Format characters (joiners, marks of direction) belong to scripts and
 * emoji, and stay.
 */
export function isPlainText(text: string): boolean {
  return text.isWellFormed() && !CONTROL.test(text);
}

/** The same of several lines: tabs and line ends are of the text. */
export function isPlainLines(text: string): boolean {
  return text.isWellFormed() && !CONTROL_BUT_SPACING.test(text);
}
