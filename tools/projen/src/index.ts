export { type Room, type RoomName, rooms } from './boundaries.ts';
export { Monorepo, type MonorepoOptions } from './monorepo.ts';
export { Package, type PackageOptions } from './package.ts';
