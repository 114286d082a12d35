// as: monitor/web/bad.tsx
// fires: architecture/allowed-imports
export { fastify } from 'fastify';
