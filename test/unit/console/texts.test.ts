import fc from 'fast-check';
import * as v from 'valibot';
import { RuleSetSource } from 'rewindow/wire';
import { describe, expect, it } from 'vitest';
import { ApiFailure } from '../../../monitor/web/api/apiFailure.ts';
import { pathOf, withoutScheme } from '../../../monitor/web/model/address.ts';
import { describeDevice } from '../../../monitor/web/model/device.ts';
import { disarmEvent } from '../../../monitor/web/model/disarm.ts';
import { filterEvents, visibleRows } from '../../../monitor/web/model/eventFilter.ts';
import { diffLines, foldSame } from '../../../monitor/web/model/lineDiff.ts';
import { describeLoginFailure } from '../../../monitor/web/model/loginFailure.ts';
import { safeNext } from '../../../monitor/web/model/safeNext.ts';
import { parseOrigins, scriptTag } from '../../../monitor/web/model/scriptTag.ts';
import { toSessionsQuery, withFilter, withNewer, withOlder } from '../../../monitor/web/model/sessionFilter.ts';
import { starterRules } from '../../../monitor/web/model/starterRules.ts';
import { compileRuleSet } from '../../../monitor/src/rules/compile.ts';
import { click, consoleLine, domRecord, network } from './fixtures.ts';

describe('describeDevice', () => {
  it.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/157.0.0.0 Safari/537.36 Edg/157.0.0.0',
      'Edge 157 · Windows',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:160.0) Gecko/20100101 Firefox/160.0', 'Firefox 160 · Linux'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/27.2 Mobile/15E148 Safari/604.1',
      'Safari 27 · iPhone',
    ],
    [
      'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/157.0.0.0 Mobile Safari/537.36',
      'Chrome 157 · Android',
    ],
    ['curl/8', 'unknown device'],
  ])('%s', (userAgent, text) => {
    expect(describeDevice(userAgent)).toBe(text);
  });
});

describe('filterEvents', () => {
  const records = [
    click({ sequence: 0 }),
    network({ sequence: 1 }),
    consoleLine({ sequence: 2 }, 'warn', 'Slow cart'),
    domRecord({ sequence: 3 }, 3),
  ];
  it('leaves out DOM changes', () => {
    expect(filterEvents(records, { groups: [], text: '' })).toHaveLength(3);
  });
  it('takes the chosen groups only', () => {
    expect(filterEvents(records, { groups: ['network', 'console'], text: '' }).map(({ kind }) => kind)).toEqual([
      'network',
      'console',
    ]);
  });
  it('finds text in what is shown and in URLs, in any case', () => {
    expect(filterEvents(records, { groups: [], text: 'CART' }).map(({ kind }) => kind)).toEqual(['network', 'console']);
    expect(filterEvents(records, { groups: [], text: 'shop.example' }).map(({ kind }) => kind)).toEqual(['network']);
  });
});

it('visibleRows covers what is seen and stays within the list', () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.nat(2_000), fc.nat(3_000), (scrollTop, heightPx, count) => {
      const { first, end } = visibleRows({ scrollTop, heightPx, rowPx: 24, count });
      expect(first).toBeLessThanOrEqual(end);
      expect(end).toBeLessThanOrEqual(count);
      for (let row = 0; row < count; row += 1) {
        const isSeen = (row + 1) * 24 > scrollTop && row * 24 < scrollTop + heightPx;
        if (isSeen && (row < first || row >= end)) throw new Error(`row ${String(row)} is seen, but not there`);
      }
    }),
    { numRuns: 50 },
  );
});

it('diffLines gives back both texts, and says nothing of equal ones', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after);
      const side = (other: string) =>
        lines
          .filter(({ type }) => type !== other)
          .map((line) => line.text)
          .join('\n');
      expect(side('added')).toBe(before);
      expect(side('removed')).toBe(after);
      if (before === after) expect(lines.every(({ type }) => type === 'same')).toBe(true);
    }),
  );
});

describe('disarmEvent', () => {
  const withLink = (rel: string) => ({
    type: 2,
    timestamp: 1,
    data: { node: { childNodes: [{ tagName: 'link', attributes: { rel, href: 'https://elsewhere.invalid' } }] } },
  });
  it.each(['preconnect', 'dns-prefetch', 'preload stylesheet', 'PREFETCH'])('takes %s out', (rel) => {
    expect(JSON.stringify(disarmEvent(withLink(rel)))).not.toContain(`"${rel}"`);
  });
  it('does not touch the rest, nor its argument', () => {
    const plain = withLink('stylesheet');
    expect(disarmEvent(plain)).toBe(plain);
    const armed = withLink('preconnect');
    disarmEvent(armed);
    expect(JSON.stringify(armed)).toContain('preconnect');
  });
  it('finds it in changes, and survives any depth', () => {
    const change = {
      type: 3,
      timestamp: 1,
      data: { source: 0, attributes: [{ id: 1, attributes: { rel: 'preconnect' } }] },
    };
    expect(JSON.stringify(disarmEvent(change))).toContain('disarmed');
    const steering = {
      type: 2,
      timestamp: 1,
      data: { attributes: { 'http-equiv': 'refresh', content: '0;url=https://elsewhere.invalid' } },
    };
    expect(JSON.stringify(disarmEvent(steering))).toContain('disarmed');
  });
});

describe('the login', () => {
  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/login?next=/x', null])(
    'does not lead to %s',
    (next) => {
      expect(safeNext(next)).toBe('/sessions');
    },
  );
  it('leads to the page that was asked for', () => {
    expect(safeNext('/sessions/1?x=2')).toBe('/sessions/1?x=2');
  });
  it('says when to try again', () => {
    expect(describeLoginFailure(new ApiFailure('too_many_requests', '', { retryAfterSeconds: 42 }))).toContain(
      'in 42 s',
    );
    expect(describeLoginFailure(new ApiFailure('login_refused', 'no'))).toBe('This is not the password.');
  });
});

describe('filters in the address', () => {
  const search = new URLSearchParams('user=ada&live=true&archived=maybe&cursor=one&cursor=two');
  it('make the query, with the last cursor', () => {
    expect(toSessionsQuery(search)).toEqual({ limit: '50', user: 'ada', live: 'true', cursor: 'two' });
  });
  it('start over with another filter, and step to and fro', () => {
    expect(withFilter(search, 'url', '/cart').getAll('cursor')).toEqual([]);
    expect(withFilter(search, 'user', '').has('user')).toBe(false);
    expect(withOlder(search, 'three').getAll('cursor')).toEqual(['one', 'two', 'three']);
    expect(withNewer(search).getAll('cursor')).toEqual(['one']);
  });
});

it('origins are read from a text, and what is none is named', () => {
  expect(
    parseOrigins('https://a.example/x, http://b.example:8080\n* ftp://c.example nonsense https://a.example'),
  ).toEqual({
    origins: ['https://a.example', 'http://b.example:8080', '*'],
    refused: ['ftp://c.example', 'nonsense'],
  });
});

it('the script tag is the documented one', () => {
  expect(scriptTag('https://m.example', 'shop')).toBe(
    '<script src="https://m.example/agent/rewindow.js" data-app="shop" data-monitor="https://m.example" async></script>',
  );
});

it("the starter rule set passes the monitor's own check", () => {
  expect(v.safeParse(RuleSetSource, JSON.parse(starterRules())).success).toBe(true);
  expect(compileRuleSet(starterRules())).not.toHaveProperty('problems');
});

describe('short addresses', () => {
  it('lose the scheme, or all but path and fragment', () => {
    expect(withoutScheme('https://shop.example/cart?q=***')).toBe('shop.example/cart?q=***');
    expect(withoutScheme('file:///cart')).toBe('file:///cart');
    expect(pathOf('http://shop.example:8080/cart?q=***#pay')).toBe('/cart#pay');
    expect(pathOf('not an address')).toBe('not an address');
  });
});

describe('foldSame', () => {
  it('keeps changes and what is around them, and counts the rest', () => {
    const before = Array.from({ length: 20 }, (_, index) => `line ${String(index)}`);
    const after = before.with(10, 'new');
    const folded = foldSame(diffLines(before.join('\n'), after.join('\n')), 2);
    expect(folded.map(({ type }) => type)).toEqual([
      ...['folded', 'same', 'same', 'removed', 'added', 'same', 'same', 'folded'],
    ]);
    expect(folded[0]).toEqual({ type: 'folded', count: 8 });
    expect(foldSame(diffLines('a', 'a'))).toEqual([{ type: 'folded', count: 1 }]);
  });
});
