import { newVisitor, type Visitor } from './model.ts';

/** Visitors beyond this number are forgotten, the longest unseen first: nothing outside may fill the memory. */
const VISITOR_COUNT_MAX = 2_000;

export interface Visitors {
  read(visitorId: string): Visitor;
  write(visitorId: string, visitor: Visitor): void;
}

/** The shop's whole state: who has what in the cart. In memory, because a demo starts anew. */
export function createVisitors(countMax = VISITOR_COUNT_MAX): Visitors {
  const visitors = new Map<string, Visitor>();
  return {
    read: (visitorId) => visitors.get(visitorId) ?? newVisitor(),
    write(visitorId, visitor) {
      // Deleting first moves the visitor to the young end of the map's order.
      visitors.delete(visitorId);
      visitors.set(visitorId, visitor);
      const [oldest] = visitors.keys();
      if (visitors.size > countMax && oldest !== undefined) visitors.delete(oldest);
    },
  };
}
