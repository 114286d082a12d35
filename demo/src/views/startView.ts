import { TEST_CARDS } from '../shop/payment.ts';
import { html, type Html } from './html.ts';

const FLAVOURS = [
  {
    href: '/demo/shop/',
    title: 'Many pages',
    text: 'A classic shop: every click loads a page. The agent comes with one script tag.',
    code: '<script src="/agent/rewindow.js"\n  data-app="demo" async></script>',
  },
  {
    href: '/demo/spa/',
    title: 'One page',
    text: 'The same shop as a single-page app. The agent is an npm package that it imports.',
    code: "import { init } from 'rewindow';\n\ninit({ app: 'demo', monitor });",
  },
] as const;

/** The first page of the demo: what to try, and what to look for in the console. */
export function startView(): Html {
  return html`<header class="hero">
      <p class="kicker">Rewindow demo</p>
      <h1>A shop with trouble at its checkout</h1>
      <p>
        While you shop, the agent keeps the last minutes of your session on this device. Nothing leaves it until a rule
        asks: three refused payments within two minutes, and the three minutes before them go to the operator.
      </p>
    </header>
    <main class="start" id="main">
      <section class="flavours" aria-label="The two shops">${FLAVOURS.map(flavourCard)}</section>
      ${recipe()} ${operator()} ${more()} ${cards()}
    </main>`;
}

function flavourCard(flavour: (typeof FLAVOURS)[number]): Html {
  return html`<article class="panel">
    <h2>${flavour.title}</h2>
    <p>${flavour.text}</p>
    <pre><code>${flavour.code}</code></pre>
    <a class="button" href="${flavour.href}">Open the shop</a>
  </article>`;
}

function recipe(): Html {
  return html`<section>
    <h2>Have three payments refused</h2>
    <ol class="recipe">
      <li>Open one of the shops, look around, and put something into the cart.</li>
      <li>Go to the checkout. Send the address empty once: the errors are part of the story.</li>
      <li>At the payment choose <strong>A refused card</strong>, fill in the rest and pay. Three times.</li>
      <li>After the third refusal the shop offers help. That offer comes from the rule, not from the shop.</li>
    </ol>
  </section>`;
}

function operator(): Html {
  return html`<section>
    <h2>Then change sides</h2>
    <p>
      The <a href="/">console</a> is the operator’s place. Log in with the password that the start command printed. Your
      session is in the list; open it, and you see:
    </p>
    <ul class="recipe">
      <li>the three minutes before the third refusal, replayed, with what you typed masked;</li>
      <li>the refused requests (402), console lines and errors on the same timeline;</li>
      <li>images of the payment step, taken because a rule asked for them;</li>
      <li>which instruction was given, and that your browser has carried it out.</li>
    </ul>
    <p>
      On the console’s page of rules you can change all of this. Open shops take the new rules over without a reload.
    </p>
  </section>`;
}

function more(): Html {
  return html`<section>
    <h2>Other things to try</h2>
    <ul class="recipe">
      <li><a href="/demo/shop/profile">Sign in</a> with a name, then search for it in the console.</li>
      <li><a href="/demo/shop/break">Break something</a>: console errors, uncaught errors, rejected promises.</li>
      <li>Choose a delivery: the carriers take a second and a half to answer.</li>
      <li>Kill the browser in the middle. At the next visit the console can still ask for what was buffered.</li>
      <li>Stop the start command and start it again. Nothing that was to be sent is lost.</li>
    </ul>
  </section>`;
}

function cards(): Html {
  return html`<section>
    <h2>Cards</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">Number</th>
          <th scope="col">What happens</th>
        </tr>
      </thead>
      <tbody>
        ${TEST_CARDS.map(
          ({ number, label, says }) =>
            html`<tr>
              <td><code>${number}</code></td>
              <td>${label} ${says}.</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="quiet">Only the last four digits count. The switch “Make payments fail” refuses every card.</p>
  </section>`;
}

/** Where the offer of help leads. */
export function helpView(): Html {
  return html`<header class="hero">
      <p class="kicker">Pine &amp; Kettle</p>
      <h1>Other ways to pay</h1>
      <p>Sometimes a bank says no and does not say why. You can still have your order.</p>
    </header>
    <main class="start" id="main">
      <ul class="recipe">
        <li>Pay when you pick it up, in cash or with any card.</li>
        <li>Pay by transfer; we send the parcel when the money has arrived.</li>
        <li>Call us between 9 and 18 h, and we look at it together.</li>
      </ul>
      <p>
        Your cart is still there: <a href="/demo/shop/cart">many pages</a> or <a href="/demo/spa/cart">one page</a>.
      </p>
    </main>`;
}
