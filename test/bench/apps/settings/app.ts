import '@shoelace-style/shoelace/dist/components/button/button.js';
import '@shoelace-style/shoelace/dist/components/checkbox/checkbox.js';
import '@shoelace-style/shoelace/dist/components/details/details.js';
import '@shoelace-style/shoelace/dist/components/input/input.js';
import '@shoelace-style/shoelace/dist/components/switch/switch.js';
import '@shoelace-style/shoelace/dist/components/tab/tab.js';
import '@shoelace-style/shoelace/dist/components/tab-group/tab-group.js';
import '@shoelace-style/shoelace/dist/components/tab-panel/tab-panel.js';

/** A page of settings by Shoelace, whose components are Lit's: shadow roots within shadow roots. */
const app = document.querySelector('#app');
const rows = Array.from({ length: 30 }, (_, index) => {
  const name = `Setting ${String(index)}`;
  return `<p><sl-switch>${name}</sl-switch> <sl-checkbox>Tell me about it</sl-checkbox></p>`;
});
if (app) {
  app.innerHTML = `<sl-tab-group><sl-tab slot="nav" panel="one">General</sl-tab><sl-tab slot="nav" panel="two">More</sl-tab>
    <sl-tab-panel name="one"><sl-input label="Name" clearable></sl-input>
      <sl-details summary="About">${'<p>A paragraph about it.</p>'.repeat(12)}</sl-details>${rows.join('')}</sl-tab-panel>
    <sl-tab-panel name="two">${rows.slice(0, 10).join('')}<sl-button>Save</sl-button></sl-tab-panel></sl-tab-group>`;
}
