import { type Job, type JobKind, loadKinds } from '@tandem/data-model/contract';
import type { TFunction } from 'i18next';

/** Whose work a job is: the data rider's or the model rider's. */
export const riderOf = (kind: JobKind): 'data' | 'model' =>
  kind === 'provision' || kind === 'load' ? 'data' : 'model';

/** What a job is called: the API says of a load what kind it is, and of a forecast how long, in English. */
export function nameOfJob(t: TFunction, { kind, name }: Pick<Job, 'kind' | 'name'>): string {
  const loadKind = kind === 'load' && loadKinds.find((known) => known === name);
  if (loadKind) return t(`load.kind.${loadKind}`);
  const steps = kind === 'batch-forecast' && /^(\d+) steps$/.exec(name)?.[1];
  return steps ? t('jobs.steps', { count: Number(steps) }) : name;
}
