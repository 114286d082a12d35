import { flag, html, type Html } from './html.ts';
import { alertBox, errorText, fieldErrors } from './parts.ts';
import { baseOf, type ShopState, type View } from './state.ts';

/** Who the visitor is. Signing in tells the agent, so that the operator can find the session by the name. */
export function profileView(state: ShopState): View {
  const { user } = state.visitor;
  return {
    title: 'Profile',
    main: html`<section class="panel narrow">
      <h1 tabindex="-1">${user === null ? 'Who are you?' : `Hello, ${user.name}`}</h1>
      ${user === null ? signInForm(state) : leaveForm(state, user)}
    </section>`,
  };
}

function signInForm(state: ShopState): Html {
  const { form } = state;
  const error = fieldErrors(form, 'name');
  return html`<p>A name is enough. The operator can then find your session by it.</p>
    <form method="post" action="${baseOf(state.flavour)}/profile" data-form="profile">
      ${alertBox(form?.alert)}
      <div class="field">
        <label for="name">Your name</label>
        <input
          id="name"
          name="name"
          autocomplete="nickname"
          required
          maxlength="60"
          value="${form?.values['name']}"
          aria-describedby="name-error"
          ${error !== '' && html`aria-invalid="true"`}
        />
        ${errorText('name', error)}
      </div>
      <label class="switch">
        <input type="checkbox" name="club" value="on" ${flag('checked', form?.values['club'] === 'on')} />
        I am a member of the club
      </label>
      <button class="button">Sign in</button>
    </form>`;
}

function leaveForm(state: ShopState, user: { name: string; club: boolean }): Html {
  return html`<p>${user.club ? 'You are a member of the club.' : 'You are not in the club yet.'}</p>
    <form method="post" action="${baseOf(state.flavour)}/profile/leave" data-form="profile/leave">
      ${alertBox()}
      <button class="button button-quiet">Sign out</button>
    </form>`;
}
