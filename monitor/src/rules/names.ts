/** Whether an expression, or anything that holds expressions, asks for something under this name. */
export function usesName(value: unknown, name: string): boolean {
  if (Array.isArray(value)) {
    const isRead = value[0] === 'get' || value[0] === 'has';
    return isRead ? value[1] === name : value.some((item) => usesName(item, name));
  }
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((item) => usesName(item, name));
}
