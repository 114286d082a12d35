export { startRecorder } from './startRecorder.ts';
