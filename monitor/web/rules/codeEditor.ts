import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  hoverTooltip,
  keymap,
  lineNumbers,
  type Tooltip,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { RuleProblem } from '../../src/api/contract.ts';
import { completeRule, explainRule } from '../model/rules/completion.ts';

/** The text editor for rule sets. */
export interface CodeEditor {
  getText(): string;
  setText(text: string): void;
  /** JSON Schema of rule sets, for completion; conditions are completed without it. */
  setSchema(schema: unknown): void;
  /** Marks the places where the monitor sees problems. */
  setProblems(problems: readonly RuleProblem[]): void;
  goTo(problem: RuleProblem): void;
  stop(): void;
}

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '12.5px', backgroundColor: 'var(--rw-panel)' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', overflow: 'auto' },
  '.cm-gutters': {
    backgroundColor: 'var(--rw-canvas)',
    color: 'var(--rw-faint)',
    borderRight: '1px solid var(--rw-line)',
  },
  '.cm-content': { caretColor: 'var(--mantine-color-text)' },
  '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--rw-head) 8%, transparent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--rw-head) 28%, transparent)',
  },
  '&.cm-focused': { outline: 'none' },
  '.cm-tooltip, .cm-panels': {
    backgroundColor: 'var(--rw-panel)',
    color: 'var(--mantine-color-text)',
    border: '1px solid var(--rw-line)',
  },
});

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--rw-head)' },
  { tag: tags.string, color: 'var(--rw-good)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--rw-warn)' },
  { tag: tags.punctuation, color: 'var(--rw-faint)' },
]);

export function startCodeEditor(parent: HTMLElement, text: string, onText: (text: string) => void): CodeEditor {
  let schema: unknown;
  const extensions = [
    lineNumbers(),
    lintGutter(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ override: [(context) => complete(context, schema)] }),
    hoverTooltip((view, offset) => explain(view.state.doc.toString(), offset, schema)),
    highlightActiveLine(),
    highlightSelectionMatches(),
    search({ top: true }),
    json(),
    syntaxHighlighting(colours),
    look,
    EditorView.contentAttributes.of({ 'aria-label': 'Rule set as JSON' }),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onText(update.state.doc.toString());
    }),
  ];
  const view = new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) });
  return {
    getText: () => view.state.doc.toString(),
    setText(next) {
      if (next === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
    setSchema(next) {
      schema = next;
    },
    setProblems(problems) {
      view.dispatch(
        setDiagnostics(
          view.state,
          problems.map((problem) => toDiagnostic(view.state, problem)),
        ),
      );
    },
    goTo(problem) {
      const { from } = toDiagnostic(view.state, problem);
      view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
      view.focus();
    },
    stop() {
      view.destroy();
    },
  };
}

/** Lines and columns count from 1; a problem of a text that has changed since may point behind its end. */
function toDiagnostic(state: EditorState, { line, column, message }: RuleProblem): Diagnostic {
  const place = state.doc.line(Math.min(Math.max(line, 1), state.doc.lines));
  const from = Math.min(place.from + Math.max(column - 1, 0), place.to);
  const word = /^[\w.$-]+/.exec(state.sliceDoc(from, place.to))?.[0] ?? '';
  return { from, to: Math.min(from + Math.max(word.length, 1), place.to), severity: 'error', message };
}

/** Comes up by itself after a quote, a dot and letters; else by ctrl+space. */
function complete(context: CompletionContext, schema: unknown): CompletionResult | null {
  const found = context.matchBefore(/["'.\w]/);
  if (!found && !context.explicit) return null;
  const completion = completeRule(context.state.doc.toString(), context.pos, schema);
  if (!completion || completion.options.length === 0) return null;
  const options = completion.options.map(({ label, detail, text }) => ({
    label,
    detail,
    ...(text !== '' && { info: text }),
  }));
  return { from: completion.from, options, validFor: /^\w*$/ };
}

function explain(text: string, offset: number, schema: unknown): Tooltip | null {
  const found = explainRule(text, offset, schema);
  if (!found) return null;
  const { label, detail, text: meaning } = found.suggestion;
  const create = () => {
    const dom = document.createElement('div');
    dom.style.cssText = 'max-width: 380px; padding: 6px 10px';
    const head = document.createElement('b');
    head.textContent = label;
    dom.append(head, ` ${detail}`, document.createElement('br'), meaning);
    return { dom };
  };
  return { pos: found.from, end: found.to, create };
}
