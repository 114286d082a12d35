/** Web storage over a map, for Node, which has none. `limitChars` makes it full. */
export function createMapStorage(limitChars = Number.POSITIVE_INFINITY): Storage {
  const values = new Map<string, string>();
  const storage = {
    getItem: (name: string) => values.get(name) ?? null,
    setItem: (name: string, value: string) => {
      if (value.length > limitChars) throw new DOMException('full', 'QuotaExceededError');
      values.set(name, value);
      Object.assign(storage, { [name]: value });
    },
    removeItem: (name: string) => {
      values.delete(name);
      Reflect.deleteProperty(storage, name);
    },
  };
  return storage as unknown as Storage;
}
