import { SignIn } from '../page/sign-in.ts';
import { PipelineScreen } from './screen.ts';

customElements.define('sign-in', SignIn);
customElements.define('pipeline-screen', PipelineScreen);
