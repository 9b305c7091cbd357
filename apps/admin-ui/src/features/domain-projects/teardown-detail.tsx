import type { Teardown } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { IfMay } from '../../api/if-may.tsx';
import { keys } from '../../api/keys.ts';
import { isLive } from '../../api/pace.ts';
import { teardownQuery, useTeardownEvents } from '../../api/teardowns.ts';
import { useActOn } from '../../api/use-act.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Answer } from '../../ui/answer.tsx';
import { Detail } from '../../ui/detail.tsx';
import { Holdings } from '../../ui/holdings.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { ProgressLine } from '../../ui/progress-line.tsx';
import { StateMark } from '../../ui/state-mark.tsx';

/** One deletion: as it goes on, step by step; then the proof that nothing is left, or what is and the way to go on. */
export function TeardownDetail({ teardownId, onClose }: { readonly teardownId: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const query = useQuery(teardownQuery(teardownId));
  const again = useActOn([keys.teardowns, keys.projects], ({ projectId, projectName }: Teardown) =>
    client.deleteProject({ params: { projectId }, query: { confirm: projectName } }),
  );
  const name = query.data?.projectName ?? '';
  return (
    <Detail title={name ? t('deletion.of', { name }) : t('deletion.title')} onClose={onClose}>
      <Answer query={query}>
        {(teardown) => (
          <>
            {/* Followed anew once it is begun again. */}
            <Going key={again.submittedAt} asked={teardown} />
            {again.error && <ProblemNotice error={again.error} />}
            {teardown.state === 'failed' && (
              <IfMay projectId={teardown.projectId} right="manage">
                <div>
                  <ActButton
                    busy={again.isPending}
                    busyLabel={t('deletion.acting')}
                    onClick={() => again.mutate(teardown)}
                  >
                    {t('deletion.again')}
                  </ActButton>
                </div>
              </IfMay>
            )}
          </>
        )}
      </Answer>
    </Detail>
  );
}

function Going({ asked }: { readonly asked: Teardown }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { event, lost } = useTeardownEvents(asked.id);
  const teardown = event ?? asked;
  const { state, steps, found, left, error } = teardown;
  const done = steps.filter((it) => it.state === 'succeeded').length;
  const running = steps.find((it) => it.state === 'running');
  const remaining = (left ?? []).reduce((sum, it) => sum + it.count, 0);
  return (
    <>
      {isLive(teardown) && (
        <ProgressLine
          of="data"
          queued={state === 'queued'}
          progress={{
            ...{ step: running?.place ?? '', share: done / Math.max(1, steps.length), etaSeconds: null },
            detail: t('deletion.step', { done: number(done), all: number(steps.length) }),
          }}
        />
      )}
      {state === 'succeeded' && left && remaining === 0 && (
        <p role="status">
          <StateMark state="succeeded" /> {t('deletion.proof', { count: left.length, shown: number(left.length) })}
        </p>
      )}
      {error && <ProblemNotice error={error} />}
      {lost !== null && isLive(asked) && <ProblemNotice error={lost} />}
      <Holdings label={t('deletion.went')} steps={steps} found={found} left={left} />
    </>
  );
}
