import { expect, it } from 'vitest';
import { maskCss, maskCssValue } from '../../../src/capture/masking/maskCss.ts';

const CSS = `.me::after { content: "Signed in as joe@example.org"; color: red; --card: '4111 1111 1111 1111'; }`;

it('what a style sheet writes for everybody to read is scrubbed as any other text', () => {
  expect(maskCss(CSS, 'inputs')).toBe(`.me::after { content: "Signed in as ***"; color: red; --card: '***'; }`);
  expect(maskCssValue('content', '"joe@example.org"', 'inputs')).toBe('"***"');
  const token = `"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"`;
  expect(maskCssValue('content', token, 'inputs')).toBe('"***"');
  expect(maskCssValue('font-family', '"joe@example.org"', 'inputs')).toBe('"joe@example.org"');
});

it('icons, sizes and names stay as they are', () => {
  const icons = `.i::before { content: "\\f00c"; } .j::before { content: "→"; } .k { --w: "12px"; font: 12px "Open Sans"; }`;
  for (const mode of ['inputs', 'text', 'all'] as const)
    expect(maskCss(icons.slice(0, 60), mode)).toBe(icons.slice(0, 60));
  expect(maskCss(icons, 'inputs')).toBe(icons);
});

it('in stricter modes nothing of it can be read', () => {
  for (const mode of ['text', 'all'] as const) {
    expect(maskCss(CSS, mode)).not.toMatch(/joe|Signed|4111/);
    expect(maskCss(CSS, mode)).toContain('color: red');
  }
});
