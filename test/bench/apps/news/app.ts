/** A news page: teasers as HTML from templates, a list that grows as one scrolls, comments that open, a change of theme. */
const PART = 20;
const TOPICS = ['world', 'city', 'sports'] as const;
type Topic = (typeof TOPICS)[number];
const WORDS = 'the council has voted on the plan for a new line along the river after years of talks'.split(' ');

const app = document.querySelector('#app');
if (!app) throw new Error('no place for the news');
app.innerHTML = `<header><h1>The Daily</h1><nav>${TOPICS.map((name) => `<a href="#${name}" id="${name}">${name}</a>`).join(' ')}
  <button id="theme">Theme</button></nav></header><main></main><div id="end">Loading…</div>`;
const main = app.querySelector('main');
const end = app.querySelector('#end');
if (!main || !end) throw new Error('no list');
const state: { topic: Topic; count: number } = { topic: 'world', count: 0 };

function words(seed: number, count: number): string {
  return Array.from({ length: count }, (_, index) => WORDS[(seed * 7 + index * (seed % 5)) % WORDS.length]).join(' ');
}

function teaser(topic: Topic, index: number): string {
  const href = `/${topic}/${String(index)}`;
  return `<article class="teaser t${String(index % 4)}" data-index="${String(index)}">
    <svg viewBox="0 0 60 40" width="120"><rect width="60" height="40" fill="hsl(${String(index * 31)} 50% 70%)"/>
    <circle cx="${String((index * 13) % 60)}" cy="20" r="9" fill="white"/></svg>
    <div><h2><a href="${href}">${topic}: ${words(index + 1, 6)}</a></h2><p>${words(index + 3, 24)}</p>
    <p class="meta"><time datetime="2026-11-${String(1 + (index % 28))}">${String(index)} min ago</time>
    <span class="by">by <a href="/people/${String(index % 9)}">A. Writer</a></span>
    <button class="comments">Comments</button></p><section hidden></section></div></article>`;
}

function grow(): void {
  const parts = Array.from({ length: PART }, (_, index) => teaser(state.topic, state.count + index));
  state.count += PART;
  main?.insertAdjacentHTML('beforeend', parts.join(''));
}

function show(topic: Topic): void {
  Object.assign(state, { topic, count: 0 });
  for (const name of TOPICS) document.getElementById(name)?.classList.toggle('chosen', name === topic);
  main?.replaceChildren();
  grow();
  grow();
}

app.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : undefined;
  const link = target?.closest('nav a');
  const topic = TOPICS.find((name) => name === link?.id);
  if (target?.closest('a')) event.preventDefault();
  if (topic) show(topic);
  if (target?.id === 'theme') document.body.classList.toggle('dark');
  const section = target?.matches('.comments') ? target.closest('div')?.querySelector('section') : undefined;
  if (!section) return;
  section.hidden = !section.hidden;
  const comments = Array.from(
    { length: 60 },
    (_, index) => `<li><b>Reader ${String(index)}</b> <q>${words(index, 12)}</q></li>`,
  );
  section.innerHTML = section.hidden ? '' : `<ol>${comments.join('')}</ol>`;
});
show('world');
new IntersectionObserver(
  (entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) grow();
  },
  { rootMargin: '400px' },
).observe(end);
