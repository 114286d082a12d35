/**
 * A page full of secrets, in every place where one can hide. Each has a name of its own, so that a failure says which way it
 * went; the name's first word says which modes hide it:
 * - `Canary…`: all
 * - `Shown…`: `text` and `all`
 * - `Picture…`: `all`, in the recorded page; what pictures are loaded from, which stays the address of a request
 * - `Program…`: `all`; what programs write
 */
export const HIDDEN_IN = {
  inputs: ['Canary'],
  text: ['Canary', 'Shown'],
  all: ['Canary', 'Shown', 'Program'],
} as const;
/** Of each kind at least these have to be found where the mode doesn't hide it, or the search would prove nothing. */
export const FOUND = {
  Canary: [],
  Shown: [
    'ShownHeading',
    'ShownTitle',
    'ShownData',
    'ShownElement',
    'ShownShadow',
    'ShownFrame',
    'ShownLabel',
    'ShownCss',
    'ShownSheet',
  ],
  Picture: ['PictureSource', 'PictureBackground'],
  Program: ['ProgramLog', 'ProgramError', 'ProgramRejection'],
} as const;

const MAIL = (name: string) => `${name}@secret.example`;
export const CARD = '4000 0000 0000 0002';
const TOKEN = (name: string) => `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI.${name}`;

const FIELDS = `
  <form id="form" action="/host/submit?who=CanaryAction">
    <label for="typed">ShownLabel</label>
    <input id="written" value="CanaryValue" data-card="${CARD}" data-mail="${MAIL('CanaryDataMail')}">
    <input id="typed" name="typed" placeholder="CanaryPlaceholder" aria-label="CanaryFieldLabel" title="CanaryFieldTitle">
    <input type="hidden" value="CanaryHidden">
    <input id="password" type="password" value="CanaryPassword">
    <input id="card" autocomplete="cc-number">
    <input id="code" autocomplete="one-time-code" value="CanaryCode">
    <input id="checked" value="x">
    <input type="radio" name="choose" value="CanaryRadio" checked>
    <textarea id="area">CanaryDefaultText</textarea>
    <select id="choice"><optgroup label="CanaryGroup"><option value="CanaryOption">CanaryOptionText</option>
      <option value="CanaryOther">two</option></optgroup></select>
    <input list="list"><datalist id="list"><option value="CanaryDatalist">CanaryDatalistText</option></datalist>
    <input type="submit" value="ShownSubmit ${MAIL('CanarySubmitMail')}">
  </form>
  <div id="editable" contenteditable="true">CanaryEditable <span contenteditable="false">CanaryChip</span></div>
  <div data-rewindow-unmask><input id="open-field" name="open-field"><input id="open-pin" name="pin"></div>`;

const MARKED = `
  <section data-rewindow-mask title="CanaryMaskTitle">
    CanaryMaskText <b aria-label="CanaryMaskLabel">CanaryMaskBold</b> <p id="alert" role="alert"></p>
    <button id="masked-button" data-state="CanaryMaskState">CanaryMaskButton</button>
    <input type="button" value="CanaryMaskInputButton"> <img alt="CanaryMaskAlt" src="/host/picture.svg">
    <span id="masked-host"></span> <input id="masked-field" required> <data value="CanaryMaskData">x</data>
    <x-card holder="CanaryMaskHolder">CanaryMaskSlot</x-card> <i style="--who: 'CanaryMaskCss'">x</i>
  </section>
  <section data-rewindow-block title="CanaryBlockTitle">CanaryBlockText <button id="blocked">CanaryBlockButton</button>
    <iframe srcdoc="CanaryBlockFrame"></iframe></section>
  <div data-rewindow-ignore><input id="ignored"></div>
  <p id="late-mask">x</p><p class="late-block">x</p>`;

const PLACES = `
  <h1 id="heading">ShownHeading</h1>
  <!-- CanaryComment --><template>CanaryTemplate</template><noscript>CanaryNoscript</noscript>
  <script type="application/json">{"user":"CanaryScript"}</script>
  <p title="ShownTitle" data-user="ShownData" aria-description="ShownDescription">ShownText</p>
  <x-card holder="ShownElement">ShownSlot</x-card>
  <div id="open-host"></div><div id="closed-host"></div>
  <iframe id="frame" src="/host/frame.html?who=CanaryFrameQuery"></iframe>
  <iframe srcdoc="&lt;input value=CanarySrcdoc&gt;"></iframe>
  <object data="data:text/plain,CanaryObject"></object>
  <a id="link" href="/host/page?who=CanaryLink#CanaryLinkHash">ShownLink</a>
  <a href="mailto:${MAIL('CanaryMailto')}">mail</a> <a href="data:text/html,CanaryDataAddress">data</a>
  <p id="mail" title="${MAIL('CanaryTitleMail')}">Write to ${MAIL('CanaryTextMail')} or pay with ${CARD}.</p>
  <p data-props='{"mail":"${MAIL('CanaryJsonMail')}"}' data-url="/x?mail=CanaryEncodedMail%40secret.example">x</p>
  <p data-token="${TOKEN('CanaryDataToken')}">${TOKEN('CanaryTextToken')}</p>
  <svg width="80" height="20"><title>ShownDrawing</title><text y="15" data-mail="${MAIL('CanarySvgMail')}">${MAIL('CanarySvgText')}</text></svg>
  <img width="20" height="20" src="/host/PictureSource.svg?who=CanaryPictureQuery">
  <img width="20" height="20" src="/host/x.svg" srcset="/host/PictureSet.svg?token=CanaryPictureSet 2x">
  <p style="height: 9px; background: url('/host/PictureBackground.svg?sig=CanaryBackground')">x</p>
  <p class="generated" style="--who: 'ShownCss'">x</p> <canvas id="canvas" width="90" height="30"></canvas>`;

export const CANARY_BODY = PLACES + FIELDS + MARKED;
export const CANARY_HEAD = `<title>ShownPage of ${MAIL('CanaryPageTitle')} ${CARD}</title>
  <meta name="user" content="CanaryMeta"><meta property="app:user" content="CanaryProperty">
  <link rel="alternate" href="/host/feed?user=CanaryAlternate">
  <style>.generated::before { content: var(--who) } .generated::after { content: "ShownContent" }</style>
  <style>${'.pad { color: red }\n'.repeat(300)} .pad::after { content: "ShownSheet" }</style>`;
export const FRAME = `<!doctype html><p data-rewindow-mask>CanaryFrameText</p><input id="inner" value="CanaryFrameValue">
  <p>ShownFrame ${MAIL('CanaryFrameMail')}</p>`;

/** Runs in the page, in good time before the agent: what stands around when it begins. */
export function hideCanaries(): void {
  window.name = 'CanaryWindowName';
  localStorage.setItem('CanaryLocalName', 'CanaryLocal');
  sessionStorage.setItem('CanarySessionName', 'CanarySession');
  document.cookie = 'CanaryCookieName=CanaryCookie';
  history.replaceState({ who: 'CanaryHistoryState' }, '');
  Object.assign(window, { alert: () => undefined, confirm: () => true, prompt: () => 'CanaryPromptAnswer' });
}
