"""The steps of an answer on fakes, for all tests."""

from dataclasses import dataclass, field

from application.answering.steps.build_context import BuildContext
from application.answering.steps.generate_answer import GenerateAnswer
from application.answering.steps.process_query import ProcessQuery
from application.answering.steps.search_documents import SearchDocuments
from application.answering.workflow_steps import AnswerSteps
from application.citations.cite_answer import CiteAnswer
from application.citations.verify_citations import VerifyCitations
from application.ports.language_model import LanguageModel
from application.ports.live_embedder import LiveEmbedder
from application.retrieval.contextual_query import ContextualQueryBuilder
from application.retrieval.retriever import Retriever
from domain.answering.context_budget import ContextBudget
from domain.retrieval.policy import RetrievalPolicy
from tests.fakes.language_model import list_of_one, models_of
from tests.fakes.library import InMemoryDocumentTexts, InMemoryLibrary, InMemoryPassageIndex
from tests.fakes.tokenizer import WordTokenizer
from tests.support.prompts import PROMPTS


@dataclass
class FakeSteps:
    """The parts of the steps; by default without a cut-off and with a large context window."""

    library: InMemoryLibrary
    embedder: LiveEmbedder
    model: LanguageModel
    policy: RetrievalPolicy = field(default=RetrievalPolicy(top_k=5))
    budget: ContextBudget = field(default_factory=ContextBudget)

    @property
    def verify(self) -> VerifyCitations:
        """The use case that verifies citations against the library."""
        return VerifyCitations(InMemoryDocumentTexts(self.library))

    def steps(self) -> AnswerSteps:
        """Return the steps."""
        index = InMemoryPassageIndex(self.library)
        models = list_of_one(self.model.name, self.budget)
        queries, retriever = ContextualQueryBuilder(self.embedder, index), Retriever(index)
        return AnswerSteps(
            ProcessQuery(queries),
            SearchDocuments(retriever, queries, self.policy),
            BuildContext(WordTokenizer(), InMemoryDocumentTexts(self.library), models, PROMPTS),
            GenerateAnswer(models_of(models, self.model), CiteAnswer(self.embedder, self.verify)),
        )
