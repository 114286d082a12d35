/** Of the links in the head only style sheets show; the others make the browser load scripts ahead, and complain. */
const ACTIVE = 'script,meta,link:not([rel~="stylesheet" i])';
const EMBEDDED = new Set(['iframe', 'frame', 'object', 'embed']);
/** What an embedded page is loaded from. */
const SOURCES = ['src', 'srcdoc', 'data'];
const LINKS = ['href', 'xlink:href', 'action', 'formaction'];
/** The browser ignores white space and control characters before and within the scheme. */
const SCRIPT_ADDRESS =
  /^[\0- ]*j[\t\n\r]*a[\t\n\r]*v[\t\n\r]*a[\t\n\r]*s[\t\n\r]*c[\t\n\r]*r[\t\n\r]*i[\t\n\r]*p[\t\n\r]*t[\t\n\r]*:/i;

/**
 * Takes out of the rasteriser's copy whatever could act: scripts, handlers in attributes, pages in frames. The frame that
 * the copy is shown in runs no scripts anyway, but the browser writes a line on the page's console for each that tries.
 */
export function disarmCopy(root: Element): void {
  const pending: Element[] = [root];
  for (let element = pending.pop(); element; element = pending.pop()) {
    if (element.matches(ACTIVE)) {
      element.remove();
      continue;
    }
    disarm(element);
    pending.push(...element.children, ...(element.shadowRoot?.children ?? []));
  }
}

function disarm(element: Element): void {
  const isEmbedded = EMBEDDED.has(element.localName);
  for (const name of element.getAttributeNames()) {
    const isArmed =
      name.startsWith('on') ||
      (isEmbedded && SOURCES.includes(name)) ||
      (LINKS.includes(name) && SCRIPT_ADDRESS.test(element.getAttribute(name) ?? ''));
    if (isArmed) element.removeAttribute(name);
  }
  // The rasteriser would wait for an event that no one may hear; instead `imagesArrived` looks.
  if (element instanceof HTMLImageElement)
    Object.defineProperty(element, 'complete', { value: true, configurable: true });
}
