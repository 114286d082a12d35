/**
 * Runs in the page, for that long: rows, shadow roots, frames, style sheets and rules come and go, ten times a second,
 * and nothing of them stays. Self-contained, because it is carried there as text.
 */
export async function churn(durationMs: number): Promise<void> {
  const place = document.querySelector('#place');
  const field = document.querySelector<HTMLInputElement>('#field');
  const rules = document.head.appendChild(document.createElement('style')).sheet;
  if (!place || !field || !rules) throw new Error('not the page of the churn');
  const rows = (turn: number) =>
    Array.from({ length: 40 }, (_, row) => `<li class="r${String(row % 5)}"><b>${String(turn)}</b> <i>item</i></li>`);
  const addHost = () => {
    const host = document.createElement('section');
    const root = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('p { color: #357 }');
    root.adoptedStyleSheets = [sheet];
    root.innerHTML = '<p>within</p><slot></slot>';
    place.append(host);
  };
  const addFrame = (turn: number) => {
    const srcdoc = `<p>frame ${String(turn)}</p>`;
    place.append(Object.assign(document.createElement('iframe'), { srcdoc, width: '80', height: '30' }));
  };
  const endsAt = performance.now() + durationMs;
  for (let turn = 0; performance.now() < endsAt; turn += 1) {
    place.insertAdjacentHTML('beforeend', `<ul data-turn="${String(turn)}">${rows(turn).join('')}</ul>`);
    addHost();
    if (turn % 10 === 0) addFrame(turn);
    if (turn % 5 === 0) place.append(Object.assign(document.createElement('style'), { textContent: 'b { top: 0 }' }));
    rules.insertRule(`.r${String(turn % 5)} { order: ${String(turn)} }`, 0);
    if (rules.cssRules.length > 20) rules.deleteRule(20);
    for (const row of place.querySelectorAll<HTMLElement>('ul:last-of-type li')) {
      row.style.setProperty('--turn', String(turn));
      row.title = `turn ${String(turn)}`;
    }
    field.value = `text ${String(turn)}`;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    place.scrollTop = turn % 40;
    while (place.childElementCount > 30) place.firstElementChild?.remove();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
