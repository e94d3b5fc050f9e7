"""Files of every format and encoding become documents; what cannot be read says why and what to do."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from extract.decoding import decode
from extract.formats.docx import read_docx
from extract.formats.errors import FormatError
from extract.formats.html import read_html
from extract.formats.markdown import read_markdown
from extract.formats.pdf import read_pdf
from extract.reading import ReadError, find_inputs, read_document, read_documents
from extract.repair import repair

PLAN = "关于推进科技合作的意见\n\n一、加强与法国、德国在清洁能源领域的合作，新建5个联合实验室。\n"


def pdf(pages: Sequence[Sequence[str]], *, protected: bool = False) -> bytes:
    """Return a PDF file with a page for each list of lines, in a Chinese font that every reader knows."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    font = (
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts "
        "[<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>] >>"
    )
    objects.append(font)
    kids = []
    for lines in pages:
        shown = "".join(
            f"1 0 0 1 72 {770 - 20 * n} Tm <{line.encode('utf-16-be').hex()}> Tj " for n, line in enumerate(lines)
        )
        content = f"BT /F1 12 Tf {shown}ET"
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    lock = f"/ID [<{'00' * 16}><{'00' * 16}>] /Encrypt {len(objects) + 1} 0 R " if protected else ""
    if protected:
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /O <{'11' * 32}> /U <{'22' * 32}> /P -4 >>")
    written, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
        f"<< /Size {len(objects) + 1} /Root 1 0 R {lock}>>"
    )
    return written + f"{end}\nstartxref\n{len(written)}\n%%EOF\n".encode("ascii")


def word(paragraphs: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> bytes:
    """Return a Word file with paragraphs, a table after them, and a header that belongs to the page."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(0, len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("text", [PLAN, PLAN * 50], ids=["short", "long"])
def test_plain_text_in_any_encoding(tmp_path: Path, encoding: str, text: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(text.encode(encoding))
    assert read_document(path).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_text_of_four_characters(encoding: str) -> None:
    assert decode("中法合作".encode(encoding)) == "中法合作"


def test_traditional_text_in_big5() -> None:
    text = "推動與東盟國家的科技創新合作，建設聯合實驗室，支持國際大科學計劃。" * 5
    assert decode(text.encode("big5")) == text


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes("合作\r\n交流\r".encode())
    assert read_document(path).text == "合作\r\n交流\r"


@pytest.mark.parametrize(
    "text, title",
    [
        (PLAN, "关于推进科技合作的意见"),
        ("附件：\n\n国际科技合作规划\n一、形势\n", "国际科技合作规划"),
        ("一、形势\n二、目标\n", "plan"),
        ("当前，形势严峻。\n发展很快。", "plan"),
        ("合作", "plan"),
    ],
)
def test_the_title_is_the_one_the_text_begins_with_or_the_name_of_the_file(
    tmp_path: Path, text: str, title: str
) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(text, encoding="utf-8")
    document = read_document(path)
    assert (document.id, document.title, document.source) == ("plan", title, str(path))


def test_metadata_goes_before_the_title_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    document = read_document(path, id="p1", metadata={"title": "合作意见", "period": "十三五"})
    assert (document.id, document.title, document.facts["period"]) == ("p1", "合作意见", "十三五")


PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>中法科技合作联委会在京召开</title>
<script>var a = "与月球开展合作";</script><style>p {{color: red}}</style></head><body>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/a">信息公开</a></li></ul></div>
<div id="content"><h1>中法科技合作联委会在京召开</h1>
<p>5月10日，中法科技合作联合委员会会议在北京召开。双方就<b>核能</b>等领域的合作达成共识。</p>
<p>会议决定启动3个联合实验室的建设，<br>支持青年科学家交流。</p>
<table><tr><th>国家</th><th>领域</th><th>项目数</th></tr><tr><td>法国</td><td>核能</td><td>12项</td></tr></table>
<ol><li>加强人员交流。</li><li>扩大联合研究。</li></ol></div>
<div class="footer">版权所有：科学技术部 <a>联系我们</a></div></body></html>"""
MAIN_TEXT = """中法科技合作联委会在京召开
5月10日，中法科技合作联合委员会会议在北京召开。双方就核能等领域的合作达成共识。
会议决定启动3个联合实验室的建设，
支持青年科学家交流。
国家 | 领域 | 项目数
法国 | 核能 | 12项
1. 加强人员交流。
2. 扩大联合研究。"""


@pytest.mark.parametrize(
    "name, charset", [("a.html", "utf-8"), ("a.htm", "gb2312"), ("a.html", "gb18030"), ("a", "utf-8")]
)
def test_a_page_gives_its_main_text(tmp_path: Path, name: str, charset: str) -> None:
    path = tmp_path / name
    path.write_bytes(PAGE.format(charset=charset).encode("gb18030" if charset.startswith("gb") else charset))
    document = read_document(path)
    assert document.title == "中法科技合作联委会在京召开"
    assert document.text == MAIN_TEXT


def test_a_page_may_declare_an_encoding_that_it_is_not_in(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(PAGE.format(charset="x-unheard-of").encode("gb18030"))
    assert read_document(path).text == MAIN_TEXT


def test_a_page_laid_out_as_a_table_gives_its_paragraphs() -> None:
    page = "<table><tr><td><p>近日，中国与意大利签署谅解备忘录。</p><p>双方将共建联合实验室。</p></td></tr></table>"
    assert read_html(page).text == "近日，中国与意大利签署谅解备忘录。\n双方将共建联合实验室。"


def test_a_word_file_gives_paragraphs_and_tables_in_their_place() -> None:
    file = docx.Document(io.BytesIO(word(["一、合作重点", "加强联合研究。"], [["国家", "领域"], ["法国", "核能"]])))
    file.add_paragraph("二、保障措施")
    assert read_docx(saved(file)) == "一、合作重点\n加强联合研究。\n国家 | 领域\n法国 | 核能\n二、保障措施"


def test_a_merged_cell_of_a_word_file_is_read_once() -> None:
    file = docx.Document()
    table = file.add_table(1, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "12"
    table.cell(0, 2).text = "12"
    assert read_docx(saved(file)) == "12 | 12"


def test_the_numbers_that_word_draws_are_part_of_the_text() -> None:
    file = docx.Document()
    numbering = file.part.numbering_part.element
    levels = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
    drawn = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{label}"/></w:lvl>'
        for n, (form, label) in enumerate(levels)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{drawn}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for depth, text in (
        (0, "形势"),
        (0, "任务"),
        (1, "双边合作"),
        (2, "法国"),
        (2, "德国"),
        (1, "多边合作"),
        (2, "欧盟"),
        (0, "保障"),
    ):
        properties = file.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().set(qn("w:val"), str(depth))
        properties.get_or_add_numId().set(qn("w:val"), "77")
    file.add_paragraph("总结。")
    assert read_docx(saved(file)).split("\n") == [
        "一、形势",
        "二、任务",
        "（一）双边合作",
        "1.法国",
        "2.德国",
        "（二）多边合作",
        "1.欧盟",
        "三、保障",
        "总结。",
    ]


def test_a_pdf_file_gives_its_lines_without_heads_and_page_numbers() -> None:
    pages = [
        ["国际科技合作规划", f"第{n}部分，推进与法国在清洁能源领域的合作，共同建设", "联合实验室。", f"— {n} —"]
        for n in range(1, 4)
    ]
    assert read_pdf(pdf(pages)).split("\n") == [
        line for n in range(1, 4) for line in (f"第{n}部分，推进与法国在清洁能源领域的合作，共同建设", "联合实验室。")
    ]


def test_the_lines_of_a_pdf_file_are_joined_by_repair(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(
        pdf(
            [
                [
                    "推进与法国在清洁能源领域的合作，建",
                    "设联合实验室，加强与德国在智能制造",
                    "领域的合作，支持企业开展联合研究。",
                ]
            ]
        )
    )
    text = repair(read_document(path).text).text
    assert (
        text == "推进与法国在清洁能源领域的合作，建设联合实验室，加强与德国在智能制造领域的合作，支持企业开展联合研究。"
    )


def test_markdown_gives_its_text() -> None:
    source = (
        "---\ntitle: x\n---\n# 合作计划\n\n与**法国**在[核能](http://example.org)领域\n开展*联合*研究。\n\n"
        "| 国家 | 领域 |\n|---|---|\n| 法国 | `核能` |\n\n- 甲\n- 乙\n\n1. 丙\n2. 丁\n\n<!-- 不读 -->\nTwo\nlines\n"
    )
    assert read_markdown(source).split("\n") == [
        "合作计划",
        "与法国在核能领域开展联合研究。",
        "国家 | 领域",
        "法国 | 核能",
        "甲",
        "乙",
        "1. 丙",
        "2. 丁",
        "Two lines",
    ]


DAMAGED_WORD = word([PLAN])[:2000]
ONLY_SCRIPTS = b"<html><head><script>var a = 1</script></head><body></body></html>"


@pytest.mark.parametrize(
    "name, data, reason",
    [
        pytest.param("a.txt", b"", "is empty", id="nothing"),
        pytest.param("a.txt", b" \n\t\n", "is empty", id="nothing but space"),
        pytest.param("a.txt", "\u3000\n\u3000".encode(), "holds no text", id="nothing but wide space"),
        pytest.param("a.txt", bytes(range(256)) * 40, "no text", id="bytes"),
        pytest.param("a.txt", b"\x7fELF\x02\x01\x01" + bytes(4000), "no text", id="a program"),
        pytest.param("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\4\0\0\0\3\0\x08\6", "no text", id="a picture"),
        pytest.param(
            "a.txt", ("合作交流\n" * 200).encode() + b"\xe5\x90", "is not valid UTF-8 in line 201", id="cut off"
        ),
        pytest.param(
            "a.txt",
            b"\xff\xfe" + "合作".encode("utf-16-le") + b"\x00\xd8",
            "is not valid UTF-16 in line 1",
            id="half a pair",
        ),
        pytest.param("a.pdf", pdf([[], []]), "has no text layer (2 pages of pictures)", id="a scan without text"),
        pytest.param("a.pdf", pdf([["合作"]])[:300], "is no whole PDF file", id="a PDF file cut off"),
        pytest.param("a.pdf", pdf([["合作"]], protected=True), "is protected by a password", id="a protected PDF file"),
        pytest.param(
            "a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "is encrypted", id="an encrypted Word file"
        ),
        pytest.param("a.docx", DAMAGED_WORD, "is no whole Word file", id="a Word file cut off"),
        pytest.param("a.docx", b"PK\x05\x06" + bytes(18), "is no whole Word file", id="an archive without parts"),
        pytest.param("a.docx", word([]), "holds no text", id="a Word file without words"),
        pytest.param(
            "a.doc",
            b"\xd0\xcf\x11\xe0" + bytes(504),
            "is in a format that is not read (Word before 2007)",
            id="old Word",
        ),
        pytest.param("a.html", ONLY_SCRIPTS, "holds no text", id="a page of scripts"),
        pytest.param("a.md", b"<!-- nothing -->", "holds no text", id="a comment"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ReadError) as caught:
        read_document(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert reason in str(caught.value)
    assert "; " in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(500_000_000)
    with pytest.raises(ReadError, match="has 500,000,000 bytes, the limit is 200,000,000"):
        read_document(path)
    path.write_text(PLAN, encoding="utf-8")
    with pytest.raises(ReadError, match="the limit is 10;"):
        read_document(path, size_limit=10)


def test_a_word_file_that_unpacks_without_end_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.formats.docx._UNPACKED_LIMIT", 1_000)
    with pytest.raises(FormatError, match="bytes, the limit is 1,000"):
        read_docx(word([PLAN]))


def test_private_characters_in_a_text_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("加强与法国的合作\ue5e5。" * 10, encoding="utf-8")
    assert "\ue5e5" in read_document(path).text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with texts, a bad file, and files that are no texts."""
    (tmp_path / "sub").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("b.txt", "a.md", "sub/b.txt", "sub/c.html", ".hidden/d.txt", ".e.txt", "notes.csv", "b.text"):
        (tmp_path / name).write_text(PLAN, encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"")
    return tmp_path


def test_a_folder_stands_for_the_texts_in_it_and_below(folder: Path) -> None:
    names = ["a.md", "b.text", "b.txt", "bad.txt", "sub/b.txt", "sub/c.html"]
    inputs = find_inputs([folder])
    assert inputs.errors == ()
    assert [path.relative_to(folder).as_posix() for path in inputs.files] == names


def test_patterns_and_names_are_put_together_without_repetition(folder: Path) -> None:
    inputs = find_inputs([str(folder / "b.*"), folder / "a.md", str(folder / "**" / "b.txt"), folder / "notes.csv"])
    names = ["b.text", "b.txt", "a.md", "sub/b.txt", "notes.csv"]
    assert [path.relative_to(folder).as_posix() for path in inputs.files] == names


def test_bad_arguments_do_not_stop_the_others(folder: Path) -> None:
    (folder / "empty").mkdir()
    arguments = [folder / "no.txt", folder / "empty", str(folder / "*.xyz"), os.devnull, folder / "b.txt"]
    inputs = find_inputs(arguments)
    assert inputs.files == (folder / "b.txt",)
    assert [error.reason for error in inputs.errors] == [
        "there is no such file or folder",
        "holds no text",
        "matches no file",
        "is neither a file nor a folder",
    ]


def test_bad_files_do_not_stop_the_others_and_no_two_documents_share_a_name(folder: Path) -> None:
    batch = read_documents([folder])
    assert [document.id for document in batch.documents] == ["a", "b", "b-txt", "sub-b", "c"]
    assert [(Path(error.path).name, error.reason) for error in batch.errors] == [("bad.txt", "is empty")]


def test_a_catalogue_in_the_folder_describes_its_files(folder: Path) -> None:
    entry = '[[document]]\nid = "plan"\nfile = "b.txt"\ntitle = "合作意见"\nperiod = "十三五"\n'
    (folder / "catalogue.toml").write_text(entry, encoding="utf-8")
    document = next(document for document in read_documents([folder]).documents if document.id == "plan")
    assert (document.title, document.facts["period"]) == ("合作意见", "十三五")


@pytest.mark.parametrize(
    "catalogue, reason", [("[[document]]\nid = 'x'\n", "document 1 has no file"), ("[[docu", "is not TOML")]
)
def test_a_faulty_catalogue_is_told_and_the_texts_are_read_without_it(
    folder: Path, catalogue: str, reason: str
) -> None:
    (folder / "catalogue.toml").write_text(catalogue, encoding="utf-8")
    batch = read_documents([folder / "b.txt", folder / "a.md"])
    assert [document.id for document in batch.documents] == ["b", "a"]
    assert [reason in str(error) for error in batch.errors] == [True]
