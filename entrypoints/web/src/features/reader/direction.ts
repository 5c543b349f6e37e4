const LETTER = /\p{L}/u;
const FROM_THE_RIGHT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Whether a text is read from right to left: its first letter is of such a script. */
export function isFromTheRight(text: string): boolean {
  const first = LETTER.exec(text)?.[0];
  return first !== undefined && FROM_THE_RIGHT.test(first);
}
