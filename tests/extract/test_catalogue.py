"""The bundled texts and what their catalogue says of them."""

from __future__ import annotations

from extract.catalogue import corpus_folder, load_corpus

SIZES = {"12fyp": 10_032, "12fyp-scan": 11_171, "13fyp": 8_092, "keyinst": 1_951, "nstp12": 24_219}


def test_the_bundled_texts_come_in_the_order_of_the_catalogue_whole_and_unchanged() -> None:
    assert {document.id: len(document.text) for document in load_corpus()} == SIZES
    for document in load_corpus():
        path = corpus_folder() / document.metadata["file"]
        assert document.text == path.read_bytes().decode("utf-8")
        assert document.source == str(path)


def test_what_the_catalogue_says_goes_with_each_text() -> None:
    facts = {document.id: document.facts for document in load_corpus()}
    assert facts["12fyp"]["number"] == "国科发计〔2011〕381号"
    assert facts["12fyp-scan"]["copy_of"] == "12fyp"
    assert facts["keyinst"]["issuer"] == ["科技部", "国家外国专家局"]
    assert {name: entry["period"] for name, entry in facts.items()} == {
        "12fyp": "十二五",
        "12fyp-scan": "十二五",
        "13fyp": "十三五",
        "keyinst": "十一五",
        "nstp12": "十二五",
    }


def test_titles_are_those_of_the_catalogue() -> None:
    assert [document.title for document in load_corpus()] == [
        "国际科技合作“十二五”专项规划",
        "国际科技合作“十二五”专项规划",
        "“十三五”国际科技创新合作专项规划",
        "支持重点科研机构扩大国际科技合作的意见",
        "国家“十二五”科学和技术发展规划",
    ]
