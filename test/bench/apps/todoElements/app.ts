import { changeTodos, FILTERS, leftCount, shownTodos, startTodos, type Todo, type TodoAction } from '../todoModel.ts';

/** A to-do list of custom elements: each row has a shadow root, all share a constructed style sheet, the titles are slotted. */
const sheet = new CSSStyleSheet();
sheet.replaceSync(`:host { display: flex; border-bottom: 1px solid #ddd; padding: 4px } :host([done]) { opacity: 0.5 }
  ::slotted(span) { flex: 1 } button { border: 0 }`);

const TodoItem = class extends HTMLElement {
  box = document.createElement('input');
  id_ = 0;
  connectedCallback(): void {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    this.box.type = 'checkbox';
    this.box.className = 'toggle';
    const remove = Object.assign(document.createElement('button'), { className: 'delete', textContent: '×' });
    root.append(this.box, document.createElement('slot'), remove);
    this.box.addEventListener('change', () => this.tell('toggle'));
    remove.addEventListener('click', () => this.tell('remove'));
  }
  show({ id, title, isDone }: Todo): void {
    this.id_ = id;
    if (!this.firstElementChild) this.append(Object.assign(document.createElement('span'), { textContent: title }));
    this.toggleAttribute('done', isDone);
    this.box.checked = isDone;
  }
  tell(what: 'toggle' | 'remove'): void {
    this.dispatchEvent(new CustomEvent<TodoAction>('todo', { detail: { do: what, id: this.id_ }, bubbles: true }));
  }
};

const TodoApp = class extends HTMLElement {
  state = startTodos();
  list = document.createElement('div');
  left = document.createElement('span');
  connectedCallback(): void {
    const root = this.attachShadow({ mode: 'open' });
    root.innerHTML = `<style>h1 { color: #a33 } .chosen { font-weight: bold }</style><h1>todos</h1>
      <input class="new" placeholder="What needs to be done?"><button id="toggle-all">All</button><main></main>
      <footer>${FILTERS.map((name) => `<button id="${name}">${name}</button>`).join(' ')}</footer>`;
    root.querySelector('main')?.append(this.list);
    root.querySelector('footer')?.prepend(this.left);
    const field = root.querySelector('input');
    field?.addEventListener('keydown', ({ key }) => {
      if (key !== 'Enter' || field.value === '') return;
      this.change({ do: 'add', title: field.value });
      field.value = '';
    });
    this.list.addEventListener('todo', (event) => this.change((event as CustomEvent<TodoAction>).detail));
    root.querySelector('#toggle-all')?.addEventListener('click', () => this.change({ do: 'toggleAll' }));
    for (const filter of FILTERS) {
      root.querySelector(`#${filter}`)?.addEventListener('click', () => this.change({ do: 'filter', filter }));
    }
    this.draw();
  }
  change(action: TodoAction): void {
    this.state = changeTodos(this.state, action);
    this.draw();
  }
  draw(): void {
    const shown = shownTodos(this.state);
    const rows = new Map([...this.list.children].map((row) => [row instanceof TodoItem ? row.id_ : -1, row]));
    const kept = new Set(shown.map(({ id }) => id));
    for (const [id, row] of rows) if (!kept.has(id)) row.remove();
    shown.forEach((todo, index) => {
      const row = rows.get(todo.id) ?? new TodoItem();
      if (this.list.children[index] !== row) this.list.insertBefore(row, this.list.children[index] ?? null);
      if (row instanceof TodoItem) row.show(todo);
    });
    this.left.textContent = leftCount(this.state);
    for (const name of FILTERS) {
      this.shadowRoot?.querySelector(`#${name}`)?.classList.toggle('chosen', name === this.state.filter);
    }
  }
};

customElements.define('todo-item', TodoItem);
customElements.define('todo-app', TodoApp);
document.querySelector('#app')?.append(new TodoApp());
