/** Who is signed in, and the keys, members and audit log of the workspace. */

import {
  type InfiniteData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { forgetTab } from "@/lib/stored";

const PAGE_SIZE = 50;

/** How one can sign in here. */
export function useSignInWays() {
  return useQuery({
    queryKey: ["sign-in ways"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/sign-in", { signal })),
  });
}

export function useSignIn() {
  return useMutation({
    mutationFn: (key: string) => unwrap(api.POST("/api/sign-in", { body: { key } })),
    onSuccess: () => startOver(window.location.pathname),
  });
}

export function useSignOut() {
  return useMutation({
    mutationFn: () => unwrap(api.POST("/api/sign-out")),
    onSuccess: () => {
      forgetTab();
      startOver("/");
    },
  });
}

export function useSwitchWorkspace() {
  return useMutation({
    mutationFn: (workspace: string) =>
      unwrap(api.POST("/api/me/workspace", { body: { workspace } })),
    onSuccess: () => {
      forgetTab();
      startOver("/");
    },
  });
}

/** Loads the page again, so that nothing is left in it of who was here before. */
function startOver(path: string): void {
  window.location.assign(path);
}

const keysKey = ["keys"] as const;
const membersKey = ["members"] as const;

export function useKeys() {
  return useInfiniteQuery({
    queryKey: keysKey,
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET("/api/key", { params: { query: pageOf(pageParam) }, signal })),
    ...PAGES,
  });
}

type NewKey = {
  name: string;
  role: "reader" | "editor" | "admin";
  groups: string[];
  expires_at: string | null;
};

/** Makes a key. The first one has to sign this browser in: from then on, everybody needs one. */
export function useCreateKey(isFirst: boolean) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (wanted: NewKey) => {
      const made = await unwrap(api.POST("/api/key", { body: wanted }));
      if (isFirst) await unwrap(api.POST("/api/sign-in", { body: { key: made.key } }));
      return made;
    },
    onSuccess: () => client.invalidateQueries(),
  });
}

export function useRevokeKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (key_id: string) =>
      unwrap(api.DELETE("/api/key/{key_id}", { params: { path: { key_id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keysKey }),
  });
}

export function useMembers() {
  return useInfiniteQuery({
    queryKey: membersKey,
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET("/api/member", { params: { query: pageOf(pageParam) }, signal })),
    ...PAGES,
  });
}

export function useRemoveMember() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (member_id: string) =>
      unwrap(api.DELETE("/api/member/{member_id}", { params: { path: { member_id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: membersKey }),
  });
}

/** The entries of the audit log, newest first, of one kind of actions or all. */
export function useAuditLog(kind: string) {
  return useInfiniteQuery({
    queryKey: ["audit log", kind],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/audit", {
          params: { query: { ...pageOf(pageParam), ...(kind !== "" && { action: kind }) } },
          signal,
        }),
      ),
    ...PAGES,
  });
}

const PAGES = {
  initialPageParam: null as string | null,
  getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor,
};

function pageOf(cursor: string | null) {
  return { limit: PAGE_SIZE, ...(cursor !== null && { cursor }) };
}

/** Returns the items of all pages that were loaded. */
export function itemsOf<Item>(data: InfiniteData<{ items: Item[] }> | undefined): Item[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}

export type Key = Omit<NonNullable<ReturnType<typeof useCreateKey>["data"]>, "key">;
