import type { AudienceSource } from 'rewindow/wire';
import { createAddressSet } from './addresses.ts';

/** What is known of a page that asks. */
export interface Visitor {
  user: string | undefined;
  address: string;
  country: string | undefined;
}

/** An audience as far as the monitor decides it, ready to be asked about many visitors. */
export interface JudgedAudience {
  id: string;
  holds(visitor: Visitor, inList: (list: string, user: string) => boolean): boolean;
}

/** Whether an audience names anything that only the monitor can decide. */
export function isJudged({ users, list, countries, addresses }: AudienceSource): boolean {
  return [users, list, countries, addresses].some((criterion) => criterion !== undefined);
}

/** Everything that the audience names must be so: whoever has not said who they are is in no list. */
export function prepareAudience({ id, users, list, countries, addresses }: AudienceSource): JudgedAudience {
  const userSet = users && new Set(users);
  const countrySet = countries && new Set(countries);
  const addressSet = addresses && createAddressSet(addresses);
  return {
    id,
    holds({ user, address, country }, inList) {
      if (userSet && (user === undefined || !userSet.has(user))) return false;
      if (list !== undefined && (user === undefined || !inList(list, user))) return false;
      if (countrySet && (country === undefined || !countrySet.has(country))) return false;
      return addressSet?.has(address) ?? true;
    },
  };
}
