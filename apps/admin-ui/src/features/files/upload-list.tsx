import { IconAlertTriangle } from '@tabler/icons-react';
import type { Upload } from '@tandem/data-model/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isModelFile } from '../../api/model-files.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { Rider } from '../../ui/rider.tsx';
import { When } from '../../ui/when.tsx';
import css from './upload-list.module.css';

const sampleCommand = 'npm run -s tandem -- sample-data --stores 200 --days 942 --seed 1 --out sample';

/** The uploads, newest first, each with the table it was recognised as; ticked ones go into the next load. */
export function UploadList({
  uploads,
  chosen,
  onChoose,
  canChoose,
}: {
  readonly uploads: readonly Upload[];
  readonly chosen: readonly string[];
  readonly onChoose: (uploadIds: readonly string[]) => void;
  /** Whether whoever looks may load them. */
  readonly canChoose: boolean;
}) {
  const { t } = useTranslation();
  const { bytes } = useFormat();
  const columns = useMemo((): GridColumn<Upload>[] => {
    const toggle = (id: string) => onChoose(chosen.includes(id) ? chosen.filter((it) => it !== id) : [...chosen, id]);
    const all: GridColumn<Upload>[] = [
      {
        id: 'chosen',
        title: t('files.choice'),
        cell: ({ id, name, source }) => (
          <input
            className={css.box}
            type="checkbox"
            checked={chosen.includes(id)}
            disabled={source === null}
            aria-label={t('files.select', { name })}
            onChange={() => toggle(id)}
          />
        ),
      },
      { id: 'name', title: t('files.name'), sort: ({ name }) => name, cell: ({ name }) => name },
      {
        id: 'source',
        title: t('files.source'),
        sort: ({ source }) => source ?? undefined,
        cell: (upload) => <Source upload={upload} />,
      },
      { id: 'size', title: t('files.size'), align: 'right', sort: (it) => it.bytes, cell: (it) => bytes(it.bytes) },
      {
        id: 'when',
        title: t('files.when'),
        align: 'right',
        sort: ({ createdAt }) => createdAt,
        cell: ({ createdAt }) => <When at={createdAt} />,
      },
    ];
    return canChoose ? all : all.slice(1);
  }, [t, bytes, chosen, onChoose, canChoose]);

  if (uploads.length === 0) {
    return (
      <EmptyPlace of="data" title={t('files.noUploads')} next={t('files.noUploadsNext')}>
        <span className={css.command}>
          <code>{sampleCommand}</code>
          <CopyButton text={sampleCommand} />
        </span>
      </EmptyPlace>
    );
  }
  return <DataGrid label={t('files.uploads')} columns={columns} rows={uploads} idOf={({ id }) => id} />;
}

function Source({ upload }: { readonly upload: Upload }) {
  const { t } = useTranslation();
  const { source } = upload;
  if (isModelFile(upload)) {
    return (
      <span className={css.source} title={t('files.modelNext')}>
        <Rider of="model" size={8} />
        {t('files.model')}
      </span>
    );
  }
  return source === null ? (
    <span className={css.unknown} title={t('files.unrecognisedMend')}>
      <IconAlertTriangle size={14} aria-hidden />
      {t('files.unrecognised')}
    </span>
  ) : (
    <span className={css.source}>
      <Rider of="data" size={8} />
      <code>{source}</code>
    </span>
  );
}
