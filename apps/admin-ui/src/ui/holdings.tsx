import type { Holding, JobState } from '@tandem/data-model/contract';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import css from './holdings.module.css';
import { ScrollArea } from './scroll-area.tsx';
import { StateMark } from './state-mark.tsx';

interface Step {
  readonly place: string;
  readonly does: string;
  readonly state?: JobState;
  readonly tries?: number;
}

/**
 * Places of a project in the order in which they are emptied, with what lay in each; where it was looked at again
 * afterwards, with what is left. What was not there and is not there is left out.
 */
export function Holdings({
  label,
  steps,
  found,
  left,
}: {
  readonly label: string;
  readonly steps: readonly Step[];
  readonly found: readonly Holding[];
  readonly left?: readonly Holding[] | null;
}) {
  const { t } = useTranslation();
  const { number, bytes } = useFormat();
  const leftOf = (it: Holding) => left?.find(({ place, name }) => place === it.place && name === it.name);
  const columns = left === undefined ? 3 : 4;
  return (
    <ScrollArea className={css.scroll}>
      <table className={css.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('holding.what')}</th>
            <th scope="col">{t('holding.count')}</th>
            <th scope="col">{t('holding.size')}</th>
            {left !== undefined && <th scope="col">{t('holding.left')}</th>}
          </tr>
        </thead>
        <tbody>
          {steps.map(({ place, does, state, tries = 0 }, k) => (
            <Fragment key={place}>
              <tr className={css.place}>
                <th scope="rowgroup" colSpan={columns}>
                  <span className={css.head}>
                    <Does k={k + 1} place={place} does={does} />
                    {state && <StateMark state={state} />}
                    {tries > 1 && <span className={css.tries}>{t('holding.tries', { count: tries })}</span>}
                  </span>
                </th>
              </tr>
              {found
                .filter((it) => it.place === place && (it.count > 0 || (leftOf(it)?.count ?? 0) > 0))
                .map((it) => (
                  <tr key={it.name}>
                    <td lang="en">{it.name}</td>
                    <td>{number(it.count)}</td>
                    <td>{it.bytes !== null && bytes(it.bytes)}</td>
                    {left !== undefined && <td>{left !== null && number(leftOf(it)?.count ?? 0)}</td>}
                  </tr>
                ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

const known = [
  'sharing',
  'jobs',
  'queue',
  'endpoints',
  'queries',
  'warehouse',
  'objects',
  'scratch',
  'records',
] as const;

/** What is done in a place; of one that the portal has no words for, as the API says it. */
function Does({ k, place, does }: { readonly k: number; readonly place: string; readonly does: string }) {
  const { t } = useTranslation();
  const named = known.find((it) => it === place);
  return named ? <span>{`${k}. ${t(`holding.place.${named}`)}`}</span> : <span lang="en">{`${k}. ${does}`}</span>;
}
