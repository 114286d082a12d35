/** A button of a message: with a link it opens a page, without one it only answers. */
export interface Action {
  label: string;
  href?: string | undefined;
}

export interface CardOptions {
  document: Document;
  title: string;
  text: string;
  actions: readonly Action[];
  onAction(action: Action): void;
  onClose(): void;
}

/** The same as in the contract of instructions: what could run script is no link. */
const SAFE_LINK = /^(https?:\/\/|mailto:|tel:|\/(?![/\\]))/i;

/** One message as elements. Everything from outside goes in as text. */
export function createCard(options: CardOptions): HTMLElement {
  const { document, title, text, actions, onAction, onClose } = options;
  const card = document.createElement('section');
  card.className = 'card';
  card.tabIndex = -1;
  const attributes = { role: 'dialog', 'aria-live': 'polite', 'aria-label': title };
  for (const [name, value] of Object.entries(attributes)) card.setAttribute(name, value);
  const heading = createElement(document, 'h2', title);
  const close = createElement(document, 'button', '×');
  close.className = 'close';
  close.setAttribute('type', 'button');
  close.setAttribute('aria-label', 'Close');
  close.addEventListener('click', onClose);
  card.append(heading, createElement(document, 'p', text), close);
  if (actions.length > 0) {
    const row = createElement(document, 'div', '');
    row.className = 'actions';
    row.append(...actions.map((action) => createAction(document, action, () => onAction(action))));
    card.insertBefore(row, close);
  }
  return card;
}

function createAction(document: Document, action: Action, onClick: () => void): HTMLElement {
  const isLink = action.href !== undefined && SAFE_LINK.test(action.href);
  const element = createElement(document, isLink ? 'a' : 'button', action.label);
  element.className = 'action';
  if (isLink) {
    element.setAttribute('href', action.href ?? '');
    element.setAttribute('target', '_blank');
    element.setAttribute('rel', 'noopener noreferrer');
  } else {
    element.setAttribute('type', 'button');
  }
  element.addEventListener('click', onClick);
  return element;
}

export function createElement(document: Document, name: string, text: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}
