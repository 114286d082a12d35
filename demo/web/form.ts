import type { Fields, FormRefused } from '../src/shop/model.ts';
import type { FormReply, ShopApi } from './shopApi.ts';

/** Sends a form of the shop; while it is under way its buttons rest, so that nobody pays twice. */
export async function submitForm(form: HTMLFormElement, api: ShopApi): Promise<FormReply> {
  const buttons = [...form.querySelectorAll('button')];
  const { form: name = '' } = form.dataset;
  const fields = readFields(form);
  form.setAttribute('aria-busy', 'true');
  for (const button of buttons) button.disabled = true;
  const reply = await api.sendForm(name, fields);
  for (const button of buttons) button.disabled = false;
  form.removeAttribute('aria-busy');
  showProblems(form, reply.isDone ? { alert: '', errors: {} } : reply);
  return reply;
}

function readFields(form: HTMLFormElement): Fields {
  const entries = [...new FormData(form)];
  return Object.fromEntries(entries.map(([name, value]) => [name, typeof value === 'string' ? value : '']));
}

/** Writes the messages where the view has left room for them, and takes the visitor to the first bad field. */
function showProblems(form: HTMLFormElement, { alert, errors }: FormRefused): void {
  for (const place of form.querySelectorAll('[data-alert]')) place.textContent = alert;
  for (const place of form.querySelectorAll<HTMLElement>('[data-error]')) {
    place.textContent = errors[place.dataset['error'] ?? ''] ?? '';
  }
  const inputs = [...form.querySelectorAll('input')];
  for (const input of inputs) input.removeAttribute('aria-invalid');
  const bad = inputs.filter((input) => Object.hasOwn(errors, input.name));
  for (const input of bad) input.setAttribute('aria-invalid', 'true');
  bad[0]?.focus();
  if (bad.length === 0) form.querySelector('[data-alert]:not(:empty)')?.scrollIntoView({ block: 'nearest' });
}
