import type { ComponentProps, ReactNode } from "react";
import styles from "./Button.module.css";

interface Props extends ComponentProps<"button"> {
  look?: "primary" | "plain" | "quiet" | "danger";
  /** Shown before the label. */
  icon?: ReactNode;
}

export function Button({ look = "plain", icon, className, children, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={`${styles.button} ${styles[look]} ${className ?? ""}`}
    >
      {icon}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<"button">, "children" | "aria-label"> {
  /** The accessible name, also shown as a tooltip. */
  label: string;
  icon: ReactNode;
}

export function IconButton({ label, icon, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={`${styles.icon} ${className ?? ""}`}
    >
      {icon}
    </button>
  );
}

interface ButtonLinkProps extends ComponentProps<"a"> {
  icon: ReactNode;
}

/** A link that looks like a button, such as to a file. */
export function ButtonLink({ icon, className, children, ...rest }: ButtonLinkProps) {
  return (
    <a {...rest} className={`${styles.button} ${styles.plain} ${className ?? ""}`}>
      {icon}
      {children}
    </a>
  );
}
