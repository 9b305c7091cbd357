import type { Importance } from '@tandem/data-model/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ImportanceCell, importanceDomain } from '../../charts/importance-cell.tsx';
import { useMarkName } from '../../charts/mark-name.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import css from './importance-table.module.css';

type Input = Importance['inputs'][number];

const kindWord = { known: 'run.usesKnown', past: 'run.usesPast', static: 'run.usesStatics' } as const;

/** How much the model relies on each input: a bar beside its noise, and the same in figures and words. */
export function ImportanceTable({ importance }: { readonly importance: Importance }) {
  const { t } = useTranslation();
  const { fixed, percent } = useFormat();
  const markName = useMarkName();
  const { inputs, loss } = importance;
  const columns = useMemo((): GridColumn<Input>[] => {
    const domain = importanceDomain(inputs);
    return [
      { id: 'input', title: t('run.input'), cell: ({ name }) => markName(name) },
      {
        id: 'kind',
        title: t('run.inputKind'),
        cell: ({ kind }) => <span className={css.kind}>{t(kindWord[kind])}</span>,
      },
      { id: 'bar', title: t('run.reliance'), cell: (it) => <ImportanceCell {...it} domain={domain} /> },
      {
        id: 'rise',
        title: t('run.rise'),
        align: 'right',
        sort: ({ rise }) => rise,
        cell: ({ rise }) => fixed(rise, 3),
      },
      { id: 'share', title: t('run.riseShare'), align: 'right', cell: ({ rise }) => percent(rise / loss) },
      { id: 'noise', title: t('run.noise'), align: 'right', cell: ({ band }) => `± ${fixed(band, 3)}` },
      { id: 'verdict', title: t('run.relied'), cell: (it) => t(verdict(it)) },
    ];
  }, [inputs, loss, t, fixed, percent, markName]);
  return (
    <DataGrid
      label={t('run.importance')}
      columns={columns}
      rows={inputs}
      idOf={({ kind, name }) => `${kind} ${name}`}
      of="model"
    />
  );
}

function verdict({ rise, band }: Input) {
  if (rise === 0 && band === 0) return 'run.reliedNot' as const;
  return Math.abs(rise) > band ? ('run.reliedYes' as const) : ('run.reliedNoise' as const);
}
