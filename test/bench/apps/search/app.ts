import { combineLatest, distinctUntilChanged, fromEvent, map, scan, startWith } from 'rxjs';

/** A search while one types, by RxJS: results as elements, with the letters that were found marked. */
const WORDS = 'lamp tent kettle chair boat rope stove shoe shirt table'.split(' ');
const PRODUCTS = Array.from({ length: 300 }, (_, index) => {
  const [one = '', two = ''] = [WORDS[index % 10], WORDS[(index * 7 + 3) % 10]];
  return { name: `${one} ${two} ${String(index)}`, price: (index * 37) % 200 };
});
const app = document.querySelector('#app');
if (!app) throw new Error('no place for the search');
app.innerHTML = `<h1>Find</h1><input class="query" placeholder="Find"><button id="cheap">Cheap ones</button>
  <p class="count"></p><ol></ol>`;
const field = app.querySelector('input');
const [count, list, cheap] = [app.querySelector('.count'), app.querySelector('ol'), app.querySelector('#cheap')];
if (!field || !count || !list || !cheap) throw new Error('no list');

function row({ name, price }: (typeof PRODUCTS)[number], query: string): HTMLLIElement {
  const item = document.createElement('li');
  const at = query === '' ? -1 : name.indexOf(query);
  const mark = Object.assign(document.createElement('mark'), { textContent: at < 0 ? '' : query });
  const end = Math.max(at, 0) + (at < 0 ? 0 : query.length);
  item.append(name.slice(0, Math.max(at, 0)), mark, name.slice(end));
  item.append(Object.assign(document.createElement('b'), { className: 'price', textContent: ` ${String(price)} €` }));
  return item;
}

const query$ = fromEvent(field, 'input').pipe(
  map(() => field.value.trim()),
  startWith(''),
  distinctUntilChanged(),
);
const isCheap$ = fromEvent(cheap, 'click').pipe(
  scan((isCheap) => !isCheap, false),
  startWith(false),
);
combineLatest([query$, isCheap$]).subscribe(([query, isCheap]) => {
  const found = PRODUCTS.filter(({ name, price }) => name.includes(query) && (!isCheap || price < 60));
  cheap.classList.toggle('chosen', isCheap);
  count.textContent = `${String(found.length)} found`;
  list.replaceChildren(...found.map((product) => row(product, query)));
});
