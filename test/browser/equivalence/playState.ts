import type { Plays } from './play.ts';

/** Operations on what markup doesn't show: fields, scroll positions, dialogs, frames, custom elements. */
export const STATE: Plays<'value' | 'check' | 'select' | 'scroll' | 'dialog' | 'navigate' | 'write' | 'define'> = {
  value(cast, { what, value }) {
    const field = what % 2 === 0 ? cast.named('input', what) : cast.named('textarea', what);
    if (field && field.getAttribute('type') === null) (field as HTMLInputElement).value = value;
  },
  check(cast, { what, on }) {
    const field = cast.named('input', what);
    if (field?.hasAttribute('type')) (field as HTMLInputElement).checked = on;
  },
  select(cast, { what, index }) {
    const field = cast.named('select', what) as HTMLSelectElement | undefined;
    if (field) field.selectedIndex = index % (field.options.length + 1);
  },
  scroll(cast, { what, top, left }) {
    const scroller = [cast.document.documentElement, cast.named('div', what)][what % 2];
    scroller?.scrollTo(left, top);
  },
  dialog(cast, { what, how }) {
    const dialog = cast.named('dialog', what) as HTMLDialogElement | undefined;
    if (!dialog) return;
    if (how === 'close') dialog.close();
    else if (!dialog.open && dialog.isConnected) dialog[how]();
  },
  navigate(cast, { frame: number, page, by }) {
    const frame = cast.named('iframe', number) as HTMLIFrameElement | undefined;
    if (!frame) return;
    cast.expectLoad(frame);
    if (by === 'srcdoc') frame.srcdoc = page;
    else {
      frame.removeAttribute('srcdoc');
      frame.src = URL.createObjectURL(new Blob([page], { type: 'text/html' }));
    }
  },
  write(cast, { frame: number, page }) {
    const frame = cast.named('iframe', number) as HTMLIFrameElement | undefined;
    // What is written into a frame that is still loading may or may not stop that.
    if (!frame?.contentDocument || frame.hasAttribute('srcdoc') || frame.hasAttribute('src')) return;
    const { contentDocument: document } = frame;
    document.open();
    document.close();
    document.append(...new DOMParser().parseFromString(page, 'text/html').childNodes);
    cast.meet(frame);
  },
  define(cast, { name: kind }) {
    const window = cast.document.defaultView;
    const name = cast.own(kind);
    if (!window || window.customElements.get(name)) return;
    window.customElements.define(name, kind === 'x-own' ? writing(window) : shell(window));
  },
};

/** Nodes of the page's own only: the replayer makes some with the page's names, too, before it puts them where they belong. */
function writing(window: Window & typeof globalThis): CustomElementConstructor {
  return class extends window.HTMLElement {
    connectedCallback(): void {
      if (this.ownerDocument === window.document && this.childNodes.length < 2) this.append(' connected');
    }
  };
}

function shell(window: Window & typeof globalThis): CustomElementConstructor {
  return class extends window.HTMLElement {
    connectedCallback(): void {
      if (this.ownerDocument !== window.document) return;
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
      root.innerHTML = '<p><slot></slot></p><slot name="one"></slot>';
    }
  };
}
