import { screen } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";

const { page, server, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import { chooseModel } from "@/features/models";
import { EmptyConversation } from "./EmptyConversation";

const MODELS = [
  { name: "extractive", provider: "extractive", default: true, leaving: "nothing" },
  { name: "house", provider: "groq", default: false, leaving: "questions" },
  { name: "far", provider: "groq", default: false, leaving: "documents" },
];

beforeEach(() => {
  server.on("GET /api/document", () => page([]));
  server.on("GET /api/model", () => Response.json({ items: MODELS }));
});

test.each([
  [null, "Nothing leaves the machine"],
  ["house", "The question, its conversation and the passages"],
  ["far", "Documents and questions are also sent"],
])("says what leaves the machine if %s is to answer", async (model, words) => {
  chooseModel(model);
  show(<EmptyConversation scope={null} onExample={() => undefined} />);
  const said = await screen.findByText(words, { exact: false, selector: "[data-shown]" });
  expect(said.parentElement?.querySelectorAll("[data-shown]")).toHaveLength(1);
});
