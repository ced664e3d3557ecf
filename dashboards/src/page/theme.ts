/** Colours for a lit room or a dark one; `auto` follows the device. */
export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Sets the page's colours. */
export function applyTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === 'auto') delete dataset.theme;
  else dataset.theme = theme;
}

/** Whether it is dark on the screen now. */
export function isDark(theme: Theme): boolean {
  if (theme !== 'auto') return theme === 'dark';
  return matchMedia('(prefers-color-scheme: dark)').matches;
}
