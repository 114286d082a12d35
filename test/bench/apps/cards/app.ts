import { css, cx } from '@emotion/css';

/** Cards whose styles exist only as rules: in production, Emotion puts each into its sheet by `insertRule`. */
const THEMES = {
  light: { ground: '#ffffff', text: '#202124', accent: '#1a73e8' },
  dark: { ground: '#202124', text: '#f1f3f4', accent: '#fbbc04' },
};
const state = { theme: 'light' as keyof typeof THEMES, count: 60, opened: -1 };
const app = document.querySelector('#app');

function draw(): void {
  if (!app) return;
  const { ground, text, accent } = THEMES[state.theme];
  const card = css`
    display: inline-block;
    width: 110px;
    margin: 6px;
    padding: 10px;
    border: 2px solid ${accent};
    &:nth-of-type(2n) {
      background: ${accent};
      color: ${ground};
    }
  `;
  const cards = Array.from({ length: state.count }, (_, index) => {
    const hue = css`
      box-shadow: 0 2px 4px hsl(${String((index % 12) * 30)} 70% 50% / 60%);
    `;
    const more = index === state.opened ? `<ul>${'<li>A line about it</li>'.repeat(20)}</ul>` : '';
    return `<div class="${cx(card, hue)}" data-index="${String(index)}"><b>Card ${String(index)}</b>${more}</div>`;
  });
  app.className = css({ background: ground, color: text });
  app.innerHTML = cards.join('');
}

const on = (selector: string, act: (event: Event) => void) =>
  document.querySelector(selector)?.addEventListener('click', (event) => {
    act(event);
    draw();
  });
on('#theme', () => (state.theme = state.theme === 'light' ? 'dark' : 'light'));
on('#more', () => (state.count += 20));
on('#less', () => (state.count -= 20));
on('#app', ({ target }) => {
  const index = target instanceof Element ? Number(target.closest<HTMLElement>('[data-index]')?.dataset['index']) : -1;
  state.opened = state.opened === index ? -1 : index;
});
draw();
