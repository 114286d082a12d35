/** The monitor as a package: the command, and the composition for programs that mount it themselves. */
export { ApiError } from './api/apiError.ts';
export { createMonitor, type Monitor, type MonitorHands, type MonitorOptions } from './boot/createMonitor.ts';
export { passwordNotice } from './boot/passwordNotice.ts';
export { runCli, type CliDeps } from './boot/runCli.ts';
