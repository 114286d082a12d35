/** What a page needs for more than captures: states, triggers, images and data on occasion, forwarding, audiences. */
export { carryOut } from './carryOut.ts';
export { checkRules } from '../../wire/parseInPage.ts';
export { createRuleSide } from './ruleSide.ts';
