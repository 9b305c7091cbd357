import { json } from '@codemirror/lang-json';
import { getChunks, unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { editorLook } from '../../ui/editor-look.ts';

/** What of a text goes and what comes in its place; what stays is folded away. */
export function StarDifference({ before, after }: { readonly before: string; readonly after: string }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const host = useRef<HTMLDivElement>(null);
  const [places, setPlaces] = useState(0);
  const label = t('star.difference');
  const unchanged = t('star.unchangedLines');
  useEffect(() => {
    const view = new EditorView({
      parent: host.current!,
      doc: after,
      extensions: [
        json(),
        lineNumbers(),
        EditorView.lineWrapping,
        EditorState.readOnly.of(true),
        EditorState.phrases.of({ '$ unchanged lines': unchanged }),
        EditorView.contentAttributes.of({ 'aria-label': label }),
        unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: { margin: 3, minSize: 6 } }),
        editorLook,
      ],
    });
    setPlaces(getChunks(view.state)?.chunks.length ?? 0);
    return () => view.destroy();
  }, [before, after, label, unchanged]);
  return (
    <>
      <p>{t('star.differs', { count: places, n: number(places) })}</p>
      <div ref={host} />
    </>
  );
}
