/** The groups of a workspace, as far as they are known. */

import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

const MOST = 200;

/** The groups of the newest members and keys, by their names, for admins. */
export function useKnownGroups(): readonly string[] {
  const { data } = useQuery({
    queryKey: ["known groups"],
    queryFn: async ({ signal }) => {
      const call = { params: { query: { limit: MOST } }, signal };
      const [members, keys] = await Promise.all([
        unwrap(api.GET("/api/member", call)),
        unwrap(api.GET("/api/key", call)),
      ]);
      return [...members.items, ...keys.items].flatMap(({ groups }) => groups);
    },
    select: (groups) => [...new Set(groups)].sort(),
  });
  return data ?? [];
}
