import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json, jsonLanguage } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, foldKeymap } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { Compartment } from '@codemirror/state';
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { editorLook } from '../../ui/editor-look.ts';
import type { Place } from './json-place.ts';
import { type Schema, starCompletion } from './star-completion.ts';

export interface Mark extends Place {
  readonly message: string;
}

export interface StarEditorHandle {
  /** Puts the cursor to a place of the text and shows it. */
  goTo(place: Place): void;
}

/** A text field for a star in JSON, with what may stand where and marks at what does not fit. Tab leaves it. */
export function StarEditor({
  ref,
  start,
  schema,
  marks,
  label,
  onChange,
}: {
  readonly ref: Ref<StarEditorHandle>;
  /** What it holds at first. */
  readonly start: string;
  readonly schema: Schema | undefined;
  readonly marks: readonly Mark[];
  readonly label: string;
  readonly onChange: (text: string) => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const parts = useRef({ completion: new Compartment(), label: new Compartment() });
  const told = useRef({ start, onChange });
  useEffect(() => {
    told.current.onChange = onChange;
  });

  useEffect(() => {
    const editor = new EditorView({
      parent: host.current!,
      doc: told.current.start,
      extensions: [
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap]),
        history(),
        json(),
        bracketMatching(),
        closeBrackets(),
        autocompletion(),
        lineNumbers(),
        foldGutter(),
        lintGutter(),
        highlightActiveLine(),
        EditorView.lineWrapping,
        editorLook,
        parts.current.completion.of([]),
        parts.current.label.of([]),
        EditorView.updateListener.of(({ state, docChanged }) => {
          if (docChanged) told.current.onChange(state.doc.toString());
        }),
      ],
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    const named = EditorView.contentAttributes.of({ 'aria-label': label });
    view.current?.dispatch({ effects: parts.current.label.reconfigure(named) });
  }, [label]);
  useEffect(() => {
    if (!schema) return;
    const source = jsonLanguage.data.of({ autocomplete: starCompletion(schema) });
    view.current?.dispatch({ effects: parts.current.completion.reconfigure(source) });
  }, [schema]);
  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const { length } = editor.state.doc;
    const diagnostics = marks
      .filter(({ to }) => to <= length)
      .map(({ from, to, message }): Diagnostic => ({ from, to, message, severity: 'error' }));
    editor.dispatch(setDiagnostics(editor.state, diagnostics));
  }, [marks]);

  useImperativeHandle(ref, () => ({
    goTo({ from }) {
      const editor = view.current!;
      const anchor = Math.min(from, editor.state.doc.length);
      editor.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
      editor.focus();
    },
  }));

  return <div ref={host} />;
}
