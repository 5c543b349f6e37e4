/** The languages that a document can have. */

import { t } from "@/words";
import { compare, languageOf } from "@/words/format";

/** The codes of ISO 639-1. */
const CODES =
  "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da " +
  "de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy " +
  "hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg " +
  "li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or " +
  "os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta " +
  "te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/** The name of a language, such as "German" for "de". */
export function languageName(code: string | null): string {
  return code === null ? t.common.unknown : languageOf(code);
}

/** The codes of all languages in the order of their names, with one that may not be among them. */
export function languagesWith(code: string | null): string[] {
  const codes = new Set(CODES.split(" "));
  if (code !== null) codes.add(code);
  return [...codes].sort((a, b) => compare(languageName(a), languageName(b)));
}
