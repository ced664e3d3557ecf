import { comparable, placeOf } from '../mapping/places.ts';
import type { Mapping, RosterMap } from '../mapping/schema.ts';

/** What a roster of a mapping file is read by. */
export type Meaning = Pick<RosterMap, 'roles' | 'activities' | 'wards'> & {
  readonly places?: Mapping['places'];
};
export type Role = 'rn' | 'na';

/** What the words of a row mean; `null` for a word that is not listed. */
export interface Meant {
  readonly ward: string | null;
  readonly role: Role | 'ignore' | null;
  readonly isWork: boolean | null;
}

/** Looks up the words of a roster, without regard to case and to blanks around them. */
export class RosterWords {
  private readonly wards: ReadonlyMap<string, string>;
  private readonly roles: ReadonlyMap<string, Role | 'ignore'>;
  private readonly activities: ReadonlyMap<string, RosterMap['activities'][string]>;
  private readonly places: Mapping['places'];

  constructor({ wards, roles, activities, places = {} }: Meaning) {
    this.wards = listed(wards);
    this.roles = listed(roles);
    this.activities = listed(activities);
    this.places = places;
  }

  /** An activity that sends the person elsewhere names the ward. A row without an activity is work. */
  meant({ ward, role, activity }: { ward: string; role: string; activity: string }): Meant {
    const does = activity === '' ? 'work' : (this.activities.get(comparable(activity)) ?? null);
    const isElse = does !== null && typeof does === 'object';
    return {
      ward: isElse ? does.elsewhere : this.ward(ward),
      role: this.roles.get(comparable(role)) ?? null,
      isWork: does === null ? null : does !== 'absence',
    };
  }

  private ward(name: string): string | null {
    const ward = this.wards.get(comparable(name));
    if (ward !== undefined) return ward;
    const place = { facility: '', unit: name, room: '', bed: '' };
    const found = placeOf(place, { places: this.places } as Mapping);
    if (found === null) return null;
    // a real place that is not measured: its staff is known, and not needed
    return typeof found === 'string' ? NOWHERE : found.ward;
  }
}

/** Stands for a place that is no ward of the site. */
export const NOWHERE = '';

function listed<T>(words: Readonly<Record<string, T>>): Map<string, T> {
  return new Map(Object.entries(words).map(([word, meaning]) => [comparable(word), meaning]));
}
