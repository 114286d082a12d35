import { stopAll, type Stoppable } from '../tools/stop.ts';
import { createCard, type Action } from './card.ts';
import { createOffer, type OfferParts } from './offer.ts';
import { showCard } from './showCard.ts';

export interface MessageOptions {
  document: Document;
  title: string;
  text: string;
  actions: readonly Action[];
  /** The user has chosen a button; the message is gone then. */
  onAction(label: string): void;
  /** The user has closed the message. */
  onDismiss(): void;
  /** What an offer has besides. */
  offer?: Omit<OfferParts, 'onOver'> & {
    /** The offer is over, and gone. */
    onExpire(): void;
  };
}

/** Shows a message, or an offer with its code and the time that is left. */
export function showMessage(options: MessageOptions): Stoppable {
  const { document, onAction, onDismiss, offer } = options;
  const end = (say: () => void) => () => {
    shown.stop();
    say();
  };
  const dismiss = end(onDismiss);
  const card = createCard({ ...options, onAction: ({ label }) => end(() => onAction(label))(), onClose: dismiss });
  const parts = offer && createOffer(card, { ...offer, onOver: end(offer.onExpire) });
  const shown = stopAll([showCard(document, card, dismiss), ...(parts ? [parts] : [])]);
  return shown;
}
