// fires: @typescript-eslint/no-unsafe-assignment
const value: string = JSON.parse('1');
export const read = (): string => value;
