/** Takes everything out of a page but its scripts' effects, and names of custom elements: they can't be given back. */
export function clearPage(document: Document): void {
  const { documentElement, head, body } = document;
  document.querySelectorAll('dialog').forEach((dialog) => dialog.close());
  body.replaceChildren();
  for (const child of [...documentElement.childNodes]) if (child !== head && child !== body) child.remove();
  head.replaceChildren();
  for (const element of [documentElement, head, body]) {
    for (const { name } of [...element.attributes]) element.removeAttribute(name);
  }
  document.adoptedStyleSheets = [];
  documentElement.scrollTo(0, 0);
}
