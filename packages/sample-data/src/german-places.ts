/** States of Germany by ISO 3166-2 code, and towns in them where a chain would have stores. */
export interface State {
  readonly code: string;
  readonly cities: readonly string[];
  /** Shops here in a thousand of the chain: about the state's share of the population. */
  readonly share: number;
}

export const country = { code: 'DE', name: 'Germany' } as const;

export const states: readonly State[] = [
  state('BW', 133, ['Stuttgart', 'Karlsruhe', 'Mannheim', 'Freiburg', 'Ulm', 'Heilbronn', 'Tübingen', 'Ravensburg']),
  state('BY', 158, ['München', 'Nürnberg', 'Augsburg', 'Regensburg', 'Würzburg', 'Passau', 'Kempten', 'Bamberg']),
  state('BE', 44, ['Berlin']),
  state('BB', 30, ['Potsdam', 'Cottbus', 'Brandenburg an der Havel', 'Eberswalde']),
  state('HB', 8, ['Bremen', 'Bremerhaven']),
  state('HH', 22, ['Hamburg']),
  state('HE', 75, ['Frankfurt am Main', 'Wiesbaden', 'Kassel', 'Darmstadt', 'Gießen', 'Fulda']),
  state('MV', 19, ['Rostock', 'Schwerin', 'Stralsund', 'Greifswald']),
  state('NI', 96, ['Hannover', 'Braunschweig', 'Oldenburg', 'Osnabrück', 'Göttingen', 'Lüneburg', 'Emden']),
  state('NW', 215, ['Köln', 'Düsseldorf', 'Dortmund', 'Essen', 'Bielefeld', 'Bonn', 'Münster', 'Aachen', 'Siegen']),
  state('RP', 49, ['Mainz', 'Koblenz', 'Trier', 'Kaiserslautern', 'Landau in der Pfalz']),
  state('SL', 12, ['Saarbrücken', 'Neunkirchen', 'Homburg']),
  state('SN', 48, ['Leipzig', 'Dresden', 'Chemnitz', 'Zwickau', 'Görlitz']),
  state('ST', 26, ['Magdeburg', 'Halle (Saale)', 'Dessau-Roßlau', 'Wernigerode']),
  state('SH', 35, ['Kiel', 'Lübeck', 'Flensburg', 'Husum']),
  state('TH', 30, ['Erfurt', 'Jena', 'Gera', 'Weimar']),
];

export const streets: readonly string[] = [
  'Bahnhofstraße',
  'Hauptstraße',
  'Gartenstraße',
  'Am Markt',
  'Lindenallee',
  'Schulstraße',
  'Goethestraße',
  'Schillerstraße',
  'Mühlenweg',
  'Kirchplatz',
  'Ringstraße',
  'An der Alten Post',
  'Beethovenstraße',
  'Industriestraße',
  'Friedrich-Ebert-Straße',
];

function state(code: string, share: number, cities: readonly string[]): State {
  return { code, share, cities };
}
