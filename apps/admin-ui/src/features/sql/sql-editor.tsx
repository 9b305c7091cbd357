import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { forEachDiagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import { EditorView, highlightActiveLine, keymap, lineNumbers, placeholder, type ViewUpdate } from '@codemirror/view';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { editorLook } from '../../ui/editor-look.ts';
import { type Place, rangeAt } from './error-place.ts';
import { sqlLanguage } from './sql-language.ts';
import type { StarTables } from './star-tables.ts';

/** A part of what the editor holds: all of it, or what is selected. */
export interface Statement {
  readonly sql: string;
  /** Where it begins in the text of the editor. */
  readonly from: number;
}

/** What was found wrong with a statement, and where in it. */
export interface Mark {
  readonly statement: Statement;
  readonly place: Place;
  readonly message: string;
}

export interface EditorHandle {
  /** What is selected, or else all of it. */
  statement(): Statement;
  /** Puts a name where the cursor is. */
  insert(text: string): void;
  /** Another text in place of all of it; it can be undone. */
  replace(text: string): void;
}

/** A text field for SQL. Tab leaves it, as it leaves any other. */
export function SqlEditor({
  ref,
  start,
  tables,
  mark,
  label,
  hint,
  onChange,
  onSelect,
  onRun,
}: {
  readonly ref: Ref<EditorHandle>;
  /** What it holds at first; later changes come through the handle. */
  readonly start: string;
  readonly tables: StarTables | undefined;
  readonly mark: Mark | undefined;
  readonly label: string;
  readonly hint: string;
  readonly onChange: (text: string) => void;
  readonly onSelect: (isPart: boolean) => void;
  readonly onRun: () => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const parts = useRef({ language: new Compartment(), words: new Compartment() });
  const told = useRef({ start, onChange, onSelect, onRun });
  useEffect(() => {
    told.current = { ...told.current, onChange, onSelect, onRun };
  });

  useEffect(() => {
    const { language, words } = parts.current;
    const run = (editor: EditorView) => {
      closeCompletion(editor);
      told.current.onRun();
      return true;
    };
    const editor = new EditorView({
      parent: host.current!,
      doc: told.current.start,
      extensions: [
        Prec.highest(keymap.of([{ key: 'Mod-Enter', run, preventDefault: true }])),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
        history(),
        bracketMatching(),
        closeBrackets(),
        autocompletion(),
        lineNumbers(),
        lintGutter(),
        highlightActiveLine(),
        EditorView.lineWrapping,
        EditorState.tabSize.of(2),
        room,
        editorLook,
        language.of([]),
        words.of([]),
        EditorView.updateListener.of((update) => {
          const { state, docChanged, selectionSet } = update;
          if (touchesMark(update)) queueMicrotask(() => update.view.dispatch(setDiagnostics(update.view.state, [])));
          if (docChanged) told.current.onChange(state.doc.toString());
          if (docChanged || selectionSet) told.current.onSelect(!state.selection.main.empty);
        }),
      ],
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    const content = EditorView.contentAttributes.of({ 'aria-label': label });
    view.current?.dispatch({ effects: parts.current.words.reconfigure([content, placeholder(hint)]) });
  }, [label, hint]);
  useEffect(() => {
    if (tables) view.current?.dispatch({ effects: parts.current.language.reconfigure(sqlLanguage(tables)) });
  }, [tables]);
  useEffect(() => {
    if (view.current)
      view.current.dispatch(setDiagnostics(view.current.state, mark ? diagnostics(view.current, mark) : []));
  }, [mark]);

  useImperativeHandle(ref, () => ({
    statement() {
      const { doc, selection } = view.current!.state;
      const { from, to, empty } = selection.main;
      return empty ? { sql: doc.toString(), from: 0 } : { sql: doc.sliceString(from, to), from };
    },
    insert(text) {
      const editor = view.current!;
      editor.dispatch(editor.state.replaceSelection(text), { scrollIntoView: true });
      editor.focus();
    },
    replace(text) {
      const editor = view.current!;
      editor.dispatch({
        changes: { from: 0, to: editor.state.doc.length, insert: text },
        selection: { anchor: text.length },
        scrollIntoView: true,
      });
      editor.focus();
    },
  }));

  return <div ref={host} />;
}

/** A statement is short and read closely: large letters, room for some lines, and the result below in sight. */
const room = EditorView.theme({
  '&': { fontSize: 'var(--text-work)' },
  '.cm-scroller': { maxHeight: '44vh' },
  '.cm-content': { minHeight: '148px' },
  '.cm-placeholder': { color: 'var(--ink-3)' },
});

/** Whether the word that is marked as wrong was written anew. */
function touchesMark({ startState, changes, docChanged }: ViewUpdate): boolean {
  let touched = false;
  if (docChanged) {
    forEachDiagnostic(startState, (_, from, to) => {
      touched ||= changes.touchesRange(from, to) !== false;
    });
  }
  return touched;
}

/** A fault at its word, unless the statement stands there no more. */
function diagnostics({ state }: EditorView, { statement: { sql, from }, place, message }: Mark) {
  if (state.sliceDoc(from, from + sql.length) !== sql) return [];
  const range = rangeAt(sql, place);
  return [{ from: from + range.from, to: from + range.to, severity: 'error' as const, message }];
}
