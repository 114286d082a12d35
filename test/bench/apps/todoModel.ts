/** What the four to-do lists share, so that they differ in nothing but the way they draw: the state and its changes. */
export interface Todo {
  id: number;
  title: string;
  isDone: boolean;
}

export type Filter = 'all' | 'active' | 'done';
export const FILTERS: readonly Filter[] = ['all', 'active', 'done'];

export interface TodoState {
  nextId: number;
  filter: Filter;
  todos: readonly Todo[];
}

export type TodoAction =
  | { do: 'add'; title: string }
  | { do: 'toggle' | 'remove'; id: number }
  | { do: 'toggleAll' }
  | { do: 'filter'; filter: Filter };

const START_COUNT = 100;

export function startTodos(): TodoState {
  const todos = Array.from({ length: START_COUNT }, (_, id) => ({
    id,
    title: `Thing ${String(id)} that has to be done`,
    isDone: id % 3 === 0,
  }));
  return { nextId: START_COUNT, filter: 'all', todos };
}

export function changeTodos(state: TodoState, action: TodoAction): TodoState {
  const { todos } = state;
  switch (action.do) {
    case 'add': {
      const todo = { id: state.nextId, title: action.title, isDone: false };
      return { ...state, nextId: state.nextId + 1, todos: [todo, ...todos] };
    }
    case 'toggle':
      return { ...state, todos: todos.map((todo) => (todo.id === action.id ? turned(todo) : todo)) };
    case 'remove':
      return { ...state, todos: todos.filter(({ id }) => id !== action.id) };
    case 'toggleAll':
      return { ...state, todos: todos.map(turned) };
    case 'filter':
      return { ...state, filter: action.filter };
  }
}

export function shownTodos({ todos, filter }: TodoState): readonly Todo[] {
  return filter === 'all' ? todos : todos.filter(({ isDone }) => isDone === (filter === 'done'));
}

export function leftCount({ todos }: TodoState): string {
  return `${String(todos.filter(({ isDone }) => !isDone).length)} left`;
}

function turned(todo: Todo): Todo {
  return { ...todo, isDone: !todo.isDone };
}
