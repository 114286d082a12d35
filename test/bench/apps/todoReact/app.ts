import { createElement as h, memo, useReducer, useState, type Dispatch } from 'react';
import { createRoot } from 'react-dom/client';
import { changeTodos, FILTERS, leftCount, shownTodos, startTodos, type Todo, type TodoAction } from '../todoModel.ts';

/** A to-do list by React, with a controlled field and rows that are drawn only when they change. */
const Row = memo(({ todo, dispatch }: { todo: Todo; dispatch: Dispatch<TodoAction> }) => {
  const { id, title, isDone } = todo;
  return h(
    'li',
    { className: isDone ? 'done' : '' },
    h('input', {
      type: 'checkbox',
      className: 'toggle',
      checked: isDone,
      onChange: () => dispatch({ do: 'toggle', id }),
    }),
    h('label', null, title),
    h('button', { className: 'delete', onClick: () => dispatch({ do: 'remove', id }) }, '×'),
  );
});

function App() {
  const [state, dispatch] = useReducer(changeTodos, undefined, startTodos);
  const [draft, setDraft] = useState('');
  const add = () => {
    dispatch({ do: 'add', title: draft });
    setDraft('');
  };
  return h(
    'div',
    null,
    h('h1', null, 'todos'),
    h('input', {
      className: 'new',
      placeholder: 'What needs to be done?',
      value: draft,
      onChange: (event: { target: HTMLInputElement }) => setDraft(event.target.value),
      onKeyDown: ({ key }: { key: string }) => {
        if (key === 'Enter' && draft !== '') add();
      },
    }),
    h('button', { id: 'toggle-all', onClick: () => dispatch({ do: 'toggleAll' }) }, 'All'),
    h(
      'ul',
      null,
      shownTodos(state).map((todo) => h(Row, { key: todo.id, todo, dispatch })),
    ),
    h(
      'footer',
      null,
      h('span', { className: 'left' }, leftCount(state)),
      FILTERS.map((filter) =>
        h(
          'button',
          {
            key: filter,
            id: filter,
            className: filter === state.filter ? 'chosen' : '',
            onClick: () => dispatch({ do: 'filter', filter }),
          },
          filter,
        ),
      ),
    ),
  );
}

const place = document.querySelector('#app');
if (place) createRoot(place).render(h(App));
