// as: monitor/src/feedback/bad.ts
// fires: architecture/allowed-imports
export { Environment } from '@marcbachmann/cel-js';
