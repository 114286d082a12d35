/** A page of cards of ten nodes, eight of them elements, as shops and feeds have them. */
export function cardsOf(nodeCount: number): string {
  const card = (index: number) =>
    `<article class="card c${String(index % 7)}"><h3 title="Card">Card ${String(index)}</h3><p>Some words on it</p>
<ul><li><a href="/c/${String(index)}">More</a></li></ul><span data-index="${String(index)}"></span></article>`;
  const cards = Array.from({ length: Math.round(nodeCount / 13) }, (_, index) => card(index)).join('');
  return `<!doctype html><html><head><meta charset="utf-8"><title>Cards</title></head>
<body>${cards}</body></html>`;
}
