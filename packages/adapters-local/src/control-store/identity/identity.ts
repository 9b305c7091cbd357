import type { IdentityStore } from '@tandem/ports';
import type { Keeping } from '../collection.ts';
import { externalUsers } from './external-users.ts';
import { groups } from './groups.ts';
import { members } from './members.ts';
import { passwords } from './passwords.ts';
import { sessions } from './sessions.ts';
import { tokens } from './tokens.ts';
import { units } from './units.ts';
import { users } from './users.ts';

export const identity = (keeping: Keeping): IdentityStore => ({
  ...sessions(keeping),
  ...externalUsers(keeping),
  ...tokens(keeping),
  ...passwords(keeping),
  ...users(keeping),
  ...groups(keeping),
  ...units(keeping),
  ...members(keeping),
});
