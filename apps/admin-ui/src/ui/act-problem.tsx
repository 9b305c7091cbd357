import { Button } from '@mantine/core';
import { KnownError } from '@tandem/data-model';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from './problem-notice.tsx';

/** Why a change was refused; where somebody else has changed the thing meanwhile, with the way to what it is now. */
export function ActProblem({ error, onNewer }: { readonly error: Error; readonly onNewer?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const isChanged = error instanceof KnownError && error.code === 'CHANGED_SINCE';
  return (
    <ProblemNotice error={error}>
      {isChanged && onNewer && (
        <Button variant="default" onClick={onNewer}>
          {t('word.loadNewer')}
        </Button>
      )}
    </ProblemNotice>
  );
}
