import { QuotaExceeded } from '@tandem/data-model';
import { type QuotaName, quotaKinds } from '@tandem/data-model/contract';

/** What the trigger says of a record that it refused, as an error. */
export function quotaExceeded(detail: string, cause: unknown): QuotaExceeded {
  const { quota, used, need, is_least, most, subject, domain } = JSON.parse(detail) as Refused;
  const { of, says } = quotaKinds[quota];
  const number = (it: number) => Math.ceil(it).toLocaleString('en');
  const adds = is_least ? `a training needs at least ${number(need)}` : `this would add ${number(need)}`;
  const more = need > 0 ? `, and ${adds}` : '';
  return new QuotaExceeded(
    `The quota ${quota} of the ${of} ${subject} is reached: it may have at most ${number(most)} ${says}. It has ${number(used)}${more}.`,
    `${relief[quota]}, or ask an owner of the domain ${domain} to raise the quota.`,
    // Unless there is none at all, there will be room when one has ended.
    { cause, passes: quota === 'open-jobs' && most > 0 },
  );
}

interface Refused {
  readonly quota: QuotaName;
  readonly used: number;
  readonly need: number;
  /** Whether it asks for whatever is left, of which `need` is the least. */
  readonly is_least: boolean;
  readonly most: number;
  readonly subject: string;
  readonly domain: string;
}

const relief: Readonly<Record<QuotaName, string>> = {
  projects: 'Delete a project that is not needed any more',
  'uploaded-bytes': 'Send a smaller file',
  'open-jobs': 'Wait until one of them has ended, or cancel one',
  'jobs-per-day': 'Wait until the oldest of them is a day old',
  'training-minutes-per-month':
    'Give the run a shorter limit of its time, wait until open runs or the month have ended',
};
