import { TabulatorFull } from 'tabulator-tables';

/** Tabulator's table of 500 rows, drawn as they come into view: sorted, filtered, scrolled, grouped. */
const NAMES = ['Oli Bob', 'Mary May', 'Christine Lobowski', 'Brendon Philips', 'Margret Marmajuke', 'Frank Harbours'];
const COLOURS = ['red', 'orange', 'green', 'blue'];
const rows = Array.from({ length: 500 }, (_, id) => ({
  id,
  name: `${NAMES[id % NAMES.length] ?? ''} ${String(id)}`,
  progress: (id * 37) % 101,
  rating: id % 6,
  colour: COLOURS[id % COLOURS.length],
  age: 20 + ((id * 13) % 60),
}));
const table = new TabulatorFull('#table', {
  data: rows,
  height: 480,
  layout: 'fitColumns',
  headerFilterLiveFilterDelay: 0,
  columns: [
    { title: 'Name', field: 'name', editor: 'input', headerFilter: 'input' },
    { title: 'Progress', field: 'progress', formatter: 'progress', sorter: 'number', hozAlign: 'left' },
    { title: 'Rating', field: 'rating', formatter: 'star', hozAlign: 'center', width: 110 },
    { title: 'Colour', field: 'colour', formatter: 'color', width: 80 },
    { title: 'Age', field: 'age', sorter: 'number', width: 120 },
  ],
});
document.querySelector('#group')?.addEventListener('click', () => {
  table.setGroupBy('colour');
});
document.querySelector('#ungroup')?.addEventListener('click', () => {
  table.setGroupBy('');
});
