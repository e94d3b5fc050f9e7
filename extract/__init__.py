"""Text to facts: reads policy texts and finds who cooperates with whom, through what, in which fields, towards which numbers."""

from extract.catalogue import load_corpus
from extract.model import (
    Definition,
    Document,
    Entity,
    Extraction,
    Mention,
    Quantity,
    Relation,
    Section,
    Sentence,
    Unresolved,
)
from extract.pipeline import extract, extract_all
from extract.reading import ReadError, find_inputs, read_document, read_documents

__all__ = [
    "Definition",
    "Document",
    "Entity",
    "Extraction",
    "Mention",
    "Quantity",
    "ReadError",
    "Relation",
    "Section",
    "Sentence",
    "Unresolved",
    "extract",
    "extract_all",
    "find_inputs",
    "load_corpus",
    "read_document",
    "read_documents",
]
