import { groupSegments, type Planned } from './groups.ts';

/** The segments of a session that touch a range of time, each page's from the checkpoint on that replay needs. */
export function pickRange<S extends Planned>(
  segments: readonly S[],
  range: { sessionId: string; fromAt: number; toAt: number },
): S[] {
  const touches = ({ header }: S): boolean => header.lastAt >= range.fromAt && header.firstAt <= range.toAt;
  const endOf = (group: readonly S[]): number =>
    group.reduce((end, part, index) => (touches(part) ? index + 1 : end), 0);
  const ofSession = segments.filter(({ header }) => header.sessionId === range.sessionId);
  return groupSegments(ofSession).flatMap((group) => group.segments.slice(0, endOf(group.segments)));
}
