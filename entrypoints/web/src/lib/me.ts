/** Who acts in this browser. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/me", { signal })),
});

/** Who acts in this browser. */
export function useMe() {
  return useQuery(meQuery);
}

/** The workspaces that whoever is signed in may work in. */
export function useOwnWorkspaces() {
  return useQuery({
    queryKey: ["own workspaces"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/me/workspace", { signal })),
  });
}

/** Whether to offer limits: to admins, where others than the user of the machine get in. */
export function useMayLimit(): boolean {
  const isAdmin = useMe().data?.role === "admin";
  const isShared = useOwnWorkspaces().data?.signed_in === true;
  return isAdmin && isShared;
}
