import type { ForecastPart } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import { useMarkName } from './mark-name.ts';

/** The word for a part of a forecast; a covariate that the portal does not know keeps its own name. */
export function usePartName(): (part: Pick<ForecastPart, 'kind' | 'name'>) => string {
  const { t } = useTranslation();
  const markName = useMarkName();
  return ({ kind, name }) => (kind === 'known' || kind === 'static' ? markName(name) : t(`why.part.${kind}`));
}
