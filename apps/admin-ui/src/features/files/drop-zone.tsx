import { Button } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { type DragEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { useAct } from '../../api/use-act.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import css from './drop-zone.module.css';

/** Takes files by drop or by choice, several at once, and uploads them one after another. */
export function DropZone({ projectId, onUploaded }: { readonly projectId: string; readonly onUploaded: () => void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [current, setCurrent] = useState('');
  const upload = useAct(
    projectId,
    async (files: readonly File[]) => {
      for (const file of files) {
        setCurrent(file.name);
        await client.createUpload({ params: { projectId }, query: { name: file.name }, body: file });
      }
    },
    onUploaded,
  );
  const take = (files: FileList | null) => {
    if (files && files.length > 0) upload.mutate([...files]);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };

  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button inside does the same */}
      <div
        className={css.zone}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <IconFileUpload size={22} stroke={1.5} aria-hidden />
        <div className={css.words} aria-live="polite">
          <p className={css.title}>{upload.isPending ? t('files.uploading', { name: current }) : t('files.drop')}</p>
          <p className={css.hint}>{t('files.dropHint')}</p>
        </div>
        <Button variant="default" disabled={upload.isPending} onClick={() => input.current?.click()}>
          {t('files.choose')}
        </Button>
        <input
          ref={input}
          className={css.input}
          type="file"
          accept=".csv,text/csv"
          multiple
          aria-label={t('files.choose')}
          onChange={(event) => {
            take(event.currentTarget.files);
            event.currentTarget.value = '';
          }}
        />
      </div>
      {upload.error && <ProblemNotice error={upload.error} />}
    </>
  );
}
