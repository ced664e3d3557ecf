/// <reference types="vite/client" />
import '../styles/help.css';
import { browserStore, readPreference } from './page/preference.ts';
import { applyTheme, THEMES } from './page/theme.ts';

/** A page of the help has the colours that the screens have. */
applyTheme(readPreference('theme', THEMES, location.search, browserStore()));
