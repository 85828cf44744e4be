// Formats an amount of any currency, also of one that this runtime has never heard of.

export type MoneyFormat = Pick<Intl.NumberFormat, 'format' | 'resolvedOptions'>;

/** With the code itself in place of a sign when it is none that can be formatted. */
export function moneyFormat(locale: string, currency: string): MoneyFormat {
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency });
  } catch {
    const plain = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    return {
      format: (amount) => `${plain.format(amount)}\u00a0${currency}`,
      resolvedOptions: () => plain.resolvedOptions(),
    };
  }
}
