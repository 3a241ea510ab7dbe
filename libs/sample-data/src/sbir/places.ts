/** A city, its state as the award file spells it, and the first three digits of its ZIP codes. */
export interface Place {
  readonly city: string;
  readonly state: string;
  readonly zip: string;
}

const place = (city: string, state: string, zip: string): Place => ({ city, state, zip });

/** Where the firms are, more or less as often as in the source: each stands once per share. */
export const places: readonly Place[] = [
  place('San Diego', 'California', '921'),
  place('Los Angeles', 'California', '900'),
  place('Palo Alto', 'California', '943'),
  place('Torrance', 'California', '905'),
  place('Boston', 'Massachusetts', '021'),
  place('Woburn', 'Massachusetts', '018'),
  place('Cambridge', 'Massachusetts', '021'),
  place('Arlington', 'Virginia', '222'),
  place('Blacksburg', 'Virginia', '240'),
  place('Bethesda', 'Maryland', '208'),
  place('Columbia', 'Maryland', '210'),
  place('Boulder', 'Colorado', '803'),
  place('Austin', 'Texas', '787'),
  place('Houston', 'Texas', '770'),
  place('Princeton', 'New Jersey', '085'),
  place('New York', 'New York', '100'),
  place('Dayton', 'Ohio', '454'),
  place('Ann Arbor', 'Michigan', '481'),
  place('Huntsville', 'Alabama', '358'),
  place('Seattle', 'Washington', '981'),
  place('Tucson', 'Arizona', '857'),
  place('Orlando', 'Florida', '328'),
  place('Pittsburgh', 'Pennsylvania', '152'),
  place('Albuquerque', 'New Mexico', '871'),
  place('Hanover', 'New Hampshire', '037'),
  place('Madison', 'Wisconsin', '537'),
  place('Durham', 'North Carolina', '277'),
  place('Portland', 'Oregon', '972'),
  place('Salt Lake City', 'Utah', '841'),
  place('Washington', 'District of Columbia', '200'),
];

/** Old rows write the state in other ways. */
export const oldStates: Readonly<Record<string, string>> = {
  California: 'CALIF',
  Massachusetts: 'MASS',
  Florida: 'FLA',
  Pennsylvania: 'PENN',
  Texas: 'TEX',
  Washington: 'WASH',
  'District of Columbia': 'D.C.',
  'New York': 'N.Y.',
};
