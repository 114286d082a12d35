/** Browser and system in few words, out of a user agent. Order matters: most browsers claim to be several. */

const BROWSERS: [name: string, pattern: RegExp][] = [
  ['Edge', /Edg(?:e|A|iOS)?\/(\d+)/],
  ['Opera', /OPR\/(\d+)/],
  ['Samsung Internet', /SamsungBrowser\/(\d+)/],
  ['Firefox', /(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /Version\/(\d+)[\d.]*.*Safari\//],
];

const SYSTEMS: [name: string, pattern: RegExp][] = [
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Android', /Android/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X/],
  ['ChromeOS', /CrOS/],
  ['Linux', /Linux|X11/],
];

export function describeDevice(userAgent: string): string {
  const browser = firstMatch(BROWSERS, userAgent);
  const system = firstMatch(SYSTEMS, userAgent);
  const name = browser && `${browser.name}${browser.version === undefined ? '' : ` ${browser.version}`}`;
  return [name, system?.name].filter((part) => part !== undefined).join(' · ') || 'unknown device';
}

function firstMatch(
  table: [string, RegExp][],
  text: string,
): { name: string; version: string | undefined } | undefined {
  for (const [name, pattern] of table) {
    const match = pattern.exec(text);
    if (match) return { name, version: match[1] };
  }
  return undefined;
}
