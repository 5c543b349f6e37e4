import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { t } from "@/words/all";
import { Row, Rows } from "./Rows";
import { State } from "./State";
import { SECTIONS } from "./serverSettings";

export function settingsQuery() {
  return queryOptions({
    queryKey: ["settings"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/setting", { signal })),
    select: ({ items }) => new Map(items.map((each) => [each.name, each])),
  });
}

/** How the server searches, and what it limits. */
export function ServerSettings() {
  const settings = useQuery(settingsQuery());
  if (settings.data === undefined) return <State query={settings} />;

  return SECTIONS.map(({ name: section, settings: shown }) => (
    <Rows key={section} heading={t.settings.sections[section]}>
      {shown.map(([variable, inWords]) => {
        const setting = settings.data.get(variable);
        if (setting === undefined) return null; // a server of another version
        const value = inWords(setting.value);
        const usual = inWords(setting.default);
        const { name, what } = t.settings.variables[variable];
        return (
          <Row
            key={variable}
            name={name}
            value={value === usual ? value : t.settings.byDefault(value, usual)}
            what={what}
            place={variable}
          />
        );
      })}
    </Rows>
  ));
}
