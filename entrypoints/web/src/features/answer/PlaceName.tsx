import { placeWithin, type Quoted } from "@/lib/placeName";

/** The place of a quotation or a passage: its file, its page and its heading. */
export function PlaceName({ quoted }: { quoted: Quoted }) {
  const within = placeWithin(quoted);
  return (
    <>
      <bdi>{quoted.filename}</bdi>
      {within && ", "}
      {within && <bdi>{within}</bdi>}
    </>
  );
}
