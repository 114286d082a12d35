import 'zone.js';
import '@angular/compiler';
import { Component, provideZoneChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { changeTodos, FILTERS, leftCount, shownTodos, startTodos, type TodoAction } from '../todoModel.ts';

/** A to-do list by Angular with zone.js; Angular makes a component of a class, and the decorator is called by hand. */
const App = class {
  readonly filters = FILTERS;
  state = startTodos();
  draft = '';
  get shown() {
    return shownTodos(this.state);
  }
  get left() {
    return leftCount(this.state);
  }
  change(action: TodoAction): void {
    this.state = changeTodos(this.state, action);
  }
  add(): void {
    if (this.draft === '') return;
    this.change({ do: 'add', title: this.draft });
    this.draft = '';
  }
};

Component({
  selector: 'bench-todos',
  styles: [`.done label { text-decoration: line-through } .chosen { font-weight: bold }`],
  template: `
    <h1>todos</h1>
    <input #field class="new" placeholder="What needs to be done?" [value]="draft"
      (input)="draft = field.value" (keydown.enter)="add()" />
    <button id="toggle-all" (click)="change({ do: 'toggleAll' })">All</button>
    <ul>
      @for (todo of shown; track todo.id) {
        <li [class.done]="todo.isDone">
          <input type="checkbox" class="toggle" [checked]="todo.isDone" (change)="change({ do: 'toggle', id: todo.id })" />
          <label>{{ todo.title }}</label>
          <button class="delete" (click)="change({ do: 'remove', id: todo.id })">×</button>
        </li>
      }
    </ul>
    <footer>
      <span class="left">{{ left }}</span>
      @for (name of filters; track name) {
        <button [id]="name" [class.chosen]="state.filter === name" (click)="change({ do: 'filter', filter: name })">{{ name }}</button>
      }
    </footer>
  `,
})(App);

const place = document.querySelector('#app');
place?.append(document.createElement('bench-todos'));
void bootstrapApplication(App, { providers: [provideZoneChangeDetection()] });
