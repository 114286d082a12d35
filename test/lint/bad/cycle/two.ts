// fires: import-x/no-cycle
import { one } from './one.ts';

export const two = (): number => one() + 2;
