import fc from 'fast-check';
import { RuleSet } from 'rewindow/wire';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { conditionOf, messagesOf, problemsOf, rulesOf, textAt, withCondition } from './compiling.ts';

describe('conditions', () => {
  it.each([
    ['record.status >= 500', ['>=', ['get', 'record', 'status'], 500]],
    ['record["status"] == 402', ['==', ['get', 'record', 'status'], 402]],
    ['record.data.total > 99.5', ['>', ['get', 'record', 'data', 'total'], 99.5]],
    ['record.x < -3', ['<', ['get', 'record', 'x'], -3]],
    ['-record.x < 0', ['<', ['negate', ['get', 'record', 'x']], 0]],
    ['!record.failed', ['not', ['get', 'record', 'failed']]],
    ['has(record.label)', ['has', 'record', 'label']],
    ['has(record.data.a.b)', ['has', 'record', 'data', 'a', 'b']],
    ['size(record.message) > 3', ['>', ['size', ['get', 'record', 'message']], 3]],
    ['session.states.size() == 0', ['==', ['size', ['get', 'session', 'states']], 0]],
    ['record.path.startsWith("/a")', ['startsWith', ['get', 'record', 'path'], '/a']],
    ['record.status in [401, 403]', ['in', ['get', 'record', 'status'], ['list', 401, 403]]],
    ['"checkout" in session.states', ['in', 'checkout', ['get', 'session', 'states']]],
    ['"plan" in session.traits', ['in', 'plan', ['get', 'session', 'traits']]],
    [
      'record.failed ? record.status > 1 : true',
      ['if', ['get', 'record', 'failed'], ['>', ['get', 'record', 'status'], 1], true],
    ],
    ['record.durationMs * 2.0 + 1 > 0x10', ['>', ['+', ['*', ['get', 'record', 'durationMs'], 2], 1], 16]],
    ["record.message == 'it\\'s' + \"\\u00e9\"", ['==', ['get', 'record', 'message'], ['+', "it's", 'é']]],
    ['session.traits.plan == null', ['==', ['get', 'session', 'traits', 'plan'], null]],
    ['record.path.like("/shop/*")', ['like', ['get', 'record', 'path'], '/shop/*']],
    [
      'user.id == "ada" || has(user.traits.plan)',
      ['or', ['==', ['get', 'user', 'id'], 'ada'], ['has', 'user', 'traits', 'plan']],
    ],
    ['"cart" in state.earlier', ['in', 'cart', ['get', 'state', 'earlier']]],
    ['record.at - state.since.cart > 5', ['>', ['-', ['get', 'record', 'at'], ['get', 'state', 'since', 'cart']], 5]],
    ['link.online && link.kbps < 300', ['and', ['get', 'link', 'online'], ['<', ['get', 'link', 'kbps'], 300]]],
    ['profile.errorCount > 3', ['>', ['get', 'profile', 'errorCount'], 3]],
    ['// why\n true', true],
    ['false', false],
  ])('%s', (when, expression) => {
    expect(conditionOf(when)).toEqual(expression);
  });

  it('takes long chains of alternatives', () => {
    const paths = Array.from({ length: 80 }, (_, index) => `record.path == "/${String(index)}"`);
    const parallel = paths.join(' || ');
    expect(v.is(RuleSet, rulesOf(withCondition(parallel)))).toBe(true);
  });

  it.each([
    ['record.statu > 1', /no field "statu", did you mean record\.status\?/],
    ['record.total > 1', /no field "total"; what a custom record carries is in record\.data/],
    ['session.usr == "a"', /did you mean session\.user\?/],
    ['page.host == "a"', /\(it has url, path\)/],
    ['status > 1', /unknown name "status", did you mean record\.status\?/],
    ['window', /unknown name "window"; conditions see record, session, page, user, state, link and profile/],
    ['kbps > 5', /did you mean link\.kbps\?/],
    ['link.speed > 5', /link has no field "speed" \(it has online, type, effectiveType, kbps, saver, metered\)/],
    ['state.enterd == []', /did you mean state\.entered\?/],
    ['record.path.like(page.path)', /takes its pattern as text in quotes/],
    ['record.path.like("a" + "b")', /takes its pattern as text in quotes/],
    ['record.path.like(1)', /looks for a string, this is a number/],
    [`record.path.like("${'a'.repeat(201)}")`, /at most 200 characters/],
    ['record.status.like("4*")', /needs a string, this is a number/],
    ['record.kind.like("netwrk*")', /no kind of record can make this true/],
    ['record.status == "402"', /a number never equals a string/],
    ['record.message == 1', /a string never equals a number/],
    ['record.data == record.data', /never equals/],
    ['record.status', /a condition is true or false, this is a number/],
    ['record.status && true', /&& joins conditions, this is a number/],
    ['!record.status', /! needs a condition/],
    ['-record.message > 1', /- needs a number/],
    ['record.message - 1 > 1', /- takes two numbers/],
    ['record.message + 1 == "a"', /\+ takes two numbers or two strings, not a string and a number/],
    ['record.failed < true', /< takes two numbers or two strings/],
    ['record.status in ["a"]', /a number is never in a list<string>/],
    ['"a" in record.message', /for text use contains\(\)/],
    ['1 in record.data', /names of a map are strings/],
    ['record.status / 2 > 1', /\/ is not part of the rule language/],
    ['record.status % 2 == 0', /% is not part/],
    ['record.message.matches("a+")', /regular expressions are not part of the rule language/],
    ['session.states.exists(s, s == "a")', /exists\(\) is not part/],
    ['string(record.status) == "1"', /string\(\) is not part/],
    ['timestamp("2026-01-01T00:00:00Z") == timestamp("2026-01-01T00:00:00Z")', /timestamp\(\) is not part/],
    ['cel.bind(x, 1, x == 1)', /is not part/],
    ['has(record)', /has\(\) asks for a field/],
    ['has("a")', /has\(\) asks for a field/],
    ['size(record.status) > 1', /size\(\) needs a string, a list or a map/],
    ['record.message.startsWith(1)', /looks for a string/],
    ['record.status.contains("a")', /needs a string, this is a number/],
    ['record.message.length > 1', /has no fields/],
    ['session.states[0] == "a"', /use "in" to look into a list/],
    ['{"a": 1}.a == 1', /maps and optional fields are not part/],
    ['b"a" == b"a"', /bytes and unsigned numbers/],
    ['1u == 1u', /bytes and unsigned numbers/],
    ['record.status > 9007199254740993', /too large to be exact/],
    ['record.failed ? 1 : "a"', /must have the same type/],
    ['record.status ? true : false', /before \? a condition is expected/],
    ['record.kind == "netwrk"', /record\.kind is never "netwrk"; it is one of/],
    ['record.level in ["eror"]', /record\.level is never "eror"/],
    ['record.kind == "dom"', /record\.kind is never "dom"/],
    ['record.kind == "network" && record.level == "error"', /no kind of record can make this true/],
    ['record.status >', /the condition ends too early/],
    ['record.status > 1 &', /&/],
    [`${'('.repeat(40)}true${')'.repeat(40)} && ${'!'.repeat(40)}true`, /too large|depth|deep/i],
  ])('refuses %s', (when, message) => {
    expect(messagesOf(when).join('\n')).toMatch(message);
  });

  it('reports every problem of a condition, each at its place', () => {
    const text = withCondition('record.foo == 1 && record.kind == "x" || bar');
    expect(problemsOf(text).map((problem) => textAt(text, problem).slice(0, 6))).toEqual([
      'foo ==',
      'record',
      'bar","',
    ]);
  });

  it('finds the place inside JSON that is escaped and spans lines', () => {
    const text = [
      '{',
      '  "version": 1, "name": "test",',
      '  "triggers": [{ "id": "t", "type": "match",',
      '    "when": "record.message == \\"\\u00e9\\\\n\\" &&\\n nonsense", "instructions": [{ "order": { "verb": "agent.sleep" } }] }]',
      '}',
    ];
    for (const newline of ['\n', '\r\n', '\r']) {
      const [problem] = problemsOf(text.join(newline));
      expect(problem).toMatchObject({ path: 'triggers[0].when', line: 4 });
      expect(problem && textAt(text.join(newline), problem)).toMatch(/^nonsense"/);
    }
  });

  it('points into the condition wherever the name stands, however the text is escaped', () => {
    const padding = fc.string({ unit: fc.constantFrom('"', '\\', '\n', 'é', '😀', 'a', '\u2028'), maxLength: 12 });
    fc.assert(
      fc.property(padding, fc.boolean(), (inside, asEscapes) => {
        const raw = withCondition(`record.message == ${JSON.stringify(inside)} || nonsense`);
        const text = asEscapes ? escapeAll(raw) : raw;
        const [problem] = problemsOf(text);
        expect(problem && textAt(text, problem)).toMatch(/^nonsense"/);
      }),
    );
  });
});

/** Each character beyond ASCII as an escape of JSON. */
function escapeAll(json: string): string {
  return json
    .split('')
    .map((unit) => (unit < '\u0080' ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`))
    .join('');
}
