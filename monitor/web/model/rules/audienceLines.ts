import { DAYS, DEVICES } from 'rewindow/wire';
import { field, line, optional, type Line, type Option } from './lines.ts';

/** For whom a rule is, as sentences. */
const DEVICE_WORDS: Readonly<Record<string, string>> = { phone: 'phones', tablet: 'tablets', desktop: 'desktops' };
const DAY_WORDS: Readonly<Record<string, string>> = {
  sun: 'Sun',
  mon: 'Mon',
  tue: 'Tue',
  wed: 'Wed',
  thu: 'Thu',
  fri: 'Fri',
  sat: 'Sat',
};
const toOptions = (values: readonly string[], words: Readonly<Record<string, string>>): Option[] =>
  values.map((value) => ({ value, label: words[value] ?? value }));

export const AUDIENCE: readonly Line[] = [
  line('called', field('id', 'Id', { type: 'text' })),
  optional(
    'a share of the sessions',
    { share: 0.1 },
    field('share', 'Share of the sessions', { type: 'share' }),
    'of the sessions',
  ),
  optional(
    'users',
    { users: ['user-1'] },
    'the users',
    field('users', 'Users', { type: 'words', placeholder: 'as the page says by identify()' }),
  ),
  optional(
    'a list of users',
    { list: 'testers' },
    'users of the list',
    field('list', 'List of users', { type: 'text' }),
  ),
  optional(
    'pages',
    { pages: ['/shop/*'] },
    'on the pages',
    field('pages', 'Pages', { type: 'words', placeholder: '/shop/*' }),
  ),
  optional(
    'devices',
    { devices: ['phone'] },
    'with',
    field('devices', 'Devices', { type: 'choices', options: toOptions(DEVICES, DEVICE_WORDS) }),
  ),
  optional(
    'countries',
    { countries: ['CH'] },
    'from',
    field('countries', 'Countries', { type: 'words', placeholder: 'two letters, as CH' }),
  ),
  optional(
    'addresses',
    { addresses: ['10.0.0.0/8'] },
    'from the addresses',
    field('addresses', 'Addresses', { type: 'words', placeholder: '203.0.113.7 or 10.0.0.0/8' }),
  ),
  optional(
    'earlier states',
    { earlierStates: [] },
    'who were in one of',
    field('earlierStates', 'Earlier states', { type: 'stateList' }),
  ),
  optional(
    'days',
    { 'period.days': ['mon', 'tue', 'wed', 'thu', 'fri'] },
    'on',
    field('period.days', 'Days', { type: 'choices', options: toOptions(DAYS, DAY_WORDS) }),
  ),
  optional(
    'time of the day',
    { 'period.fromTime': '08:00', 'period.toTime': '18:00' },
    'between',
    field('period.fromTime', 'From', { type: 'text', placeholder: '08:00' }),
    'and',
    field('period.toTime', 'To', { type: 'text', placeholder: '18:00' }),
    'o’clock',
  ),
  optional('from a day', { 'period.fromAt': 0 }, 'from', field('period.fromAt', 'From', { type: 'moment' })),
  optional('until a day', { 'period.toAt': 0 }, 'until', field('period.toAt', 'Until', { type: 'moment' })),
];
