// fires: @typescript-eslint/naming-convention
export function getUserInfo(name: string): string {
  return name;
}
