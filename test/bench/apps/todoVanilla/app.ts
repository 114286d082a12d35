import { changeTodos, FILTERS, leftCount, shownTodos, startTodos, type Todo, type TodoAction } from '../todoModel.ts';

/** A to-do list without any library: each action changes the elements that it concerns. */
const app = document.querySelector('#app');
if (!app) throw new Error('no place for the list');
app.innerHTML = `<h1>todos</h1><input class="new" placeholder="What needs to be done?"><button id="toggle-all">All</button>
  <ul></ul><footer><span class="left"></span> ${FILTERS.map((name) => `<button id="${name}">${name}</button>`).join(' ')}</footer>`;
const list = app.querySelector('ul');
const left = app.querySelector('.left');
const field = app.querySelector('input');
if (!list || !left || !field) throw new Error('no list');
const rows = new Map<number, HTMLLIElement>();
const state = { now: startTodos() };

function change(action: TodoAction): void {
  state.now = changeTodos(state.now, action);
  draw();
}

function draw(): void {
  const shown = shownTodos(state.now);
  const ids = new Set(shown.map(({ id }) => id));
  for (const [id, row] of rows) {
    if (ids.has(id)) continue;
    row.remove();
    rows.delete(id);
  }
  let before: Element | null = null;
  for (const todo of shown) {
    const row: HTMLLIElement = rows.get(todo.id) ?? createRow(todo);
    rows.set(todo.id, row);
    row.classList.toggle('done', todo.isDone);
    const box = row.querySelector('input');
    if (box) box.checked = todo.isDone;
    const next: Element | null | undefined = before ? before.nextElementSibling : list?.firstElementChild;
    if (next !== row) list?.insertBefore(row, next ?? null);
    before = row;
  }
  if (left) left.textContent = leftCount(state.now);
  for (const name of FILTERS) app?.querySelector(`#${name}`)?.classList.toggle('chosen', state.now.filter === name);
}

function createRow({ id, title }: Todo): HTMLLIElement {
  const row = document.createElement('li');
  row.innerHTML = '<input type="checkbox" class="toggle"><label></label><button class="delete">×</button>';
  const label = row.querySelector('label');
  if (label) label.textContent = title;
  row.querySelector('.toggle')?.addEventListener('change', () => change({ do: 'toggle', id }));
  row.querySelector('.delete')?.addEventListener('click', () => change({ do: 'remove', id }));
  return row;
}

field.addEventListener('keydown', ({ key }) => {
  if (key !== 'Enter' || field.value === '') return;
  change({ do: 'add', title: field.value });
  field.value = '';
});
app.querySelector('#toggle-all')?.addEventListener('click', () => change({ do: 'toggleAll' }));
for (const filter of FILTERS) {
  app.querySelector(`#${filter}`)?.addEventListener('click', () => change({ do: 'filter', filter }));
}
draw();
