import type { PublishedRuleSet, Signatures } from 'rewindow/wire';

/** Signs a rule set for an application. */
export type Sign = (app: string, published: PublishedRuleSet) => Signatures;

/** Current, staged and tried rule sets of some hundred applications. */
const TEXT_COUNT_MAX = 500;

/** Rule sets as they go out: signed and serialised once per revision, however many agents take them. */
export function createRuleTexts(sign: Sign | undefined): (app: string, published: PublishedRuleSet) => string {
  const texts = new Map<string, string>();
  return (app, published) => {
    const { revision, hash, publishedAt } = published;
    const key = [app, revision, hash, publishedAt].join(' ');
    const text = texts.get(key) ?? JSON.stringify({ ...published, ...(sign && { signatures: sign(app, published) }) });
    texts.set(key, text);
    const [oldest] = texts.keys();
    if (texts.size > TEXT_COUNT_MAX && oldest !== undefined) texts.delete(oldest);
    return text;
  };
}
