import type { SharingStore } from '@tandem/ports';
import type { Keeping } from '../collection.ts';
import { listings } from './listings.ts';
import { open } from './open.ts';
import { requests } from './requests.ts';
import { subscriptions } from './subscriptions.ts';

/** What projects publish to their domain, who asked for it and who has it. */
export const sharing = (keeping: Keeping): SharingStore => ({
  ...listings(keeping),
  ...requests(keeping),
  ...subscriptions(keeping),
  ...open(keeping),
});
