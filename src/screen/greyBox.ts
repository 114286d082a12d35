/** Where the box stands among its neighbours. */
const KEPT_STYLES = [
  ...['position', 'top', 'right', 'bottom', 'left', 'float', 'clear', 'transform', 'z-index', 'vertical-align'],
  ...['margin-top', 'margin-right', 'margin-bottom', 'margin-left', 'border-radius'],
  ...['grid-area', 'align-self', 'justify-self', 'order'],
];

/** Replaces an element by a grey box of its size and place, with a label where it is large enough for one. */
export function drawGreyBox(element: HTMLElement | Element, label: string): void {
  const document = element.ownerDocument;
  const style = document.defaultView?.getComputedStyle(element);
  const { width, height } = element.getBoundingClientRect();
  const box = document.createElement('div');
  for (const name of KEPT_STYLES) box.style.setProperty(name, style?.getPropertyValue(name) ?? '');
  const isInline = style?.display.startsWith('inline') ?? true;
  Object.assign(box.style, {
    display: style?.display === 'none' ? 'none' : isInline ? 'inline-block' : 'block',
    boxSizing: 'border-box',
    flex: 'none',
    width: `${width}px`,
    height: `${height}px`,
    overflow: 'hidden',
    background: '#9ca3af',
    color: '#1f2937',
    font: '12px sans-serif',
  });
  if (width > 100 && height > 20) box.textContent = label;
  element.replaceWith(box);
}
