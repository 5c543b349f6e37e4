import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app/App";
import { newQueryClient } from "@/app/queryClient";
import { showLanguage, storedLanguage } from "@/lib/language";
import { showTheme, storedTheme } from "@/lib/theme";
import "@/ui/tokens.css";
import "@/ui/base.css";
import "@/ui/print.css";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element #root");

showTheme(storedTheme());
// not awaited at the top: what is loaded later could then not share the parts of this script
void showLanguage(storedLanguage()).then(() =>
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={newQueryClient()}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  ),
);
