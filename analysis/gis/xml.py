"""XML text with the same bytes for the same content."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring


def node(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    """Append an element with a text and attributes; return it."""
    child = SubElement(parent, tag, attributes)
    child.text = text
    return child


def document(root: Element, doctype: str = "") -> str:
    """Return the element as an indented text with an XML declaration."""
    indent(root)
    text = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}{text}\n'
