import type { CandidateReport } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import css from './covariate-marks.module.css';

/** Which kinds of covariates a candidate uses, in words. */
export function CovariateMarks({ uses }: { readonly uses: CandidateReport['uses'] }) {
  const { t } = useTranslation();
  const kinds = [
    uses.known && t('run.usesKnown'),
    uses.past && t('run.usesPast'),
    uses.statics && t('run.usesStatics'),
  ].filter((it) => it !== false);
  return kinds.length > 0 ? (
    <span className={css.kinds}>{kinds.join(', ')}</span>
  ) : (
    <span className={css.none}>{t('run.usesNone')}</span>
  );
}
