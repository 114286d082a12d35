/** Important, because rules of the page reach the host element and would otherwise win there. */
const HOST = `
  all: initial !important;
  position: fixed !important;
  right: 16px !important;
  bottom: 16px !important;
  z-index: 2147483647 !important;
  display: block !important;
  width: min(380px, calc(100vw - 32px)) !important;
  pointer-events: auto !important;
`;

const CARD = `
  box-sizing: border-box;
  max-height: calc(100vh - 32px);
  overflow: auto;
  padding: 20px;
  border: 1px solid #d6dae1;
  border-radius: 12px;
  background: #ffffff;
  color: #1b2330;
  box-shadow: 0 10px 30px rgb(15 23 42 / 22%);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
`;

const SHEET = `
  :host { ${HOST} }
  .card { ${CARD} position: relative; animation: appear 200ms ease-out; }
  .card[hidden] { display: none; }
  .card:focus-visible, button:focus-visible, a:focus-visible { outline: 2px solid #2563eb; outline-offset: 2px; }
  h2 { margin: 0 36px 6px 0; font-size: 17px; line-height: 1.35; font-weight: 650; overflow-wrap: anywhere; }
  p { margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
  .actions { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 16px; }
  .action {
    display: inline-flex; align-items: center; justify-content: center; box-sizing: border-box; min-height: 44px; padding: 9px 16px; border: 1px solid #c3c9d3; border-radius: 8px;
    background: transparent; color: inherit; font: inherit; font-weight: 600; text-decoration: none; cursor: pointer;
    overflow-wrap: anywhere;
  }
  .action:first-child { border-color: #1d4ed8; background: #1d4ed8; color: #ffffff; }
  .action:hover { filter: brightness(1.08); }
  .offer { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; margin-top: 14px; }
  code {
    box-sizing: border-box; min-height: 44px; padding: 9px 14px; border: 1px dashed #8792a5; border-radius: 8px;
    background: rgb(100 116 139 / 10%); font: 600 16px/24px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
    letter-spacing: 0.06em; overflow-wrap: anywhere; user-select: all;
  }
  .copy {
    min-width: 84px; min-height: 44px; padding: 9px 16px; border: 1px solid #c3c9d3; border-radius: 8px;
    background: transparent; color: inherit; font: inherit; font-weight: 600; cursor: pointer;
  }
  .copy:hover { background: rgb(100 116 139 / 15%); }
  small { flex: 1 0 100%; font: inherit; font-size: 13px; color: #59647a; font-variant-numeric: tabular-nums; }
  /* A clock. */
  small::before {
    content: ''; display: inline-block; width: 11px; height: 11px; margin-right: 6px; border: 1.5px solid; border-radius: 50%;
    background: linear-gradient(currentColor, currentColor) 50% 0 / 1.5px 58% no-repeat,
      linear-gradient(currentColor, currentColor) 100% 50% / 50% 1.5px no-repeat; vertical-align: -2px;
  }
  .close {
    position: absolute; top: 10px; right: 10px; width: 36px; height: 36px; padding: 0; border: 0; border-radius: 8px;
    background: transparent; color: inherit; font: 22px/1 sans-serif; cursor: pointer;
  }
  .close:hover { background: rgb(100 116 139 / 15%); }
  @keyframes appear { from { opacity: 0; transform: translateY(12px); } }
  @media (max-width: 420px) {
    :host { right: 8px !important; bottom: 8px !important; width: calc(100vw - 16px) !important; }
    .action { flex: 1 1 100%; text-align: center; }
  }
  @media (prefers-color-scheme: dark) {
    .card { border-color: #3a4557; background: #1a212d; color: #eef1f6; box-shadow: 0 10px 30px rgb(0 0 0 / 50%); }
    .action, .copy { border-color: #55627a; }
    small { color: #a9b4c6; }
    .action:first-child { border-color: #3b82f6; background: #2563eb; }
    .card:focus-visible, button:focus-visible, a:focus-visible { outline-color: #93c5fd; }
  }
  @media (prefers-reduced-motion: reduce) { .card { animation: none; } }
`;

/**
 * Styles by a constructed sheet, which a content security policy without `unsafe-inline` allows. Where there are none, the
 * host and the cards get what they need through the CSSOM, which is allowed, too.
 */
export function styleRoot(host: HTMLElement, root: ShadowRoot): void {
  const window = host.ownerDocument.defaultView;
  try {
    if (!window) return;
    const sheet = new window.CSSStyleSheet();
    sheet.replaceSync(SHEET);
    root.adoptedStyleSheets = [sheet];
  } catch {
    host.style.cssText = HOST;
  }
}

export function styleCard(card: HTMLElement, root: ShadowRoot): void {
  if (!('adoptedStyleSheets' in root) || root.adoptedStyleSheets.length === 0) card.style.cssText = CARD;
}
