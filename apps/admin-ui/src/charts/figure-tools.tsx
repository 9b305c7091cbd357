import { Button, SegmentedControl } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import css from './figure-tools.module.css';

export type FigureView = 'chart' | 'table';

/** Above a figure: whether it is drawn or a table, and the ways to take it along. */
export function FigureTools({
  view,
  onView,
  viewLabel,
  saveLabel,
  onSaveSvg,
  onSaveCsv,
  children,
}: {
  readonly view: FigureView;
  readonly onView: (view: FigureView) => void;
  readonly viewLabel: string;
  readonly saveLabel: string;
  readonly onSaveSvg: () => void;
  readonly onSaveCsv: () => void;
  /** Of this figure alone, before the others. */
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className={css.tools}>
      {children}
      <SegmentedControl
        aria-label={viewLabel}
        value={view}
        onChange={(it) => onView(it === 'table' ? 'table' : 'chart')}
        data={[
          { value: 'chart', label: t('chart.chart') },
          { value: 'table', label: t('chart.table') },
        ]}
      />
      <fieldset className={css.save} aria-label={saveLabel}>
        {view === 'chart' && (
          <Button variant="default" leftSection={<IconDownload size={14} aria-hidden />} onClick={onSaveSvg}>
            {t('chart.saveSvg')}
          </Button>
        )}
        <Button variant="default" leftSection={<IconDownload size={14} aria-hidden />} onClick={onSaveCsv}>
          {t('chart.saveCsv')}
        </Button>
      </fieldset>
    </div>
  );
}
