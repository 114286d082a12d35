interface Host {
  track(name: string, data: object): void;
  mark(name: string): void;
  setContext(context: object): void;
  provide(name: string, read: () => unknown): void;
  identify(user: string, traits: object): void;
  mask(target: Element | string): void;
  block(target: Element | string): void;
}

/** Runs in the page: does with secrets what pages do, by every way that the agent observes. */
export async function spreadCanaries(): Promise<void> {
  const find = (id: string) => document.getElementById(id)!;
  const mail = (name: string) => `${name}@secret.example`;
  const token = (name: string) => `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI.${name}`;
  const card = '4000 0000 0000 0002';
  const { rewindow } = window as unknown as { rewindow: Host };

  const changeThePage = () => {
    find('masked-host').attachShadow({ mode: 'open' }).innerHTML = '<i title="CanaryShadowTitle">CanaryShadowText</i>';
    find('open-host').attachShadow({ mode: 'open' }).innerHTML =
      `<input value="CanaryShadowValue"><p>ShownShadow ${mail('CanaryShadowMail')}</p>`;
    find('closed-host').attachShadow({ mode: 'closed' }).innerHTML = '<p>CanaryClosed</p>';
    find('alert').textContent = 'CanaryAlert';
    find('mail').setAttribute('data-late', mail('CanaryLateMail'));
    find('link').setAttribute('href', '/host/page?who=CanaryLateLink');
    const gone = document.createElement('a');
    document.body.append(gone);
    gone.setAttribute('href', '/host/page?who=CanaryGoneLink');
    gone.remove();
    find('password').setAttribute('type', 'text');
    document.title = `ShownLater ${mail('CanaryNewTitle')}`;
    const context = (find('canvas') as HTMLCanvasElement).getContext('2d');
    context?.fillText('CanaryCanvas', 5, 20);
    rewindow.mask(find('late-mask'));
    rewindow.block('.late-block');
    find('late-mask').textContent = 'CanaryLateMask';
    document.querySelector('.late-block')!.innerHTML = '<b title="CanaryLateTitle">CanaryLateBlock</b>';
    getSelection()?.selectAllChildren(find('editable'));
  };

  const useFields = () => {
    const checked = find('checked') as HTMLInputElement;
    checked.setCustomValidity('the word x is known, CanaryNot so'.replace('CanaryNot', 'not'));
    const field = find('masked-field') as HTMLInputElement;
    field.setCustomValidity('CanaryMaskValidity');
    field.reportValidity();
  };

  const askServers = async () => {
    const address = `/host/api/CanaryPathMail%40secret.example?who=CanaryFetchQuery#CanaryFetchHash`;
    const body = { password: 'CanaryBodyPassword', accessToken: 'CanaryBodyToken', card, mail: mail('CanaryBodyMail') };
    const headers = {
      'content-type': 'application/json',
      authorization: 'Bearer CanaryHeader',
      'x-api-key': 'CanaryKey',
    };
    await fetch(address, { method: 'POST', body: JSON.stringify(body), headers });
    await fetch('/host/form', {
      method: 'POST',
      body: new URLSearchParams({ pin: 'CanaryFormPin', cvv: 'CanaryFormCvv' }),
    });
    await fetch('http://[/?who=CanaryBadAddress').catch(() => undefined);
    const xhr = new XMLHttpRequest();
    xhr.open('GET', '/host/api?who=CanaryXhrQuery');
    xhr.setRequestHeader('x-auth-token', 'CanaryXhrHeader');
    xhr.send();
    navigator.sendBeacon('/host/beacon?who=CanaryBeacon', 'ShownBeaconBody');
    const socket = new WebSocket(`ws://${location.host}/host/socket?who=CanarySocketQuery`, []);
    socket.onopen = () => socket.send('CanarySocketMessage');
    new EventSource('/host/events?who=CanaryEvents').close();
    history.pushState(
      { who: 'CanaryState' },
      '',
      '/host/CanaryRouteMail%40secret.example?who=CanaryPush#CanaryPushHash',
    );
    history.pushState({}, '', '/host/?who=CanaryPushAgain');
  };

  const write = () => {
    console.log(
      'ProgramLog',
      mail('CanaryConsoleMail'),
      { deep: { card, mail: mail('CanaryConsoleDeep') } },
      '/x?who=CanaryConsoleQuery',
    );
    console.info(
      { password: 'CanaryConsolePassword', nested: { apiKey: 'CanaryConsoleKey' } },
      token('CanaryConsoleToken'),
    );
    console.debug(
      JSON.stringify({ secret: 'CanaryConsoleJson', pin: 'CanaryConsolePin' }),
      'authorization: Basic CanaryConsoleBasic',
    );
    console.warn(`${'x'.repeat(985)} ${card} and more`);
    console.error(new Error(`of ${mail('CanaryConsoleError')}`));
    const throwLater = (message: string) =>
      setTimeout(() => {
        throw new Error(message);
      });
    throwLater(
      `ProgramError ${mail('CanaryErrorMail')} at https://shop.example/?who=CanaryErrorQuery#token=CanaryErrorToken`,
    );
    throwLater(`${'x'.repeat(1_985)} ${card} and more`);
    throwLater(`login with password=CanaryErrorPassword failed`);
    void Promise.reject(new Error(`ProgramRejection ${mail('CanaryRejection')} ${card}`));
    void Reflect.apply(Promise.reject, Promise, [{ message: 'x', token: 'CanaryRejectedToken' }]);
    alert('CanaryAlertText');
    prompt('CanaryPromptText');
    // Of a script, because addresses of images and styles are recorded as they are.
    const script = document.createElement('script');
    script.src = '/host/missing.js?who=CanaryResource';
    document.body.append(script);
  };

  const tell = () => {
    rewindow.provide('cart', () => ({
      mail: mail('CanaryProvided'),
      token: 'CanaryProvidedToken',
      card: 4_000_000_000_000_002,
    }));
    rewindow.track(`bought by ${mail('CanaryTrackName')}`, {
      ...{ mail: mail('CanaryTrackMail'), card, number: 4_000_000_000_000_002, password: 'CanaryTrackPassword' },
      ...{ [mail('CanaryTrackKey')]: 1, long: `${'x'.repeat(1_985)} ${card} and more`, jwt: token('CanaryTrackToken') },
    });
    rewindow.setContext({ release: '1', apiKey: 'CanaryContextKey', owner: mail('CanaryContextMail') });
    rewindow.identify('visitor 7', { mail: mail('CanaryTrait'), sessionToken: 'CanaryTraitToken' });
    rewindow.mark(`mark ${mail('CanaryMark')}`);
  };

  changeThePage();
  useFields();
  write();
  tell();
  await askServers();
}
