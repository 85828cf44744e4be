// A check box that takes Enter as well as Space: while it rings, Space stops the bell.
import type { ComponentProps } from 'react';

type CheckBoxProps = Omit<ComponentProps<'input'>, 'type' | 'checked' | 'onChange'> & {
  checked: boolean;
  onChange: (checked: boolean) => void;
};

export function CheckBox({ checked, onChange, onKeyDown, ...others }: CheckBoxProps) {
  return (
    <input
      {...others}
      type="checkbox"
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
      onKeyDown={(event) => {
        onKeyDown?.(event);
        if (event.key === 'Enter' && !event.repeat && !event.defaultPrevented) onChange(!checked);
      }}
    />
  );
}
