import * as v from 'valibot';
import { plainRecord, text } from './text.ts';

export const CustomData = v.object({ name: text, data: v.optional(plainRecord) });
export const MarkData = v.object({ name: text });
export const IdentifyData = v.object({ user: text, traits: v.optional(plainRecord) });
/** All of the context as it stands after a change. */
export const ContextData = v.object({ data: plainRecord });
/** What a data provider of the host gave; `message` where it failed. */
export const ProviderData = v.object({ name: text, data: v.optional(plainRecord), message: v.optional(text) });
export const ConsentData = v.object({ state: v.picklist(['granted', 'withdrawn']) });
