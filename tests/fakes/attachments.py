"""Which mail brought which document, in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from domain.documents.attachments import MailVersion


@dataclass
class AttachmentState:
    """The versions of mails that brought documents, by document, name and mail."""

    links: dict[tuple[UUID, str, UUID], int] = field(default_factory=dict)

    def attach(self, document_id: UUID, name: str, mail: MailVersion | None) -> None:
        """Remember the mail that brought a document under a name; without one, a client did."""
        if mail is not None:
            key = (document_id, name, mail.id)
            self.links[key] = max(mail.version, self.links.get(key, 0))

    def forget(self, document_id: UUID, name: str) -> None:
        """Forget that mails brought a document under a name."""
        self.links = {
            key: each for key, each in self.links.items() if key[:2] != (document_id, name)
        }

    def forget_mail(self, mail_id: UUID, before: float) -> None:
        """Forget what the versions of a mail before this one brought."""
        self.links = {
            key: version
            for key, version in self.links.items()
            if key[2] != mail_id or version >= before
        }

    def mails_of(self, document_id: UUID) -> set[UUID]:
        """Return the mails that brought a document."""
        return {mail_id for held, _, mail_id in self.links if held == document_id}

    def only_brought_by(self, before: Mapping[UUID, float]) -> dict[UUID, set[str]]:
        """Return the names that only mails brought in versions before these, by document."""
        names: dict[UUID, set[str]] = {}
        others = set()
        for (document_id, name, mail_id), version in self.links.items():
            if version < before.get(mail_id, 0):
                names.setdefault(document_id, set()).add(name)
            else:
                others.add((document_id, name))
        return {
            each: {name for name in held if (each, name) not in others}
            for each, held in names.items()
            if each not in before
        }
