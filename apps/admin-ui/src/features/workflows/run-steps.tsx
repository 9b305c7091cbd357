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
            {made.map((it) => (
              <div key={it.id}>
                <MadeThing projectId={projectId} made={it} />
              </div>
            ))}
            {checks?.map((it) => (
              <CheckLine key={it.rule} check={it} />
            ))}
            {note && <div>{note}</div>}
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

/** What a step made, as a link to its place. */
function MadeThing({ projectId, made }: { readonly projectId: string; readonly made: RunStep['made'][number] }) {
  const { t } = useTranslation();
  const { kind, id, name } = made;
  const params = { projectId };
  const called = `${t(`workflows.thing.${kind}`)} ${name}`;
  switch (kind) {
    case 'load':
      return (
        <Link to="/projects/$projectId/files" params={params} search={{ load: id }}>
          {t('workflows.thing.load')}
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

/** What one rule of a gate found, against the champion or its band. */
function CheckLine({ check }: { readonly check: NonNullable<RunStep['checks']>[number] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { rule, got, least, most, passed } = check;
  const shown = (it: number | null) => (it === null ? '–' : number(it, 4));
  const bounds = least === null ? `≤ ${shown(most)}` : `${shown(least)} – ${shown(most)}`;
  return (
    <div>
      {rule}: {shown(got)} ({bounds}) {t(passed ? 'workflows.passed' : 'workflows.refused')}
    </div>
  );
}
