import { SignIn } from '../page/sign-in.ts';
import { WardTile } from './tile.ts';
import { LiveWall } from './wall.ts';

customElements.define('ward-tile', WardTile);
customElements.define('sign-in', SignIn);
customElements.define('live-wall', LiveWall);
