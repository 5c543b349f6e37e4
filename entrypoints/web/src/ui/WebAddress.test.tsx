import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { withAddresses } from "./WebAddress";

afterEach(cleanup);

test.each([
  ["See https://a.example/x.", "https://a.example/x"],
  ["(see https://a.example/x)", "https://a.example/x"],
  ["See https://a.example/Tide_(sea), too", "https://a.example/Tide_(sea)"],
  ["(https://a.example/Tide_(sea)/new).", "https://a.example/Tide_(sea)/new"],
  ["https://a.example/Tide_(sea", "https://a.example/Tide_"],
])("the address in %j has its own brackets, and not those around it", (words, address) => {
  const { container } = render(withAddresses(words));
  expect(screen.getByRole("button").textContent).toBe(address);
  expect(container.textContent).toBe(words);
});

test("the button that opens an address comes behind the bracket that follows it", async () => {
  const { container } = render(withAddresses("(see https://a.example/x), and it"));
  await userEvent.click(screen.getByRole("button"));
  expect(container.textContent).toBe("(see https://a.example/x),Open in a new tab and it");
});
