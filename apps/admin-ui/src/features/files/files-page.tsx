import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { loadsQuery, uploadsQuery } from '../../api/files.ts';
import { IfMay } from '../../api/if-may.tsx';
import { useMay } from '../../api/may.ts';
import { newestBySource } from '../../api/newest.ts';
import { useAct } from '../../api/use-act.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Answer } from '../../ui/answer.tsx';
import { Beside } from '../../ui/beside.tsx';
import { Older } from '../../ui/older.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { DropZone } from './drop-zone.tsx';
import { LoadDetail } from './load-detail.tsx';
import { LoadList } from './load-list.tsx';
import { UploadList } from './upload-list.tsx';

/** Files in, loads out: what was uploaded, what was made of it, and what was refused and why. */
export function FilesPage() {
  const { t } = useTranslation();
  const { number } = useFormat();
  const navigate = useNavigate();
  const { projectId } = useParams({ from: '/signed-in/projects/$projectId' });
  const { load: openLoad } = useSearch({ from: '/signed-in/projects/$projectId/files' });
  const uploads = useQuery(uploadsQuery(projectId));
  const loads = useInfiniteQuery(loadsQuery(projectId));
  const [picked, setPicked] = useState<readonly string[] | null>(null);

  const known = uploads.data ?? [];
  const chosen = picked ?? newestBySource(known).map(({ id }) => id);
  const recognised = known.filter(({ source }) => source !== null).length;
  const may = useMay(projectId)('operate');
  const start = useAct(
    projectId,
    (plan: boolean) => client.createLoad({ params: { projectId }, body: { uploadIds: [...chosen], plan } }),
    ({ id }) => void navigate({ to: '/projects/$projectId/files', params: { projectId }, search: { load: id } }),
  );

  return (
    <Page
      title={t('place.files')}
      what={t('files.what')}
      well={
        uploads.data &&
        t('files.well', { files: t('figure.files', { count: known.length }), recognised: number(recognised) })
      }
      of="data"
      action={
        <IfMay projectId={projectId}>
          <ActButton
            busy={start.isPending && !start.variables}
            busyLabel={t('files.loading')}
            disabled={start.isPending || chosen.length === 0}
            onClick={() => start.mutate(false)}
          >
            {chosen.length > 0 ? t('files.loadCount', { count: chosen.length }) : t('files.load')}
          </ActButton>
        </IfMay>
      }
    >
      {start.error && <ProblemNotice error={start.error} />}
      <Beside
        list={
          <>
            <IfMay projectId={projectId}>
              <DropZone projectId={projectId} onUploaded={() => setPicked(null)} />
            </IfMay>
            <Section
              title={t('files.uploads')}
              tools={
                <IfMay projectId={projectId}>
                  <ActButton
                    variant="default"
                    busy={start.isPending && start.variables}
                    busyLabel={t('files.planning')}
                    disabled={start.isPending || chosen.length === 0}
                    title={t('files.planHelp')}
                    onClick={() => start.mutate(true)}
                  >
                    {t('files.plan')}
                  </ActButton>
                </IfMay>
              }
            >
              <Answer query={uploads}>
                {(list) => <UploadList uploads={list} chosen={chosen} onChoose={setPicked} canChoose={may} />}
              </Answer>
            </Section>
            <Section title={t('files.loads')}>
              <Answer query={loads}>{(list) => <LoadList projectId={projectId} loads={list} open={openLoad} />}</Answer>
              <Older query={loads}>{t('files.older')}</Older>
            </Section>
          </>
        }
        detail={openLoad && <LoadDetail key={openLoad} projectId={projectId} loadId={openLoad} />}
      />
    </Page>
  );
}
