import type { Fields, Product, Quote, Visitor } from '../shop/model.ts';
import type { Flavour, Route } from '../shop/route.ts';
import type { Html } from './html.ts';

/** All that a view of the shop is made of. Server and browser make the same page of the same state. */
export interface ShopState {
  flavour: Flavour;
  route: Route;
  visitor: Visitor;
  /** The products that the route shows: the found ones of a list, the one of a product page. */
  products: readonly Product[];
  /** Absent while they are being asked for. */
  quotes?: readonly Quote[];
  /** Of a form that was sent and refused. */
  form?: { values: Fields; errors: Fields; alert: string };
}

/** The middle of a page, with its name and the mark that the visitor has reached by seeing it. */
export interface View {
  title: string;
  mark?: string;
  main: Html;
}

export function baseOf(flavour: Flavour): string {
  return `/demo/${flavour}`;
}
