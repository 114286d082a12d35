import { defaultKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { foldGutter, syntaxHighlighting, defaultHighlightStyle } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';

/** CodeMirror with two thousand lines of JSON: colours, folds and lines that are drawn as they come into view. */
const items = Array.from({ length: 250 }, (_, index) => ({
  id: index,
  name: `Thing ${String(index)}`,
  tags: ['a', 'b', 'c'].slice(index % 3),
  price: index * 1.5,
}));
const parent = document.querySelector('#app');
if (!parent) throw new Error('no place for the editor');
new EditorView({
  parent,
  state: EditorState.create({
    doc: JSON.stringify({ items }, undefined, 2),
    extensions: [
      lineNumbers(),
      foldGutter(),
      highlightActiveLine(),
      syntaxHighlighting(defaultHighlightStyle),
      json(),
      keymap.of(defaultKeymap),
      EditorView.theme({ '&': { height: '520px' }, '.cm-scroller': { overflow: 'auto' } }),
    ],
  }),
});
