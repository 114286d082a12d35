// fires: @typescript-eslint/no-unnecessary-condition
export const length = (text: string): number => text?.length;
