import { AudienceSource } from 'rewindow/wire';
import * as v from 'valibot';

/** Of a whole rule set only its audiences: what else it says may be of another version, and is compiled elsewhere. */
const Targeted = v.pipe(v.string(), v.parseJson(), v.object({ targeting: v.optional(v.array(AudienceSource), []) }));

/** The audiences of a published rule set's text; none where the text is not understood (any more). */
export function readTargeting(text: string): AudienceSource[] {
  const read = v.safeParse(Targeted, text);
  return read.success ? read.output.targeting : [];
}
