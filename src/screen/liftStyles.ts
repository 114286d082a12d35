const INLINE = 'style:not([nonce])';

/**
 * The rasteriser writes style elements of its own into the copy, and a strict policy refuses each with a line on the page's
 * console. Where the page itself has none of that kind, they become constructed sheets, which policies let through. To be
 * called when the copy belongs to its document but does not stand in it yet.
 */
export function liftStyles(page: Document, copy: Document, root: Element): void {
  const window = copy.defaultView;
  if (page.querySelector(INLINE) || !window) return;
  const pending: (Document | ShadowRoot)[] = [copy];
  for (let scope = pending.pop(); scope; scope = pending.pop()) {
    const start = scope === copy ? root : scope;
    for (const style of start.querySelectorAll(INLINE)) {
      const sheet = new window.CSSStyleSheet();
      sheet.replaceSync(style.textContent);
      scope.adoptedStyleSheets = [...scope.adoptedStyleSheets, sheet];
      style.remove();
    }
    for (const { shadowRoot } of start.querySelectorAll('*')) if (shadowRoot) pending.push(shadowRoot);
  }
}
