"""Errors on stored documents, their names, labels and versions."""

from domain.errors.kinds import Conflict, InvalidInput, NotFound


class TitleEmpty(InvalidInput):
    """The title is empty: enter one. The session keeps its current title."""

    code = "title_empty"


class TitleTooLong(InvalidInput):
    """The title is too long: shorten it. The session keeps its current title."""

    code = "title_too_long"


class NameAmbiguous(InvalidInput):
    """Several documents have this name: use the id of one of them."""

    code = "name_ambiguous"


class LanguageCodeInvalid(InvalidInput):
    """This is no language code of ISO 639-1, such as `en`: the document keeps its language."""

    code = "language_code_invalid"


class ExternalIdInvalid(InvalidInput):
    """The name has to have 1 to 2,000 bytes in UTF-8 and no NUL, so nothing was stored."""

    code = "external_id_invalid"


class CollectionNameInvalid(InvalidInput):
    """The name of the collection is empty: give it one. Nothing was changed."""

    code = "collection_name_invalid"


class MetadataInvalid(InvalidInput):
    """The metadata is not an object of texts and lists of texts, so nothing was stored."""

    code = "metadata_invalid"


class FilterEmpty(InvalidInput):
    """The filter has no condition, so nothing was deleted. Use `filename: *` for all documents."""

    code = "filter_empty"


class DocumentNotFound(NotFound):
    """There is no document with this id."""

    code = "document_not_found"


class VersionNotFound(NotFound):
    """The document has no such version, or has it no more: a number of versions is kept."""

    code = "version_not_found"


class OriginalNotFound(NotFound):
    """The bytes of this document are not stored: upload the file again to have them, too."""

    code = "original_not_found"


class NoPages(NotFound):
    """The file of this document has no pages that could be shown."""

    code = "no_pages"


class NameNotFound(NotFound):
    """The document does not have this name, so nothing was deleted."""

    code = "name_not_found"


class CollectionNotFound(NotFound):
    """There is no such collection."""

    code = "collection_not_found"


class DocumentNotProcessed(Conflict):
    """The document is not processed: try again when its status is `processed`."""

    code = "document_not_processed"


class CollectionExists(Conflict):
    """Another collection has this name: choose another one. Nothing was changed."""

    code = "collection_exists"


class DocumentLimited(Conflict):
    """This content or name is that of a document limited to groups that you are not in.

    Nothing was stored: ask an admin of the workspace.
    """

    code = "document_limited"


class CollectionLimited(Conflict):
    """Without this collection, more people could read its documents than its groups.

    Nothing was deleted: delete all its documents, too, or let an admin lift its limit first.
    """

    code = "collection_limited"


class DocumentRemoved(Conflict):
    """The document was deleted while it was being processed: send it again if you need it."""

    code = "document_removed"


class VersionSuperseded(Conflict):
    """Something else was put under this name meanwhile, so nothing of this file was stored."""

    code = "version_superseded"


class ExternalIdTaken(Conflict):
    """Another document has this name already, so nothing was changed."""

    code = "external_id_taken"
