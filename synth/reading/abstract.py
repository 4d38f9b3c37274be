"""Read an abstract alone: the form of a paper of which neither source nor PDF could be had."""

from synth.errors import ReadingError
from synth.language.text import normalise
from synth.models import Document, Section, Sentence, Span
from synth.reading.fitness import unfit_reason
from synth.reading.language import UNDETERMINED, language_of
from synth.reading.sentences import split_sentences
from synth.settings import ReadingSettings


def read_abstract(data: bytes, paper_id: str, settings: ReadingSettings) -> Document:
    """A Document with one section of role "abstract", of one paragraph, from an abstract as UTF-8.

    Raises:
        ReadingError: it is empty, no UTF-8, or in another language than `settings.language`.
    """
    try:
        text = normalise(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ReadingError("the abstract is not valid UTF-8", item=paper_id, stage="reading") from error
    if not text:
        raise ReadingError("the abstract is empty", item=paper_id, stage="reading")
    language = language_of(text)
    if language not in {settings.language, UNDETERMINED}:
        reason = f"the abstract is in another language ({language})"
        raise ReadingError(reason, item=paper_id, stage="reading")
    sentences = tuple(
        Sentence(
            text=text[start:end], spans=(Span(None, start, end),), paragraph=1, unfit=unfit_reason(text[start:end])
        )
        for start, end in split_sentences(text)
    )
    section = Section(heading="Abstract", role="abstract", sentences=sentences)
    return Document(
        paper_id=paper_id, reader="abstract", text=text, sections=(section,), abstract=text, language=settings.language
    )
