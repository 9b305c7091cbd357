import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** A text editor in the tokens of the portal, so that it follows light and dark by itself. */
export const editorLook = [
  // Editable text is a stop for the keyboard anyway; said so that axe's rule scrollable-region-focusable sees it.
  EditorView.contentAttributes.of({ tabindex: '0' }),
  EditorView.theme({
    '&': {
      color: 'var(--ink)',
      backgroundColor: 'var(--raised)',
      border: '1px solid var(--line-strong)',
      borderRadius: 'var(--radius)',
      fontSize: 'var(--text-small)',
    },
    '&.cm-focused': { outline: '2px solid var(--data)', outlineOffset: '1px' },
    '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.55', maxHeight: '62vh', overflow: 'auto' },
    '.cm-content': { padding: '10px 0', caretColor: 'var(--ink)' },
    '.cm-line': { padding: '0 12px 0 6px' },
    '.cm-gutters': { backgroundColor: 'var(--raised)', color: 'var(--ink-3)', border: 0, paddingLeft: '4px' },
    '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--sunken)' },
    '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--data-soft)', outline: '1px solid var(--data)' },
    '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--bad-soft)' },
    '.cm-lintRange-error': {
      backgroundImage: 'none',
      textDecoration: 'underline wavy var(--bad)',
      textUnderlineOffset: '4px',
    },
    '.cm-tooltip': {
      backgroundColor: 'var(--raised)',
      color: 'var(--ink)',
      border: '1px solid var(--line-strong)',
      borderRadius: 'var(--radius)',
      boxShadow: 'var(--shadow)',
    },
    '.cm-diagnostic-error': { borderLeft: '3px solid var(--bad)', padding: '6px 10px', fontFamily: 'var(--font)' },
    '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)', maxHeight: '14em' },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '2px 8px' },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
      backgroundColor: 'var(--data-soft)',
      color: 'var(--ink)',
    },
    '.cm-tooltip.cm-completionInfo': { padding: '6px 10px', maxWidth: '320px', fontFamily: 'var(--font)' },
    '.cm-completionDetail': { color: 'var(--ink-3)', fontStyle: 'normal', marginLeft: '12px' },
    '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
    '.cm-completionIcon': { display: 'none' },
    // A difference: what goes and what comes, each by its sign too.
    '.cm-changedLine': { backgroundColor: 'var(--good-soft)' },
    '.cm-changedLine:before': { content: '"+ "', color: 'var(--good)' },
    '.cm-deletedChunk': { backgroundColor: 'var(--bad-soft)' },
    '.cm-deletedLine:before': { content: '"− "', color: 'var(--bad)' },
    '.cm-insertedLine, .cm-deletedLine, .cm-deletedLine del': { textDecoration: 'none' },
    '&.cm-editor .cm-changedText, &.cm-editor .cm-deletedChunk .cm-deletedText': {
      background: 'none',
      fontWeight: '700',
      textDecoration: 'underline',
      textUnderlineOffset: '3px',
    },
    '&.cm-editor .cm-changedLineGutter': { background: 'var(--good)' },
    '&.cm-editor .cm-deletedLineGutter': { background: 'var(--bad)' },
    '&.cm-editor .cm-collapsedLines': {
      background: 'var(--sunken)',
      color: 'var(--ink-2)',
      fontFamily: 'var(--font)',
    },
    '&.cm-editor .cm-collapsedLines:before, &.cm-editor .cm-collapsedLines:after': { content: 'none' },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: tags.keyword, color: 'var(--data)', fontWeight: '600' },
      { tag: [tags.propertyName, tags.typeName], color: 'var(--data)' },
      { tag: [tags.bool, tags.null], color: 'var(--warn)' },
      { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
      { tag: tags.number, color: 'var(--warn)' },
      { tag: tags.comment, color: 'var(--ink-3)', fontStyle: 'italic' },
      { tag: [tags.operator, tags.punctuation], color: 'var(--ink-2)' },
    ]),
  ),
];
