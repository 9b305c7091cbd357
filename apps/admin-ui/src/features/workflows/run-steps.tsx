import type { RunStep, WorkflowRun } from '@tandem/data-model/contract';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { When } from '../../ui/when.tsx';

/** The steps of a run in their order: state, what each made as links, and what a gate found. */
export function RunSteps({ run: { projectId, steps } }: { readonly run: WorkflowRun }) {
  const { t } = useTranslation();
  const columns = useMemo(
    (): GridColumn<RunStep>[] => [
      { id: 'step', title: t('workflows.stepOf'), cell: ({ step }) => t(`workflows.step.${step}`) },
      { id: 'state', title: t('workflows.state'), cell: ({ state }) => <StateMark state={state} /> },
      {
        id: 'made',
        title: t('workflows.made'),
        cell: ({ made, note, checks }) => (
          <>
            {made.map((it, at) => (
              <div key={it.id}>
                <MadeThing projectId={projectId} made={it} {...(made.length > 1 && { n: at + 1 })} />
              </div>
            ))}
            {checks?.map((it) => (
              <CheckLine key={it.rule} check={it} />
            ))}
            {note && <div lang="en">{note}</div>}
          </>
        ),
      },
      {
        id: 'ended',
        title: t('workflows.ended'),
        align: 'right',
        cell: ({ endedAt }) => endedAt && <When at={endedAt} />,
      },
    ],
    [t, projectId],
  );
  return <DataGrid dense label={t('workflows.steps')} columns={columns} rows={steps} idOf={({ step }) => step} />;
}

/** What a step made, as a link to its place; `n` tells apart loads, which have no names of their own. */
function MadeThing({
  projectId,
  made,
  n,
}: {
  readonly projectId: string;
  readonly made: RunStep['made'][number];
  readonly n?: number;
}) {
  const { t } = useTranslation();
  const { kind, id, name } = made;
  const params = { projectId };
  const called = `${t(`workflows.thing.${kind}`)} ${name}`;
  switch (kind) {
    case 'load':
      return (
        <Link to="/projects/$projectId/files" params={params} search={{ load: id }}>
          {n === undefined ? t('workflows.thing.load') : t('workflows.thing.loadOf', { n })}
        </Link>
      );
    case 'training-run':
      return (
        <Link to="/projects/$projectId/training/$runId" params={{ ...params, runId: id }}>
          {called}
        </Link>
      );
    case 'model':
      return (
        <Link to="/projects/$projectId/training" params={params}>
          {called}
        </Link>
      );
    case 'endpoint':
      return (
        <Link to="/projects/$projectId/endpoints" params={params} search={{ endpoint: name }}>
          {called}
        </Link>
      );
    case 'batch-forecast':
      return (
        <Link to="/projects/$projectId/forecasts/$batchId" params={{ ...params, batchId: id }}>
          {t('workflows.thing.batch-forecast')}
        </Link>
      );
  }
}

/** What one rule of a gate found: a score against that of the served model, or a coverage in its band. */
function CheckLine({ check }: { readonly check: NonNullable<RunStep['checks']>[number] }) {
  const { t } = useTranslation();
  const { number, percent } = useFormat();
  const { rule, got, champion, least, most, passed } = check;
  // Only a coverage, which is a share, has a band.
  const shown = (it: number | null) => (it === null ? '–' : least === null ? number(it, 4) : percent(it, 2));
  const band = () => `${shown(least)} – ${shown(most)}`;
  const against = () =>
    champion === null
      ? t('workflows.noChampion')
      : `≤ ${shown(most)}, ${t('workflows.champion', { score: shown(champion) })}`;
  return (
    <div>
      <span lang="en">{rule}</span>: {shown(got)} ({least === null ? against() : band()}){' '}
      {t(passed ? 'workflows.passed' : 'workflows.refused')}
    </div>
  );
}
