// The orders that are placed for a recording: one that says everything an order can say, a plain and a large one.

export const soup = { items: [{ name: 'Soup', quantity: 1, price: 700 }] };

export const richOrder = {
  channel: 'web',
  fulfilment: { kind: 'delivery', address: 'Harbour Lane 4, second floor', courier: 'Rider 7' },
  payment: { kind: 'collect', amount: 2450 },
  customer: { name: 'Ana Silva', phone: '+49 30 1234567', userId: 'user-77' },
  items: [
    {
      id: 'pizza',
      name: 'Margherita',
      quantity: 2,
      price: 950,
      modifiers: ['extra basil', 'no olives'],
      allergens: ['gluten', 'milk'],
      note: 'well done',
    },
    { id: 'drink', name: 'Lemonade', quantity: 1, price: 550 },
  ],
  note: 'Ring twice.',
};

/** Above 9,000 bytes an event goes over Pusher as a reference. */
export const largeOrder = {
  fulfilment: { kind: 'dine-in', table: '12' },
  items: Array.from({ length: 45 }, (_, at) => ({
    name: `Dish ${at + 1}`,
    quantity: 1,
    price: 300,
    note: 'x'.repeat(160),
  })),
};
