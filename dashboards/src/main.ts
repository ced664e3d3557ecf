import { Live } from './live.ts';
import { ORDERS } from './masthead.ts';
import { browserShelf, keepPreference, readPreference } from './preference.ts';
import { SignIn } from './sign-in.ts';
import { WardTile } from './tile.ts';
import { LiveWall } from './wall.ts';
import { LANGS } from './words.ts';

customElements.define('ward-tile', WardTile);
customElements.define('sign-in', SignIn);
customElements.define('live-wall', LiveWall);

const shelf = browserShelf();
const wall = document.querySelector<LiveWall>('live-wall')!;
wall.language = readPreference('lang', LANGS, location.search, shelf);
wall.order = readPreference('order', ORDERS, location.search, shelf);
wall.onChoice = (name, value) => {
  const search = keepPreference(name, value, location.search, shelf);
  history.replaceState(null, '', `${location.pathname}${search}`);
};

const live = new Live((view) => {
  wall.view = view;
});
wall.onSignedIn = () => live.resume();
live.start();
