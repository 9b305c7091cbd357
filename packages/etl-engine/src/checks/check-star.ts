import { CheckFailed, type Day, type Star } from '@tandem/data-model';
import type { CheckResult } from '@tandem/data-model/contract';
import type { Warehouse } from '@tandem/ports';
import { StarAfterLoad } from '../star/star-after-load.ts';
import { runStarChecks } from './star-checks.ts';

/**
 * The declared checks that the star as it stands does not pass, to be said before something is made of it. Throws
 * CheckFailed where one of them is critical.
 */
export async function checkStar(star: Star, warehouse: Warehouse, today: Day): Promise<CheckResult[]> {
  const failed = (await runStarChecks(new StarAfterLoad(star), { today }, warehouse)).filter((it) => !it.passed);
  const critical = failed.find((it) => it.severity === 'critical');
  if (!critical) return failed;
  throw new CheckFailed(
    `The check ${critical.name} of ${critical.on} failed: ${critical.detail}`,
    'Load what is missing, or let the star declare the check as a warning.',
  );
}
