/** The first value of a header, however it is given. */
export function headerOf(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : undefined;
}

/** Media type of a header, in lower case; empty where there is none. */
export function mediaTypeOf(header: unknown): string {
  return (headerOf(header) ?? '').split(';')[0]?.trim().toLowerCase().slice(0, 100) ?? '';
}
