// as: src/boot/bad.ts
// fires: architecture/allowed-imports
export const load = async (): Promise<unknown> => import('html2canvas');
