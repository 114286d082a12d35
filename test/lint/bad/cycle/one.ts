// fires: import-x/no-cycle
import { two } from './two.ts';

export const one = (): number => two() + 1;
