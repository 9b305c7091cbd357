export { type Home, openHome } from './home.ts';
