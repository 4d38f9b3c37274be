"""Cross-references of Word, as the XML that a document has of them (ISO/IEC 29500-1, 17.16)."""

from xml.sax.saxutils import escape


def reference_field(place: str, text: str) -> str:
    """A field REF, which leads to a bookmark and shows its text: `text`, until Word updates it.

    The prefix w is to be bound by what it becomes a part of.
    """
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> REF {escape(place)} \\h </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
