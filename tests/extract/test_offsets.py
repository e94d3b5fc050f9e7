"""Every span of a changed text leads back to the characters it was made from."""

from hypothesis import given
from hypothesis import strategies as st

from extract.offsets import Draft, Edit


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    draft = Draft(draw(st.text("科技 合作,。\n", min_size=1, max_size=30)))
    for _ in range(draw(st.integers(0, 4))):
        cuts = sorted(draw(st.sets(st.integers(0, len(draft.text)), max_size=8)))
        spans = list(zip(cuts[::2], cuts[1::2], strict=False))
        draft.apply([Edit(start, end, draw(st.text("科甲乙,", max_size=3))) for start, end in spans])
    return draft


@given(drafts(), st.data())
def test_spans_are_monotone_and_stay_inside(draft: Draft, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(draft.text)))
    end = data.draw(st.integers(start, len(draft.text)))
    later = data.draw(st.integers(end, len(draft.text)))
    raw_start, raw_end = draft.offsets.raw_span(start, end)
    assert 0 <= raw_start <= raw_end
    assert (raw_start < raw_end) == (start < end)
    if later > end:
        next_start, _ = draft.offsets.raw_span(end, later)
        assert next_start >= raw_start


@given(st.text(), st.data())
def test_a_text_without_changes_is_its_own_raw_text(text: str, data: st.DataObject) -> None:
    draft = Draft(text)
    draft.apply([])
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert draft.offsets.raw_span(start, end) == (start, end)


@given(st.text("科技合作", min_size=1), st.data())
def test_what_is_not_changed_keeps_its_characters(text: str, data: st.DataObject) -> None:
    draft = Draft(text)
    cut = data.draw(st.integers(0, len(text) - 1))
    draft.apply([Edit(cut, cut + 1, data.draw(st.text("甲乙丙", max_size=3)))])
    kept = [place for place, mark in enumerate(draft.text) if mark in "科技合作"]
    for place in kept:
        start, end = draft.offsets.raw_span(place, place + 1)
        assert text[start:end] == draft.text[place]


def test_replacements_of_the_same_length_are_mapped_character_by_character() -> None:
    draft = Draft("關於國際合作")
    draft.apply([Edit(0, 4, "关于国际")])
    assert [draft.offsets.raw_span(place, place + 1) for place in range(6)] == [(n, n + 1) for n in range(6)]


def test_replacements_of_another_length_are_mapped_as_a_whole() -> None:
    draft = Draft("到⒛10年")
    draft.apply([Edit(1, 2, "20")])
    assert draft.text == "到2010年"
    raw_spans = {(1, 5): (1, 4), (1, 2): (1, 2), (2, 4): (1, 3), (5, 6): (4, 5)}
    assert {span: draft.offsets.raw_span(*span) for span in raw_spans} == raw_spans


def test_deletions_at_the_border_of_a_span_do_not_belong_to_it() -> None:
    draft = Draft("甲 乙 丙")
    draft.apply([Edit(1, 2, ""), Edit(3, 4, "")])
    assert draft.offsets.raw_span(1, 2) == (2, 3)
    assert draft.offsets.raw_span(0, 3) == (0, 5)
