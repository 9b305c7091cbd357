import { Button } from '@mantine/core';
import type { Star } from '@tandem/data-model';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IfMay } from '../../api/if-may.tsx';
import { starSchemaQuery } from '../../api/star.ts';
import { FaultList } from './fault-list.tsx';
import type { Schema } from './star-completion.ts';
import { StarEditor, type StarEditorHandle } from './star-editor.tsx';
import { type PlacedFault, readStar } from './star-faults.ts';
import { StarReview } from './star-review.tsx';
import { starText } from './star-text.ts';
import css from './star-text-view.module.css';
import type { StarDraft } from './use-star-draft.ts';

/** The star as text: edited, held against the schema while it is written, and saved after a look at what changes. */
export function StarTextView({
  projectId,
  stored,
  draft,
}: {
  readonly projectId: string;
  readonly stored: Star;
  readonly draft: StarDraft;
}) {
  const { t } = useTranslation();
  const editor = useRef<StarEditorHandle>(null);
  const schema = useQuery(starSchemaQuery());
  const [reviewing, setReviewing] = useState(false);
  /** What the server found, of the text it was given. */
  const [refused, setRefused] = useState<{ readonly text: string; readonly faults: readonly PlacedFault[] }>();
  /** Another number where the editor must take another text. */
  const [edition, setEdition] = useState(0);
  const before = useMemo(() => starText(stored), [stored]);
  const text = draft.text ?? before;
  const settled = useDeferredValue(text);
  const read = useMemo(() => readStar(settled), [settled]);
  const faults = refused?.text === settled ? refused.faults : read.faults;
  const syntax = read.star === undefined ? read.syntax : undefined;
  const marks = useMemo(
    () =>
      faults.map(({ from, to, expected, got }) => ({
        from,
        to,
        message: syntax ?? t('problem.expected', { expected, got }),
      })),
    [faults, syntax, t],
  );
  const isChanged = read.star === undefined || starText(read.star) !== before;

  if (reviewing && read.star) {
    return (
      <StarReview
        projectId={projectId}
        before={before}
        star={read.star}
        text={settled}
        onBack={(found) => {
          setReviewing(false);
          if (found) setRefused({ text: settled, faults: found });
        }}
        onSaved={draft.drop}
      />
    );
  }
  return (
    <div className={css.view}>
      <div className={css.acts}>
        <p role="status">
          {faults.length > 0
            ? t('star.problems', { count: faults.length })
            : t(isChanged ? 'star.fits' : 'star.asStored')}
        </p>
        {draft.text !== undefined && (
          <Button
            variant="default"
            onClick={() => {
              draft.drop();
              setEdition((it) => it + 1);
            }}
          >
            {t('star.discard')}
          </Button>
        )}
        <IfMay projectId={projectId}>
          <Button disabled={faults.length > 0 || !isChanged} onClick={() => setReviewing(true)}>
            {t('star.review')}
          </Button>
        </IfMay>
      </div>
      <StarEditor
        key={edition}
        ref={editor}
        start={text}
        schema={schema.data as Schema | undefined}
        marks={marks}
        label={t('star.text')}
        onChange={draft.set}
      />
      <p className={css.hint}>{t('star.textHelp')}</p>
      <FaultList faults={faults} syntax={syntax} text={settled} onGoTo={(place) => editor.current?.goTo(place)} />
    </div>
  );
}
