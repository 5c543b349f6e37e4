"""What is wrong with a file."""

from domain.errors.kinds import InvalidInput


class FileEmpty(InvalidInput):
    """The file contains no text, so nothing was stored."""

    code = "file_empty"


class FileTooLarge(InvalidInput):
    """The file is larger than this server accepts, so nothing was stored."""

    code = "file_too_large"


class UnsupportedFileType(InvalidInput):
    """Quoth does not read files of this format, so nothing was stored."""

    code = "unsupported_file_type"


class WebPageUnreadable(InvalidInput):
    """This is no address of the web, so nothing was stored: it begins with https:// or http://."""

    code = "web_page_unreadable"


class TextUndecodable(InvalidInput):
    """The file cannot be read as text in any encoding, so nothing was stored."""

    code = "text_undecodable"


class FileDamaged(InvalidInput):
    """The file is damaged or incomplete, so it could not be read and nothing was stored."""

    code = "file_damaged"


class FileTooComplex(InvalidInput):
    """Reading the file takes more memory or time than this server allows: nothing was stored."""

    code = "file_too_complex"


class DocumentPasswordRequired(InvalidInput):
    """The file opens only with a password, so nothing was stored: save it without one."""

    code = "document_password_required"


class DocumentHasNoText(InvalidInput):
    """The file has pictures of text only, so nothing was stored: `quoth[ocr]` can read them."""

    code = "document_has_no_text"


class TextTooLong(InvalidInput):
    """The text of the file is longer than this server accepts: nothing was stored. Split it."""

    code = "text_too_long"


def of_stored_file(error: InvalidInput) -> InvalidInput:
    """Return why a file cannot be read whose bytes are stored already, as its message then says."""
    message = error.message
    for said, true in (
        ("nothing was stored", "nothing of it can be found"),
        ("Nothing was stored", "Nothing of it can be found"),
    ):
        message = message.replace(said, true)
    return type(error)(message)
