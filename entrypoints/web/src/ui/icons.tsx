/** Inline icons, so that none is loaded. The text beside or around an icon says what it means. */

import type { ReactNode } from "react";
import styles from "./icons.module.css";

interface Props {
  children: ReactNode;
  /** Whether it points backwards or onwards, so that it is mirrored from right to left. */
  pointing?: boolean;
}

function Icon({ children, pointing = false }: Props) {
  return (
    <svg
      aria-hidden="true"
      className={pointing ? styles.pointing : undefined}
      width="20"
      height="20"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {children}
    </svg>
  );
}

export const CloseIcon = () => (
  <Icon>
    <path d="M6 6l12 12M18 6L6 18" />
  </Icon>
);
export const PlusIcon = () => (
  <Icon>
    <path d="M12 5v14M5 12h14" />
  </Icon>
);
export const MinusIcon = () => (
  <Icon>
    <path d="M5 12h14" />
  </Icon>
);
export const ChartIcon = () => (
  <Icon>
    <path d="M5 20v-7M12 20V4M19 20v-11" />
  </Icon>
);
export const MenuIcon = () => (
  <Icon>
    <path d="M4 7h16M4 12h16M4 17h16" />
  </Icon>
);
export const MoreIcon = () => (
  <Icon>
    <path d="M5 12h.01M12 12h.01M19 12h.01" strokeWidth="3.6" />
  </Icon>
);
export const PinIcon = () => (
  <Icon>
    <path d="M9 4h6l-1 6 3 3v2H7v-2l3-3zM12 15v5" />
  </Icon>
);
export const GoodIcon = () => (
  <Icon>
    <path d="M7 11v9H4v-9zM7 11l4-7c1.6 0 2.5 1.2 2 3l-.7 3H19a1.5 1.5 0 0 1 1.5 1.800l-1.3 6.5A2 2 0 0 1 17.2 20H7" />
  </Icon>
);
export const BadIcon = () => (
  <Icon>
    <path d="M17 13V4h3v9zM17 13l-4 7c-1.6 0-2.5-1.2-2-3l.7-3H5a1.5 1.5 0 0 1-1.5-1.800l1.3-6.5A2 2 0 0 1 6.8 4H17" />
  </Icon>
);
export const FlagIcon = () => (
  <Icon>
    <path d="M5 21V4M5 4h13l-3 4.5 3 4.500H5" />
  </Icon>
);
export const PrintIcon = () => (
  <Icon>
    <path d="M7 9V4h10v5M7 17H4v-7h16v7h-3M7 14h10v6H7z" />
  </Icon>
);
export const SearchIcon = () => (
  <Icon>
    <circle cx="11" cy="11" r="6" />
    <path d="M20 20l-4.5-4.5" />
  </Icon>
);
export const SendIcon = () => (
  <Icon>
    <path d="M12 19V5M6 11l6-6 6 6" />
  </Icon>
);
export const StopIcon = () => (
  <Icon>
    <rect x="7" y="7" width="10" height="10" rx="1.5" />
  </Icon>
);
export const RepeatIcon = () => (
  <Icon>
    <path d="M4 12a8 8 0 1 1 2.5 5.8M4 20v-5h5" />
  </Icon>
);
export const EditIcon = () => (
  <Icon>
    <path d="M4 20h4L19 9l-4-4L4 16v4z" />
  </Icon>
);
export const CopyIcon = () => (
  <Icon>
    <rect x="9" y="9" width="11" height="11" rx="2" />
    <path d="M5 15V6a2 2 0 0 1 2-2h9" />
  </Icon>
);
export const CheckIcon = () => (
  <Icon>
    <path d="M5 13l4 4L19 7" />
  </Icon>
);
export const TrashIcon = () => (
  <Icon>
    <path d="M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13" />
  </Icon>
);
export const DocumentIcon = () => (
  <Icon>
    <path d="M7 3h7l4 4v14H7zM14 3v4h4M10 12h5M10 16h5" />
  </Icon>
);
export const KeyIcon = () => (
  <Icon>
    <circle cx="8" cy="12" r="4" />
    <path d="M12 12h9M18 12v4" />
  </Icon>
);
export const UploadIcon = () => (
  <Icon>
    <path d="M12 16V5M7 10l5-5 5 5M5 19h14" />
  </Icon>
);
export const LayersIcon = () => (
  <Icon>
    <path d="M12 4l9 5-9 5-9-5zM4 14l8 4.5 8-4.5" />
  </Icon>
);
export const WarningIcon = () => (
  <Icon>
    <path d="M12 4l9 16H3zM12 10v4M12 17h.01" />
  </Icon>
);
export const LockIcon = () => (
  <Icon>
    <path d="M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3" />
  </Icon>
);
export const FolderIcon = () => (
  <Icon>
    <path d="M3 6h6l2 2h10v11H3z" />
  </Icon>
);
export const TagIcon = () => (
  <Icon>
    <path d="M4 4h8l8 8-8 8-8-8zM8 8h.01" />
  </Icon>
);
export const DownloadIcon = () => (
  <Icon>
    <path d="M12 5v11M7 11l5 5 5-5M5 19h14" />
  </Icon>
);
export const UpIcon = () => (
  <Icon>
    <path d="M6 15l6-6 6 6" />
  </Icon>
);
export const DownIcon = () => (
  <Icon>
    <path d="M6 9l6 6 6-6" />
  </Icon>
);
export const BackIcon = () => (
  <Icon pointing>
    <path d="M15 6l-6 6 6 6" />
  </Icon>
);
export const ForwardIcon = () => (
  <Icon pointing>
    <path d="M9 6l6 6-6 6" />
  </Icon>
);
export const LinkIcon = () => (
  <Icon>
    <path d="M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1" />
  </Icon>
);
export const CodeIcon = () => (
  <Icon>
    <path d="M8 7l-5 5 5 5M16 7l5 5-5 5" />
  </Icon>
);

export const SettingsIcon = () => (
  <Icon>
    <path d="M4 7h9M17 7h3M4 17h3M11 17h9" />
    <circle cx="15" cy="7" r="2" />
    <circle cx="9" cy="17" r="2" />
  </Icon>
);
