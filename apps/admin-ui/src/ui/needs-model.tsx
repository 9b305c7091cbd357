import { useTranslation } from 'react-i18next';
import { EmptyPlace } from './empty-place.tsx';
import { ButtonLink } from './links.tsx';

/** An empty place for what is made from a model: without any model, the next step is to train one. */
export function NeedsModel({
  projectId,
  of,
  hasModel,
}: {
  readonly projectId: string;
  /** The group of texts that has `none`, `noneModel` and `noneNext`. */
  readonly of: 'endpoints' | 'forecasts';
  readonly hasModel: boolean;
}) {
  const { t } = useTranslation();
  return (
    <EmptyPlace of="model" title={t(`${of}.none`)} next={t(hasModel ? `${of}.noneNext` : `${of}.noneModel`)}>
      {!hasModel && (
        <ButtonLink to="/projects/$projectId/training" params={{ projectId }}>
          {t('forecasts.toTraining')}
        </ButtonLink>
      )}
    </EmptyPlace>
  );
}
