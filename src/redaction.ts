/** What may be told of bodies and headers of an exchange: for whoever records exchanges outside a page. */
export { matchBodyRules, type BodyRules } from './capture/networkDepth/bodyRule.ts';
export { describeBody, type Body, type RawBody } from './capture/networkDepth/describeBody.ts';
export { pickHeaders } from './capture/networkDepth/headers.ts';
