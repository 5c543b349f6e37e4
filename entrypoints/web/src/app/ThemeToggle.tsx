import { useState } from "react";
import { IconButton } from "@/ui/Button";
import { MoonIcon, SunIcon } from "@/ui/icons";
import { useMediaQuery } from "@/ui/useMediaQuery";
import { applyTheme, storedTheme, type Theme } from "./theme";

export function ThemeToggle() {
  const [chosen, setChosen] = useState(storedTheme);
  const preferred: Theme = useMediaQuery("(prefers-color-scheme: dark)") ? "dark" : "light";
  const other: Theme = (chosen ?? preferred) === "dark" ? "light" : "dark";

  function change() {
    // a choice that equals the system's preference follows the system again
    const choice = other === preferred ? null : other;
    applyTheme(choice);
    setChosen(choice);
  }

  return (
    <IconButton
      label={other === "dark" ? "Use the dark theme" : "Use the light theme"}
      icon={other === "dark" ? <MoonIcon /> : <SunIcon />}
      onClick={change}
    />
  );
}
