// fires: @typescript-eslint/consistent-type-imports
import { ESLint } from 'eslint';

export const nameOf = (eslint: ESLint | undefined): boolean => eslint !== undefined;
