import { Button } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type DragEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isSignedOut } from '../../api/query-client.ts';
import { starQuery } from '../../api/star.ts';
import { type UploadStep, uploadFile } from '../../api/upload-file.ts';
import { useAct } from '../../api/use-act.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { ProgressLine } from '../../ui/progress-line.tsx';
import css from './drop-zone.module.css';

interface Failure {
  /** Place in the selection; two files of it may have the same name. */
  readonly place: number;
  readonly name: string;
  readonly error: unknown;
}

/** The file that is on its way, and how far it is where it goes in parts. */
interface Current {
  readonly name: string;
  readonly step: UploadStep | null;
}

/** Takes files by drop or by choice, several at once, and uploads them one after another; a failure stops none of the others. */
export function DropZone({ projectId, onUploaded }: { readonly projectId: string; readonly onUploaded: () => void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const star = useQuery(starQuery(projectId));
  const [over, setOver] = useState(false);
  const [current, setCurrent] = useState<Current>({ name: '', step: null });
  const empty = { detail: t('files.emptyFile'), mend: t('files.emptyFileMend') };
  const upload = useAct(
    projectId,
    async (files: readonly File[]): Promise<Failure[]> => {
      const failures: Failure[] = [];
      for (const [place, file] of files.entries()) {
        const { name } = file;
        setCurrent({ name, step: null });
        try {
          if (file.size === 0) failures.push({ place, name, error: empty });
          else await uploadFile(projectId, file, (step) => setCurrent({ name, step }));
        } catch (error) {
          if (isSignedOut(error)) throw error;
          failures.push({ place, name, error });
        }
      }
      return failures;
    },
    onUploaded,
  );
  const { name, step } = current;
  const doing = t(step?.is === 'checking' ? 'files.checking' : 'files.uploading', { name });
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
          <p className={css.title}>{upload.isPending ? doing : t('files.drop')}</p>
          <p className={css.hint}>
            {upload.isPending && step && t('files.resumable')}
            {!upload.isPending &&
              star.data &&
              t('files.dropHint', { sources: star.data.sources.map((it) => it.name).join(', ') })}
          </p>
        </div>
        <Button variant="default" disabled={upload.isPending} onClick={() => input.current?.click()}>
          {t('files.choose')}
        </Button>
        <input
          ref={input}
          className={css.input}
          type="file"
          accept=".csv,.tsv,.txt,.jsonl,.ndjson,.json,.parquet,.gz,.zst,.zip,text/csv,.onnx"
          multiple
          aria-label={t('files.choose')}
          onChange={(event) => {
            take(event.currentTarget.files);
            event.currentTarget.value = '';
          }}
        />
      </div>
      {upload.isPending && step && (
        <ProgressLine of="data" progress={{ step: step.is, detail: doing, share: step.share, etaSeconds: null }} />
      )}
      {upload.error && <ProblemNotice error={upload.error} />}
      {upload.data?.map(({ place, name, error }) => (
        <ProblemNotice key={place} about={name} error={error} />
      ))}
    </>
  );
}
