/**
 * A page full of secrets, and what it does with them. Each secret has a name of its own, so that a failure says which way it
 * went. `promised` are those that the README says never leave; text outside marked regions is recorded, and is not among them.
 */
const MAIL = (name: string) => `${name}@secret.example`;
export const CARD = '4000 0000 0000 0002';
export const READABLE = 'Everybody may read this heading';

export const CANARY_BODY = `
  <h1>${READABLE}</h1>
  <form id="form" action="/host/submit?who=CanaryAction">
    <input id="written" value="CanaryValue" data-card="${CARD}" data-mail="${MAIL('CanaryDataMail')}">
    <input id="typed" name="typed" placeholder="CanaryPlaceholder" aria-label="CanaryFieldLabel" title="CanaryFieldTitle">
    <input type="hidden" value="CanaryHidden">
    <input id="password" type="password" value="CanaryPassword">
    <input id="card" autocomplete="cc-number">
    <input id="checked" value="x">
    <textarea id="area">CanaryDefaultText</textarea>
    <select id="choice"><option value="CanaryOption">CanaryOptionText</option><option value="CanaryOther">two</option></select>
    <datalist><option value="CanaryDatalist">CanaryDatalistText</option></datalist>
    <input type="submit" value="Send ${MAIL('CanarySubmitMail')}">
  </form>
  <div id="editable" contenteditable="true">CanaryEditable</div>
  <section data-rewindow-mask title="CanaryMaskTitle">
    CanaryMaskText <b aria-label="CanaryMaskLabel">CanaryMaskBold</b> <p id="alert" role="alert"></p>
    <button id="masked-button">CanaryMaskButton</button> <input type="button" value="CanaryMaskInputButton">
    <img alt="CanaryMaskAlt" src="/host/picture.svg"> <span id="masked-host"></span>
    <input id="masked-field" required> <data value="CanaryMaskData">x</data>
  </section>
  <section data-rewindow-block title="CanaryBlockTitle">CanaryBlockText <button id="blocked">CanaryBlockButton</button></section>
  <div data-rewindow-ignore><input id="ignored"></div>
  <div id="open-host"></div><div id="closed-host"></div>
  <iframe id="frame" src="/host/frame.html?who=CanaryFrameQuery"></iframe>
  <iframe srcdoc="&lt;input value=CanarySrcdoc&gt;"></iframe>
  <a id="link" href="/host/page?who=CanaryLink#CanaryLinkHash">link</a>
  <a href="mailto:${MAIL('CanaryMailto')}">mail</a>
  <p id="mail" title="${MAIL('CanaryTitleMail')}">Write to ${MAIL('CanaryTextMail')} or pay with ${CARD}.</p>
  <p data-props='{"mail":"${MAIL('CanaryJsonMail')}"}' data-url="/x?mail=CanaryEncodedMail%40secret.example">x</p>
  <svg width="80" height="20"><text y="15" data-mail="${MAIL('CanarySvgMail')}">${MAIL('CanarySvgText')}</text></svg>`;

export const FRAME = `<!doctype html><p data-rewindow-mask>CanaryFrameText</p><input id="inner" value="CanaryFrameValue">
  <p>${MAIL('CanaryFrameMail')}</p>`;

export const CANARY_TITLE = `Shop of ${MAIL('CanaryPageTitle')} ${CARD}`;

/** Runs in the page. */
export function spreadCanaries(): void {
  const find = (id: string) => document.getElementById(id)!;
  const mail = (name: string) => `${name}@secret.example`;
  const card = '4000 0000 0000 0002';
  find('masked-host').attachShadow({ mode: 'open' }).innerHTML = '<i title="CanaryShadowTitle">CanaryShadowText</i>';
  find('open-host').attachShadow({ mode: 'open' }).innerHTML =
    `<input value="CanaryShadowValue"><p>${mail('CanaryShadowMail')}</p>`;
  find('closed-host').attachShadow({ mode: 'closed' }).innerHTML = '<p>CanaryClosed</p>';
  find('alert').textContent = 'CanaryAlert';
  find('mail').setAttribute('data-late', mail('CanaryLateMail'));
  find('link').setAttribute('href', '/host/page?who=CanaryLateLink');
  const gone = document.createElement('a');
  document.body.append(gone);
  gone.setAttribute('href', '/host/page?who=CanaryGoneLink');
  find('password').setAttribute('type', 'text');
  const checked = find('checked');
  if (checked instanceof HTMLInputElement) checked.setCustomValidity('the word x is known, CanaryNot so');
  const field = find('masked-field');
  if (field instanceof HTMLInputElement) {
    field.setCustomValidity('CanaryMaskValidity');
    field.reportValidity();
  }
  document.title = `Now ${mail('CanaryNewTitle')}`;

  const address = `/host/api/CanaryPathMail%40secret.example?who=CanaryFetchQuery#CanaryFetchHash`;
  const options = { method: 'POST', body: 'CanaryRequestBody', headers: { 'x-secret': 'CanaryHeader' } };
  void fetch(address, options);
  void fetch('http://[/?who=CanaryBadAddress').catch(() => undefined);
  const xhr = new XMLHttpRequest();
  xhr.open('GET', '/host/api?who=CanaryXhrQuery');
  xhr.send();
  navigator.sendBeacon('/host/beacon?who=CanaryBeacon', 'CanaryBeaconBody');
  history.pushState({}, '', '/host/CanaryRouteMail%40secret.example?who=CanaryPush#CanaryPushHash');
  history.pushState({}, '', '/host/?who=CanaryPushAgain');

  console.log(
    'log',
    mail('CanaryConsoleMail'),
    { deep: { card, mail: mail('CanaryConsoleDeep') } },
    '/x?who=CanaryConsoleQuery',
  );
  console.warn(`${'x'.repeat(985)} ${card} and more`);
  console.error(new Error(`of ${mail('CanaryConsoleError')}`));
  const throwLater = (message: string) =>
    setTimeout(() => {
      throw new Error(message);
    });
  throwLater(`for ${mail('CanaryErrorMail')} at https://shop.example/?who=CanaryErrorQuery#token=CanaryErrorToken`);
  throwLater(`${'x'.repeat(1_985)} ${card} and more`);
  void Promise.reject(new Error(`no ${mail('CanaryRejection')} ${card}`));
  // Of a script, because addresses of images and styles are recorded as they are.
  const script = document.createElement('script');
  script.src = '/host/missing.js?who=CanaryResource';
  document.body.append(script);
  const { rewindow } = window as unknown as {
    rewindow: { track(name: string, data: object): void; mark(name: string): void };
  };
  rewindow.track(`bought by ${mail('CanaryTrackName')}`, {
    mail: mail('CanaryTrackMail'),
    card,
    long: `${'x'.repeat(1_985)} ${card} and more`,
  });
  rewindow.mark(`mark ${mail('CanaryMark')}`);
}
