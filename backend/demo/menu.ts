// The menu and the guests of the demonstration.

export type Dish = {
  name: string;
  /** Minor units. */
  price: number;
  allergens: readonly string[];
  modifiers: readonly string[];
  /** How often it is ordered, compared with the others. */
  weight: number;
};

export const menu: readonly Dish[] = [
  {
    name: 'Margherita',
    price: 950,
    allergens: ['gluten', 'milk'],
    modifiers: ['extra basil', 'well done', 'no garlic'],
    weight: 9,
  },
  {
    name: 'Diavola',
    price: 1150,
    allergens: ['gluten', 'milk'],
    modifiers: ['extra hot', 'no onions', 'half and half'],
    weight: 7,
  },
  {
    name: 'Quattro Formaggi',
    price: 1250,
    allergens: ['gluten', 'milk'],
    modifiers: ['no blue cheese', 'thin crust'],
    weight: 4,
  },
  {
    name: 'Marinara',
    price: 850,
    allergens: ['gluten'],
    modifiers: ['extra garlic', 'add capers'],
    weight: 3,
  },
  {
    name: 'Spaghetti Carbonara',
    price: 1290,
    allergens: ['gluten', 'egg', 'milk'],
    modifiers: ['extra pecorino', 'no pepper'],
    weight: 6,
  },
  {
    name: 'Lasagne',
    price: 1350,
    allergens: ['gluten', 'egg', 'milk', 'celery'],
    modifiers: ['crisp on top'],
    weight: 5,
  },
  {
    name: 'Penne Arrabbiata',
    price: 1050,
    allergens: ['gluten'],
    modifiers: ['extra hot', 'gluten-free pasta'],
    weight: 4,
  },
  {
    name: 'Risotto ai Funghi',
    price: 1420,
    allergens: ['milk', 'celery'],
    modifiers: ['no parmesan'],
    weight: 3,
  },
  {
    name: 'Insalata Mista',
    price: 690,
    allergens: ['mustard'],
    modifiers: ['dressing apart', 'no onions', 'no olives'],
    weight: 5,
  },
  { name: 'Vitello Tonnato', price: 1490, allergens: ['fish', 'egg'], modifiers: ['no capers'], weight: 2 },
  { name: 'Bruschetta', price: 590, allergens: ['gluten'], modifiers: ['no garlic'], weight: 5 },
  { name: 'Tiramisù', price: 620, allergens: ['egg', 'milk', 'gluten'], modifiers: [], weight: 5 },
  {
    name: 'Panna Cotta',
    price: 560,
    allergens: ['milk'],
    modifiers: ['raspberry sauce', 'no sauce'],
    weight: 3,
  },
  {
    name: 'Gelato, pistachio',
    price: 480,
    allergens: ['milk', 'nuts'],
    modifiers: ['two spoons'],
    weight: 2,
  },
  { name: 'Acqua frizzante 0.75 l', price: 450, allergens: [], modifiers: [], weight: 6 },
  { name: 'Chinotto', price: 350, allergens: [], modifiers: ['no ice', 'lemon'], weight: 3 },
];

export const guests: readonly string[] = [
  'Aylin K.',
  'Ben',
  'Carla M.',
  'Dmitri',
  'Elena R.',
  'Farid',
  'Greta',
  'Hiro T.',
  'Ines',
  'Jonas W.',
  'Kwame',
  'Lucía F.',
  'Maryam',
  'Nils',
  'Oluwaseun A.',
  'Priya',
];

export const orderNotes: readonly string[] = [
  'Please ring the bell twice',
  'Napkins, please',
  'Allergic to nuts: please take care',
  'We are in a hurry',
  'Cut the pizza for the children',
];

export const itemNotes: readonly string[] = [
  'in eight pieces',
  'not too salty',
  'for the baby: plain',
  'sauce apart',
];

export const streets: readonly string[] = [
  'Lindenallee',
  'Am Markt',
  'Gartenstraße',
  'Hafenweg',
  'Rosengasse',
];
export const partners: readonly string[] = ['Bike and Bite', 'Volo'];
