import type { StarProposal, Upload } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { uploadsQuery } from '../../api/files.ts';
import { isModelFile } from '../../api/model-files.ts';
import { newestBySource } from '../../api/newest.ts';
import { useAct } from '../../api/use-act.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Answer } from '../../ui/answer.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { When } from '../../ui/when.tsx';
import { StarEvidence } from './star-evidence.tsx';
import css from './star-proposal-view.module.css';
import { starText } from './star-text.ts';

/** A star from chosen files: what was counted of them, and the draft that follows from it, to be edited. */
export function StarProposalView({
  projectId,
  onDraft,
}: {
  readonly projectId: string;
  readonly onDraft: (text: string) => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const uploads = useQuery(uploadsQuery(projectId));
  const [picked, setPicked] = useState<readonly string[]>();
  const files = (uploads.data ?? []).filter((it) => !isModelFile(it));
  const chosen = picked ?? firstChoice(files);
  const propose = useAct(projectId, () =>
    client.createStarProposal({ params: { projectId }, body: { uploadIds: [...chosen] } }),
  );
  const take = ({ star }: StarProposal) => {
    onDraft(starText(star));
    void navigate({ to: '/projects/$projectId/star', params: { projectId }, search: { view: 'text' } });
  };
  return (
    <Answer query={uploads}>
      {() =>
        files.length === 0 ? (
          <EmptyPlace of="data" title={t('files.noUploads')} next={t('star.needsFiles')}>
            <ButtonLink to="/projects/$projectId/files" params={{ projectId }}>
              {t('tables.toFiles')}
            </ButtonLink>
          </EmptyPlace>
        ) : (
          <>
            <Section
              title={t('star.chooseFiles')}
              help={t('star.proposeHelp')}
              tools={
                <ActButton
                  busy={propose.isPending}
                  busyLabel={t('star.proposing')}
                  disabled={chosen.length === 0 || chosen.length > maxFiles}
                  onClick={() => propose.mutate(undefined)}
                >
                  {t('star.propose', { count: chosen.length })}
                </ActButton>
              }
            >
              <FileChoice files={files} chosen={chosen} onChoose={setPicked} />
            </Section>
            {propose.error && <ProblemNotice error={propose.error} />}
            {propose.data && <StarEvidence proposal={propose.data} onTake={take} />}
          </>
        )
      }
    </Answer>
  );
}

/** As many files as one proposal looks at. */
const maxFiles = 20;

/** Files that the present star does not know, which another star is for; else the newest of each source. */
function firstChoice(files: readonly Upload[]): string[] {
  const unknown = files.filter(({ source }) => source === null);
  return (unknown.length > 0 ? unknown : newestBySource(files)).slice(0, maxFiles).map(({ id }) => id);
}

function FileChoice({
  files,
  chosen,
  onChoose,
}: {
  readonly files: readonly Upload[];
  readonly chosen: readonly string[];
  readonly onChoose: (ids: readonly string[]) => void;
}) {
  const { t } = useTranslation();
  const { bytes } = useFormat();
  const toggle = (id: string) => onChoose(chosen.includes(id) ? chosen.filter((it) => it !== id) : [...chosen, id]);
  return (
    <ul className={css.files}>
      {files.map(({ id, name, bytes: size, source, createdAt }) => (
        <li key={id}>
          <label>
            <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />
            {name}
          </label>
          <span>
            {bytes(size)} · <When at={createdAt} /> · {source ?? t('files.unrecognised')}
          </span>
        </li>
      ))}
    </ul>
  );
}
