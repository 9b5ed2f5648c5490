//! The page is whole, safe and the same every time, or it is not written.

use super::markup::{Kind, balanced, tags};
use super::*;

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"drawn\" viewBox=\"0 0 10 10\">\
                   <title>A line</title><line x1=\"0\" y1=\"0\" x2=\"9\" y2=\"9\" stroke=\"#1a1a1a\"/></svg>";
const HOSTILE: &str = "</script></style><img src=x onerror=\"alert(1)\"> & 'quoted'";

fn table(cell: Cell) -> Table {
    let column = |name: &str, numeric| Column { name: name.into(), unit: "points".into(), numeric };
    Table {
        caption: "Pain".into(),
        columns: vec![column("Arm", false), column("Mean", true)],
        rows: vec![
            vec![Cell::Text("Cells".into()), Cell::Number { value: 4.5, places: 1 }],
            vec![Cell::Text("Care".into()), cell],
        ],
        note: String::new(),
    }
}

fn figure(svg: &str, caption: &str, file: &str) -> Block {
    let table = Some(table(Cell::Number { value: 6.0, places: 1 }));
    Block::Figure { svg: svg.into(), caption: caption.into(), file: file.into(), table }
}

fn page(blocks: Vec<Block>) -> Page {
    Page {
        title: "A run".into(),
        subtitle: "What it is".into(),
        standing_line: "For research only".into(),
        lead: vec![KeyFigure { label: "Effect".into(), value: "0.9".into(), note: "points".into() }],
        sections: vec![Section { id: "results".into(), heading: "Results".into(), blocks }],
        provenance: vec![("Seed".into(), "1".into())],
        references: vec!["Schulz KF. BMJ 2010;340:c332. https://doi.org/10.1136/bmj.c332".into()],
    }
}

fn refused(blocks: Vec<Block>) -> String {
    write(&page(blocks)).unwrap_err().to_string()
}

#[test]
fn hostile_words_open_no_tag_anywhere() {
    let mut hostile_table = table(Cell::NotHeld(HOSTILE.into()));
    hostile_table.caption = HOSTILE.into();
    hostile_table.note = HOSTILE.into();
    hostile_table.columns[1].unit = HOSTILE.into();
    hostile_table.rows[0][0] = Cell::Text(HOSTILE.into());
    let mut hostile = page(vec![
        Block::Text(vec![Run::Plain(HOSTILE.into()), Run::Emphasis(HOSTILE.into())]),
        Block::Notice { kind: NoticeKind::Warning, text: HOSTILE.into() },
        Block::Folded { summary: HOSTILE.into(), table: hostile_table.clone() },
        Block::Table(hostile_table),
        figure(SVG, HOSTILE, "a.svg"),
    ]);
    for field in [&mut hostile.title, &mut hostile.subtitle, &mut hostile.standing_line] {
        HOSTILE.clone_into(field);
    }
    hostile.lead[0] = KeyFigure { label: HOSTILE.into(), value: HOSTILE.into(), note: HOSTILE.into() };
    hostile.sections[0].heading = HOSTILE.into();
    hostile.provenance[0] = (HOSTILE.into(), HOSTILE.into());
    hostile.references[0] = HOSTILE.into();
    let html = write(&hostile).unwrap();
    assert_eq!(html.matches("<img").count(), 0);
    assert_eq!(html.matches("<script").count(), 1);
    assert_eq!(html.matches("</script").count(), 1);
    assert_eq!(html.matches("</style").count(), 1);
    let read = tags(html.strip_prefix("<!doctype html>").unwrap()).unwrap();
    assert!(read.iter().all(|tag| tag.attributes.iter().all(|(name, _)| !name.starts_with("on"))));
    balanced(&read).unwrap();
}

#[test]
fn every_hole_in_a_table_is_refused_with_its_place() {
    let with = |cell| refused(vec![Block::Table(table(cell))]);
    let place = "section `results`, block 1, table `Pain`, row 2, column `Mean`: ";
    for hole in ["", " ", "\u{2013}", "NA", "NaN", "inf (0 to 1)"] {
        let message = with(Cell::Text(hole.into()));
        assert!(message.starts_with(&format!("{place}no value, found `{hole}`")), "{message}");
    }
    assert!(with(Cell::NotHeld(String::new())).starts_with(place));
    assert!(with(Cell::Text("about half".into())).contains("no digit in a column of numbers"));
    for value in [f64::NAN, f64::INFINITY] {
        assert!(with(Cell::Number { value, places: 1 }).contains("is not a finite number"));
        let open = Cell::Interval { value: 1.0, low: 0.0, high: value, places: 1 };
        assert!(with(open).contains("is not a finite number"));
    }
    let turned = Cell::Interval { value: 1.0, low: 2.0, high: 0.0, places: 1 };
    assert!(with(turned).contains("rising order"));
    let mut short = table(Cell::Text("1".into()));
    short.rows[1].pop();
    assert_eq!(
        refused(vec![Block::Table(short)]),
        "section `results`, block 1, table `Pain`, row 2: 1 cells for 2 columns; every column needs its cell"
    );
}

#[test]
fn an_empty_text_is_refused_wherever_it_stands() {
    let text = || vec![Block::Text(vec![Run::Plain("words".into())])];
    let emptied: [fn(&mut Page); 13] = [
        |page| page.title.clear(),
        |page| page.subtitle.clear(),
        |page| page.standing_line.clear(),
        |page| page.lead[0].label.clear(),
        |page| page.lead[0].value = "\u{2014}".into(),
        |page| page.lead[0].note.clear(),
        |page| page.sections.clear(),
        |page| page.sections[0].heading.clear(),
        |page| page.sections[0].blocks.clear(),
        |page| page.sections[0].blocks[0] = Block::Text(vec![Run::Plain(String::new())]),
        |page| page.provenance.clear(),
        |page| page.provenance[0].1.clear(),
        |page| page.references[0].clear(),
    ];
    write(&page(text())).unwrap();
    for empty in emptied {
        let mut holed = page(text());
        empty(&mut holed);
        assert!(matches!(write(&holed), Err(PageError::Missing { .. })), "{holed:?}");
    }
    let notice = Block::Notice { kind: NoticeKind::Known, text: String::new() };
    assert!(refused(vec![notice]).contains("notice"));
    assert!(refused(vec![figure(SVG, "", "a.svg")]).contains("figure `a.svg`, caption"));
    assert!(
        refused(vec![Block::Text(vec![Run::Plain("pain fell by NaN points".into())])]).contains("no value")
    );
}

#[test]
fn a_number_that_is_not_held_is_said_in_words() {
    let html = write(&page(vec![Block::Table(table(Cell::NotHeld("not published".into())))])).unwrap();
    assert!(html.contains("<td class=\"number\"><span class=\"not-held\">not published</span></td>"));
}

#[test]
fn a_drawing_that_could_load_or_run_something_is_refused() {
    let with = |inside: &str| SVG.replace("<line", &format!("{inside}<line"));
    for inside in [
        "<script>1</script>",
        "<image href=\"https://example.org/a.png\"/>",
        "<foreignObject></foreignObject>",
        "<g onclick=\"alert(1)\"/>",
        "<g ONLOAD = \"alert(1)\"/>",
        "<g fill=\"url(https://example.org/a)\"/>",
        "<g style=\"fill:u\\72l(https://example.org/a)\"/>",
        "<g onclick=alert(1)/>",
        "<!-- x --><g/>",
        "<g>",
        "</svg><svg xmlns=\"x\">",
    ] {
        let message = refused(vec![figure(&with(inside), "Caption", "a.svg")]);
        assert!(message.contains("the drawing is refused"), "{inside}: {message}");
    }
    for lacking in [SVG.replace("xmlns", "data-x"), SVG.replace("title>", "desc>"), String::new()] {
        assert!(refused(vec![figure(&lacking, "Caption", "a.svg")]).contains("the drawing is refused"));
    }
    write(&page(vec![figure(&with("<g fill=\"url(#drawn-hatch)\"/>"), "Caption", "a.svg")])).unwrap();
}

#[test]
fn a_file_outside_the_folder_an_id_twice_and_an_unknown_reference_are_refused() {
    for file in ["../a.svg", "/a.svg", "https://example.org/a.svg", "a.png", ".svg", "a\".svg", ""] {
        assert!(refused(vec![figure(SVG, "Caption", file)]).contains("does not name an .svg file"), "{file}");
    }
    let other = SVG.replace("id=\"drawn\"", "id=\"other\"");
    let twice = |one: &str, two: &str| refused(vec![figure(SVG, "A", one), figure(&other, "B", two)]);
    assert!(twice("a.svg", "a.svg").starts_with("`a.svg` is used twice"));
    let same = vec![figure(SVG, "A", "a.svg"), figure(SVG, "B", "b.svg")];
    assert!(refused(same).starts_with("`drawn` is used twice"));
    for number in [0, 2] {
        let message = refused(vec![Block::Text(vec![Run::Reference(number)])]);
        assert!(
            message.contains(&format!("reference {number} is cited, the page lists 1 to 1")),
            "{message}"
        );
    }
    let mut spaced = page(vec![figure(SVG, "A", "a.svg")]);
    spaced.sections[0].id = "two words".into();
    assert!(matches!(write(&spaced), Err(PageError::Id { .. })));
}

#[test]
fn figures_and_tables_are_numbered_in_order_and_marks_that_touch_are_parted() {
    let other = SVG.replace("id=\"drawn\"", "id=\"other\"");
    let marks = vec![Run::Plain("so".into()), Run::Reference(1), Run::Reference(1)];
    let html = write(&page(vec![
        figure(SVG, "First", "figures/a.svg"),
        Block::Table(table(Cell::Text("6 (of 9)".into()))),
        Block::Text(marks),
        figure(&other, "Second", "figures/b.svg"),
    ]))
    .unwrap();
    assert!(html.contains("<b>Figure 1</b> First") && html.contains("<b>Figure 2</b> Second"));
    assert!(html.contains("<b>Table 1</b>") && !html.contains("<b>Table 2</b>"));
    assert!(html.contains("<b>Numbers of figure 2</b>"));
    assert!(html.contains("href=\"figures/b.svg\" download=\"b.svg\" data-figure=\"figure-2\""));
    assert_eq!(html.matches("<sup>,</sup>").count(), 1);
}

#[test]
fn the_standing_line_stands_above_below_and_on_printed_pages() {
    let html = write(&page(vec![figure(SVG, "A", "a.svg")])).unwrap();
    assert!(html.contains("<p class=\"standing\" role=\"note\">For research only</p>"));
    assert!(html.contains("<strong>For research only</strong>"));
    assert!(html.contains("@bottom-left { content: \"For research only\"; }"));
    assert_eq!(style_string("a\"}</style>"), "\"a\\22 \\7d \\3c \\2f style\\3e \"");
}

#[test]
fn the_reader_of_tags_sees_what_is_not_closed() {
    assert_eq!(tags("<a b=\"x > y\"/>").unwrap()[0].kind, Kind::Alone);
    for broken in ["<p><b></p></b>", "<p>", "</p>"] {
        assert!(balanced(&tags(broken).unwrap()).is_err(), "{broken}");
    }
    for unreadable in ["<p", "<p a=b>", "<p a b=\"c\">", "<p a=\"b>", "<1>", "<style>"] {
        assert!(tags(unreadable).is_err(), "{unreadable}");
    }
}
