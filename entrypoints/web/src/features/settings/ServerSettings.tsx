import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { Row, Rows } from "./Rows";
import { State } from "./State";
import { SECTIONS } from "./serverSettings";

/** How the server searches, and what it limits. */
export function ServerSettings() {
  const settings = useQuery({
    queryKey: ["settings"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/setting", { signal })),
    select: ({ items }) => new Map(items.map((each) => [each.name, each])),
  });
  if (settings.data === undefined) return <State query={settings} />;

  return SECTIONS.map(([heading, rows]) => (
    <Rows key={heading} heading={heading}>
      {Object.entries(rows).map(([variable, { name, what, inWords }]) => {
        const setting = settings.data.get(variable);
        if (setting === undefined) return null; // a server of another version
        const value = inWords(setting.value);
        const usual = inWords(setting.default);
        return (
          <Row
            key={variable}
            name={name}
            value={value === usual ? value : `${value} (by default ${usual})`}
            what={what}
            place={variable}
          />
        );
      })}
    </Rows>
  ));
}
