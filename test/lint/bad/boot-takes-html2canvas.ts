// as: src/boot/bad.ts
// fires: architecture/allowed-imports
export { default as draw } from 'html2canvas';
