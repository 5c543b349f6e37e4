import { Suspense, useEffect, useRef, useState } from "react";
import { useLocation, useRoute } from "wouter";
import { AccessPage, SignInGate } from "@/features/access";
import { ConversationPage } from "@/features/conversations";
import { DocumentPage, DocumentsPage, preloadDocumentPages } from "@/features/documents";
import { LookInside } from "@/features/retrieval";
import { SettingsPage, ShortcutList } from "@/features/settings";
import { UsagePage } from "@/features/usage";
import { keepFocus } from "@/lib/keepFocus";
import { showLanguage, useLanguage } from "@/lib/language";
import { routes } from "@/lib/paths";
import { showTheme, useTheme } from "@/lib/theme";
import { ErrorBoundary } from "@/ui/ErrorBoundary";
import { Spinner } from "@/ui/Spinner";
import { useMediaQuery } from "@/ui/useMediaQuery";
import { t, useWords } from "@/words";
import styles from "./App.module.css";
import { Drawer } from "./Drawer";
import { FailedPage } from "./FailedPage";
import { FocusOnNavigation } from "./FocusOnNavigation";
import { NotFoundPage } from "./NotFoundPage";
import pageStyles from "./Page.module.css";
import { ServerTrouble } from "./ServerTrouble";
import { CommandPalette, Shortcuts, ShortcutsDialog, type Shown } from "./Shortcuts";
import { Sidebar } from "./Sidebar";
import { useRecovery } from "./useRecovery";

/** After the first page, whose own requests come first. */
const PRELOAD_AFTER_MS = 2_000;

export function App() {
  const language = useLanguage();
  useWords();
  useEffect(() => void showLanguage(language), [language]);
  return (
    <ErrorBoundary
      fallback={(error) => (
        <main>
          <FailedPage error={error} />
        </main>
      )}
    >
      <SignInGate>
        <Shell />
      </SignInGate>
    </ErrorBoundary>
  );
}

function Shell() {
  const isWide = useMediaQuery("(min-width: 50rem)");
  const main = useRef<HTMLElement>(null);
  const [path] = useLocation();
  const [shown, setShown] = useState<Shown>(null);
  const search = () => setShown("commands");
  const theme = useTheme();
  useRecovery();
  useEffect(() => showTheme(theme), [theme]);
  useEffect(keepFocus, []);

  useEffect(() => {
    const timer = setTimeout(() => {
      preloadDocumentPages();
      void LookInside.preload();
      void CommandPalette.preload();
      void ShortcutsDialog.preload();
      void ShortcutList.preload();
    }, PRELOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);

  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t.app.skip}
      </a>
      {isWide ? (
        <div className={styles.sidebar}>
          <Sidebar onSearch={search} />
        </div>
      ) : (
        <Drawer main={main} onSearch={search} />
      )}
      <ServerTrouble />
      <main id="content" ref={main} tabIndex={-1} className={styles.main}>
        <ErrorBoundary resetKey={path} fallback={(error) => <FailedPage error={error} />}>
          <Suspense fallback={<Loading />}>
            <FocusOnNavigation main={main} />
            <Page />
          </Suspense>
        </ErrorBoundary>
      </main>
      <Shortcuts main={main} shown={shown} onShow={setShown} />
    </div>
  );
}

function Page() {
  const [isNew] = useRoute(routes.newQuestion);
  const [isConversation, conversation] = useRoute(routes.conversation);
  const [isDocuments] = useRoute(routes.documents);
  const [isUsage] = useRoute(routes.usage);
  const [isDocument, document] = useRoute(routes.document);
  const [isAccess] = useRoute(routes.access);
  const [isSettings] = useRoute(routes.settings);

  // one element for both: the page stays mounted when a question opens a conversation
  if (isNew || isConversation) {
    return <ConversationPage sessionId={conversation?.sessionId ?? null} />;
  }
  if (isDocuments) return <DocumentsPage />;
  if (isUsage) return <UsagePage />;
  if (isDocument)
    return <DocumentPage key={document.documentId} documentId={document.documentId} />;
  if (isAccess) return <AccessPage />;
  if (isSettings) return <SettingsPage />;
  return <NotFoundPage />;
}

function Loading() {
  return (
    <p className={pageStyles.loading} role="status">
      <Spinner /> {t.app.loading}
    </p>
  );
}
