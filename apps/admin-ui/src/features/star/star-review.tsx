import { Button } from '@mantine/core';
import { ApiError } from '@tandem/client';
import type { Star } from '@tandem/data-model';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { tablesQuery } from '../../api/tables.ts';
import { useAct } from '../../api/use-act.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { StarDifference } from './star-difference.tsx';
import { type PlacedFault, placeFaults } from './star-faults.ts';
import { starText } from './star-text.ts';
import css from './star-text-view.module.css';

/** What saving a star would change, and what it asks of the project; then the act. */
export function StarReview({
  projectId,
  before,
  star,
  text,
  onBack,
  onSaved,
}: {
  readonly projectId: string;
  /** The stored star as text. */
  readonly before: string;
  readonly star: Star;
  /** The same star as it was written. */
  readonly text: string;
  /** Back to the text, with what the server found in it, where it found anything. */
  readonly onBack: (found?: readonly PlacedFault[]) => void;
  readonly onSaved: () => void;
}) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const navigate = useNavigate();
  const { data: tables = [] } = useQuery(tablesQuery(projectId));
  const rows = tables.reduce((sum, it) => sum + it.rows, 0);
  const save = useAct(
    projectId,
    () => client.setStar({ params: { projectId }, body: star }),
    () => {
      onSaved();
      void navigate({ to: '/projects/$projectId/star', params: { projectId }, search: {} });
    },
  );
  const found = save.error instanceof ApiError && save.error.faults.length > 0 ? save.error.faults : undefined;
  return (
    <Section title={t('star.reviewTitle')} help={t('star.consequence')}>
      {rows > 0 && <p role="note">{t('star.filled', { rows: number(rows) })}</p>}
      <StarDifference before={before} after={starText(star)} />
      {save.error && (
        <ProblemNotice error={save.error}>
          {found && (
            <Button variant="default" onClick={() => onBack(placeFaults(text, found))}>
              {t('star.showInText')}
            </Button>
          )}
        </ProblemNotice>
      )}
      <div className={css.acts}>
        <Button variant="default" onClick={() => onBack()}>
          {t('star.back')}
        </Button>
        <ActButton busy={save.isPending} busyLabel={t('star.saving')} onClick={() => save.mutate(undefined)}>
          {t('star.save')}
        </ActButton>
      </div>
    </Section>
  );
}
