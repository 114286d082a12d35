/** Web addresses as the console writes them where room is short; the whole one stands in the title. */

/** `https://shop.example/cart` as `shop.example/cart`. */
export function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//, '');
}

/** Path and fragment of an address; what is none stays as it is. */
export function pathOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { pathname, hash } = new URL(url);
  return pathname + hash;
}
