"""The only place where names of things are kept: ontology, shapes, context and the SKOS vocabulary."""

from ontology.identifiers import DATA, ONTOLOGY, kebab, mint, short_hash, slug
from ontology.vocabulary import Concept, Vocabulary, VocabularyError, load_vocabulary, read_vocabulary, vocabulary_files

__all__ = [
    "DATA",
    "ONTOLOGY",
    "Concept",
    "Vocabulary",
    "VocabularyError",
    "kebab",
    "load_vocabulary",
    "mint",
    "read_vocabulary",
    "short_hash",
    "slug",
    "vocabulary_files",
]
